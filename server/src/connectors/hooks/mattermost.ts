import { type JsonObject, without } from '#intake'
import type { Platform, ReadMessage } from '../messages.ts'
import { draftOf, instant, word } from './draft.ts'
import { type HookVerdict, header, isSame, objectOf, refused, type Verify } from './verdict.ts'

// Mattermost outgoing webhooks (developers.mattermost.com/integrate/webhooks/outgoing): JSON or a form, with the token that
// Mattermost gave when the webhook was made. It proves the sender and not the body: TLS has to.

export const verifyMattermost: Verify = (request, { token = '' }): HookVerdict => {
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(header(request, 'content-type'))
  const body = isForm ? formOf(request.raw) : objectOf(request.raw)
  if (!body) return refused('hook_body_unreadable')
  if (!isSame(word(body, 'token'), token)) return refused('signature_wrong')
  return { what: 'event', bytes: Buffer.from(JSON.stringify(without(body, ['token']))) }
}

const MOST_FIELDS = 100

function formOf(raw: Buffer): JsonObject | null {
  const fields = [...new URLSearchParams(raw.toString('utf8'))]
  if (fields.length > MOST_FIELDS) return null
  return Object.fromEntries(fields)
}

const IN_FIELDS = ['post_id', 'channel_id', 'channel_name', 'user_id', 'user_name', 'timestamp', 'text']

export function readMattermost(body: JsonObject, where: Platform): ReadMessage {
  const files = word(body, 'file_ids')
  const draft = draftOf(where, {
    id: word(body, 'post_id'),
    conversation: word(body, 'channel_id'),
    title: word(body, 'channel_name'),
    sender: { account: word(body, 'user_id'), name: word(body, 'user_name') },
    time: instant(word(body, 'timestamp')), // milliseconds in JSON, whole seconds in a form
    kind: files !== '' && word(body, 'text') === '' ? 'file' : 'text',
    body: word(body, 'text'),
    extra: without(body, IN_FIELDS),
  })
  return { id: word(body, 'post_id'), drafts: [draft], refused: null, sequence: null }
}
