import { createHmac } from 'node:crypto'
import { MINUTE } from '#base'
import { type Draft, draftsOf, type JsonObject, member, Unreadable, without } from '#intake'
import type { Platform, ReadMessage } from '../messages.ts'
import { draftOf, inner, word } from './draft.ts'
import { type HookVerdict, header, isSame, objectOf, refused, type Verify } from './verdict.ts'

// Slack's Events API (docs.slack.dev/apis/events-api), signed as docs.slack.dev/authentication/verifying-requests-from-slack
// says: v0= hex HMAC-SHA256(signing secret, "v0:" timestamp ":" body), not older than five minutes.

const WINDOW = 5 * MINUTE

export const verifySlack: Verify = (request, { signingSecret = '' }): HookVerdict => {
  const { raw, now } = request
  const timestamp = header(request, 'x-slack-request-timestamp')
  const mac = createHmac('sha256', signingSecret).update(`v0:${timestamp}:`).update(raw).digest('hex')
  if (!isSame(header(request, 'x-slack-signature'), `v0=${mac}`)) return refused('signature_wrong')
  // signed, so the time is Slack's own
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now - Number(timestamp) * 1000) > WINDOW) {
    return refused('signature_too_old')
  }
  const body = objectOf(raw)
  // what cannot be read is kept as it came: readHook
  if (body && word(body, 'type') === 'url_verification') {
    return { what: 'answer', body: { challenge: word(body, 'challenge') } }
  }
  return { what: 'event', bytes: raw }
}

export function readSlack(body: JsonObject, where: Platform): ReadMessage {
  const event = inner(body, 'event')
  const id = word(event, 'ts') || word(body, 'event_id')
  const drafts = word(event, 'type') === 'message' ? messageOf(event, where) : [happening(event, body, where)]
  if (drafts instanceof Unreadable) return { id, drafts: [], refused: drafts.reason, sequence: null }
  return { id, drafts, refused: null, sequence: null }
}

/** Through the reader of Slack's exports: the same message in a later export is known again. */
function messageOf(event: JsonObject, where: Platform): readonly Draft[] | Unreadable {
  const channel = word(event, 'channel')
  const now = inner(event, 'message')
  // an edit is told as an export tells it: the message as it is now, with `edited`
  const isEdit = word(event, 'subtype') === 'message_changed' && word(inner(now, 'edited'), 'ts') !== ''
  const before = member(event, 'previous_message')
  const message: JsonObject = isEdit
    ? { ...now, type: 'message', channel, ...(before !== undefined && { previous_message: before }) }
    : without(event, ['event_ts'])
  const source = { format: 'slack', origin: where.origin, name: `${channel}.json` } as const
  return draftsOf(source, Buffer.from(JSON.stringify(message)))
}

/** Anything else that happens: a reaction refers to its message, the rest is kept as it came. */
function happening(event: JsonObject, body: JsonObject, where: Platform): Draft {
  const item = inner(event, 'item')
  const isReaction = word(event, 'type').startsWith('reaction_')
  const channel = word(item, 'channel') || word(event, 'channel') || word(inner(event, 'channel'), 'id')
  const seconds = Number(word(event, 'event_ts'))
  return draftOf(where, {
    id: word(body, 'event_id'),
    conversation: channel || `team/${word(body, 'team_id')}`,
    sender: { account: word(event, 'user'), name: '' },
    time: seconds > 0 ? Math.floor(seconds * 1000 + 1e-6) : null,
    kind: isReaction ? 'reaction' : 'event',
    refersTo: isReaction ? word(item, 'ts') : '',
    body: isReaction ? `:${word(event, 'reaction')}:` : word(event, 'type'),
    extra: event,
  })
}
