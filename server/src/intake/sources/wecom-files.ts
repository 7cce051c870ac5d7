import type { NamedFile } from '../piece.ts'
import { isObject, type JsonObject, readJson, Unreadable } from '../syntax/json-value.ts'
import { fetchedFile, objectsOf, wordOf } from './attached.ts'
import { payloadOf, typeOfItem } from './wecom-kinds.ts'

// Files that a message of the archive carries. WeCom keeps them for three days under `sdkfileid`; whoever fetched them (the
// SDK's GetMediaData) called them by `md5sum`, by the message's id, or as people called them.

const CARRIED = ['image', 'voice', 'video', 'emotion', 'file', 'voip_doc_share', 'meeting_voice_call']
/** A forwarded record can hold forwarded records. */
const MOST_NESTED = 5

export function filesOfWecom(msgtype: string, message: JsonObject): NamedFile[] {
  const payload = payloadOf(msgtype, message)
  return payload ? filesIn(msgtype, payload.value, wordOf(message, 'msgid'), 0) : []
}

/** @param id of the message; '' where it carries several files, none of which can be called by it */
function filesIn(type: string, payload: JsonObject, id: string, depth: number): NamedFile[] {
  if (CARRIED.includes(type)) {
    const keys = ['md5sum', 'sdkfileid'].map((key) => wordOf(payload, key))
    return [fetchedFile(wordOf(payload, 'filename'), [...keys, id], id)]
  }
  if (!['mixed', 'chatrecord'].includes(type) || depth > MOST_NESTED) return []
  return objectsOf(payload, 'item').flatMap((item) => {
    const content = readJson(Buffer.from(wordOf(item, 'content')))
    return content instanceof Unreadable || !isObject(content) ? [] : filesIn(typeOfItem(item), content, '', depth + 1)
  })
}
