import { createHash } from 'node:crypto'
import { canonicalJson } from '@cunzhen/proof'
import { isObject, type JsonObject, member, without } from '#intake'
import type { HookKind } from '../kinds.ts'
import type { Platform, ReadMessage } from '../messages.ts'
import { DINGTALK_SECRETS, readDingtalk } from './dingtalk.ts'
import { draftOf } from './draft.ts'
import { readFeishu } from './feishu.ts'
import { readMattermost } from './mattermost.ts'
import { readSlack } from './slack.ts'
import { objectOf } from './verdict.ts'

const readers: Readonly<Record<HookKind, (body: JsonObject, where: Platform) => ReadMessage>> = {
  slack: readSlack,
  feishu: readFeishu,
  dingtalk: readDingtalk,
  mattermost: readMattermost,
}

/**
 * A vendor's event whose sender was proven, as records. The vendor does not send again what was answered, so what cannot
 * be read or placed is archived as it came, as kind unknown.
 */
export function readHook(kind: HookKind, bytes: Buffer, where: Platform): ReadMessage[] {
  const body = objectOf(bytes)
  // a lone surrogate, a key twice: no record can hold it, but its bytes were proven to be the vendor's
  if (!body) return [asItCame({ bytes: bytes.toString('base64') }, where)]
  const read = readers[kind](body, where)
  const isPlaced = read.drafts.every(({ fields }) => fields.sourceId !== '' && fields.conversation !== '')
  return [isPlaced && read.refused === null ? read : asItCame(body, where)]
}

function asItCame(body: JsonObject, where: Platform): ReadMessage {
  const extra = withoutSecrets(body)
  // the same event sent again has the same words
  const id = createHash('sha256').update(canonicalJson(extra)).digest('hex')
  const sender = { account: '', name: '' }
  const said = { id, conversation: 'unreadable', sender, time: null, kind: 'unknown', body: '', extra } as const
  return { id, drafts: [draftOf(where, said)], refused: null, sequence: null }
}

/** What proves a vendor or leads back to it has no place in a record. */
function withoutSecrets(body: JsonObject): JsonObject {
  const rest = without(body, ['token', ...DINGTALK_SECRETS])
  const head = member(body, 'header')
  return isObject(head) ? { ...rest, header: without(head, ['token']) } : rest
}
