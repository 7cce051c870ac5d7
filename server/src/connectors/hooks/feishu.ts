import { createDecipheriv, createHash } from 'node:crypto'
import { draftsOf, type JsonObject, Unreadable, without } from '#intake'
import type { Platform, ReadMessage } from '../messages.ts'
import { inner, word } from './draft.ts'
import { type HookVerdict, header, isSame, objectOf, refused, type Verify } from './verdict.ts'

// Feishu (Lark) event callbacks, open.feishu.cn "Receive events" and "Configure Encrypt Key": with an encrypt key the body
// is {"encrypt": base64(iv ‖ AES-256-CBC)} under SHA-256(encrypt key), and X-Lark-Signature is the hex SHA-256 of
// timestamp ‖ nonce ‖ encrypt key ‖ body; the verification token stands inside the body in any case.

export const verifyFeishu: Verify = (request, { verificationToken = '', encryptKey = '' }): HookVerdict => {
  const outer = objectOf(request.raw)
  if (!outer) return refused('hook_body_unreadable')
  const encrypted = word(outer, 'encrypt')
  // with an encrypt key, a body in the clear is nobody's we know
  if ((encryptKey !== '') !== (encrypted !== '')) return refused('signature_wrong')
  const bytes = encrypted === '' ? request.raw : decrypt(encryptKey, encrypted)
  const body = bytes && objectOf(bytes)
  if (!bytes || !body) return refused(encrypted === '' ? 'hook_body_unreadable' : 'signature_wrong')
  const token = word(inner(body, 'header'), 'token') || word(body, 'token')
  if (!isSame(token, verificationToken)) return refused('signature_wrong')
  // the address check comes without a signature: what it proves is the token inside
  if (word(body, 'type') === 'url_verification') {
    return { what: 'answer', body: { challenge: word(body, 'challenge') } }
  }
  if (encryptKey !== '' && !isSigned(request, encryptKey)) return refused('signature_wrong')
  return { what: 'event', bytes }
}

function isSigned(request: Parameters<Verify>[0], encryptKey: string): boolean {
  const signed = createHash('sha256')
    .update(header(request, 'x-lark-request-timestamp'))
    .update(header(request, 'x-lark-request-nonce'))
    .update(encryptKey)
    .update(request.raw)
  return isSame(header(request, 'x-lark-signature'), signed.digest('hex'))
}

/** Null where key or bytes are wrong. */
function decrypt(encryptKey: string, text: string): Buffer | null {
  const sealed = Buffer.from(text, 'base64')
  if (sealed.length < 32 || sealed.length % 16 !== 0) return null
  const key = createHash('sha256').update(encryptKey, 'utf8').digest()
  const decipher = createDecipheriv('aes-256-cbc', key, sealed.subarray(0, 16))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(16)), decipher.final()])
  } catch {
    return null // the padding does not fit
  }
}

/** Through the reader of Feishu's own callbacks and histories: the same message in a later export is known again. */
export function readFeishu(body: JsonObject, where: Platform): ReadMessage {
  // the token proves the sender; it has no place in a record
  const head = without(inner(body, 'header'), ['token'])
  const event = without(body, ['header', 'token'])
  const bytes = Buffer.from(JSON.stringify('header' in body ? { ...event, header: head } : event))
  const drafts = draftsOf({ format: 'feishu', origin: where.origin, name: 'events.json' }, bytes)
  const id = word(inner(inner(body, 'event'), 'message'), 'message_id') || word(head, 'event_id') || word(body, 'uuid')
  if (drafts instanceof Unreadable) return { id, drafts: [], refused: drafts.reason, sequence: null }
  return { id, drafts, refused: null, sequence: null }
}
