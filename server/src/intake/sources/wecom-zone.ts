import { canonicalJson, type RecordFields } from '@cunzhen/proof'
import type { Draft } from '../piece.ts'
import { isObject, type JsonObject, member, Unreadable, without } from '../syntax/json-value.ts'
import { objectOf, objectsOf, wordOf } from './attached.ts'
import { identityById } from './identity.ts'
import { readTime } from './times.ts'

// 数据与智能专区 (developer.work.weixin.qq.com/document/path/99824, sync_msg; 99974, get_hit_msg_list): who sent what kind of
// message to whom and when, under its id. The words stay in the zone, encrypted under keys of the company's programs
// there; the record says so (`content_in_zone`) and has no body. The types of people and messages are WeCom's numbers.

/** True of an item of `msg_list`: a sender with a type, and a time in seconds. */
export function isZoneItem(item: JsonObject): boolean {
  const told = objectOf(item, 'msg_detail') ?? item
  return isObject(member(told, 'sender')) && 'send_time' in told
}

export function readZoneItem(item: JsonObject, origin: string): Draft | Unreadable {
  const told = objectOf(item, 'msg_detail') ?? item
  const id = wordOf(item, 'msgid')
  const sender = wordOf(objectOf(told, 'sender') ?? {}, 'id')
  const receivers = objectsOf(told, 'receiver_list').map((one) => wordOf(one, 'id'))
  if (id === '' || sender === '') return new Unreadable('wrong_shape')
  const fields: RecordFields = {
    platform: 'wecom',
    origin,
    sourceId: id,
    conversation: wordOf(told, 'chatid') || [...new Set([sender, ...receivers])].sort().join('|'),
    sender,
    senderName: '',
    recipients: receivers.length > 0 ? canonicalJson(receivers) : '',
    sourceTs: readTime(wordOf(told, 'send_time')),
    kind: 'unknown',
    refersTo: '',
    extra: canonicalJson({ ...without(item, ['msgid']), content_in_zone: true }),
    body: '',
  }
  return {
    fields,
    identity: identityById([id], fields, 'zone'),
    counted: false,
    conversationTitle: '',
    members: [sender, ...receivers].map((account) => ({ account, name: '' })),
  }
}
