import type { NamedFile } from '../piece.ts'
import { Unreadable } from '../syntax/json-value.ts'
import { readXml, type XmlElement } from '../syntax/xml-element.ts'
import { fetchedFile } from './attached.ts'
import { childOf, childrenOf, find, textAt } from './xml-find.ts'

// Files that a raw WeChat message carries. WeChat keeps them on the phone; the programs that read them out call them by the
// hash that stands in the XML, by the server's id of the message, or as people called them.

const HASHES = ['md5', 'newmd5', 'rawmd5', 'originsourcemd5']

/** @param id the server's id of the message; '' */
export function filesOfWechat(root: XmlElement, id: string): NamedFile[] {
  if (root.name !== 'msg') return root.name === 'recordinfo' ? filesOfRecords(root) : []
  const app = childOf(root, 'appmsg')
  if (app) return filesOfApp(app, id)
  const media = ['img', 'voicemsg', 'videomsg', 'emoji']
    .map((name) => childOf(root, name))
    .find((one) => one !== undefined)
  if (!media) return []
  const keys = HASHES.map((name) => media.attributes[name] ?? '')
  return [fetchedFile('', [...keys, id], id)]
}

function filesOfApp(app: XmlElement, id: string): NamedFile[] {
  const type = textAt(app, 'type')
  if (type === '6' || type === '74') return [fetchedFile(textAt(app, 'title'), [textAt(app, 'md5'), id], id)]
  return type === '19' ? filesOfRecords(recordsIn(app)) : []
}

/** A forwarded record is XML inside the XML, as text or as elements. */
function recordsIn(app: XmlElement): XmlElement | null {
  const item = childOf(app, 'recorditem')
  const written = item?.text.trim() ?? ''
  const inner = written.startsWith('<') ? readXml(Buffer.from(written)) : null
  return inner instanceof Unreadable ? null : (inner ?? item ?? null)
}

/** Pictures, films and files of a forwarded record. */
function filesOfRecords(record: XmlElement | null): NamedFile[] {
  const list = record && find(record, 'datalist')
  if (!list) return []
  return childrenOf(list, 'dataitem')
    .filter(({ attributes }) => ['2', '4', '8'].includes(attributes.datatype ?? ''))
    .map((item) => {
      const name = item.attributes.datatype === '8' ? textAt(item, 'datatitle') : ''
      return fetchedFile(name, [textAt(item, 'fullmd5')])
    })
}
