import { canonicalJson } from '@cunzhen/proof'
import type { Gaps } from '../gaps.ts'
import type { Draft, NamedFile } from '../piece.ts'
import { Unreadable } from '../syntax/json-value.ts'
import { readXml, type XmlElement } from '../syntax/xml-element.ts'
import { xmlSplitter } from '../syntax/xml-elements.ts'
import { callBody, mediaOf, numberOf, type Said, smsDraft } from './sms-draft.ts'
import type { Source, SourceFormat, SourceOptions } from './source.ts'

// SMS Backup & Restore (synctech.com.au, "Fields in XML backup files"): <smses> of <sms> and <mms>, <calls> of <call>.
// Super Backup writes its call log as <alllogs> of <log>. None of them carries ids.

const RECORDS = ['sms', 'mms', 'call', 'log']

export const smsBackupRestore = {
  name: 'sms_backup_restore',
  knowsHead: ({ text }) => isBackup(text),
  open: smsSource,
} as const satisfies SourceFormat<'sms_backup_restore'>

function isBackup(text: string): boolean {
  return /^\s*</.test(text) && /<(smses|calls|alllogs)[\s>/]/.test(text)
}

function smsSource(options: SourceOptions): Source {
  const counts: { said: number; met: number }[] = []
  return {
    rank: () => 0,
    reader(part) {
      if (!part.alone && !isBackup(part.text)) return null
      let count: { said: number; met: number } | null = null
      const splitter = xmlSplitter({
        records: RECORDS,
        onRoot(tag) {
          const said = /\bcount\s*=\s*["'](\d{1,12})["']/.exec(tag.toString('latin1'))?.[1]
          count = said === undefined ? null : { said: Number(said), met: 0 }
          if (count) counts.push(count)
        },
      })
      return {
        splitter,
        read(bytes) {
          if (count) count.met += 1
          const element = readXml(bytes)
          return element instanceof Unreadable ? element : readElement(element, options)
        },
      }
    },
    gaps: () => gapsOf(counts),
  }
}

function gapsOf(counts: readonly { said: number; met: number }[]): Gaps {
  const missing = counts.reduce((sum, count) => sum + Math.max(0, count.said - count.met), 0)
  return { knowable: counts.length > 0, gaps: missing > 0 ? [{ what: 'count', missing }] : [] }
}

function readElement(element: XmlElement, options: SourceOptions): Draft | Unreadable {
  if (element.name === 'sms') return readSms(element, options)
  if (element.name === 'mms') return readMms(element, options)
  if (element.name === 'call' || element.name === 'log') return readCall(element, options)
  return new Unreadable('not_a_message')
}

function readSms(sms: XmlElement, options: SourceOptions): Draft | Unreadable {
  const { address, date, type, body } = sms.attributes
  if (address === undefined || date === undefined || type === undefined || body === undefined) return wrongShape()
  const said: Said = { kind: 'text', body, date, written: date, extra: rest(sms, ['date', 'body', 'contact_name']) }
  return smsDraft(said, [address], nameOf(sms), type === '1', options)
}

function readMms(mms: XmlElement, options: SourceOptions): Draft | Unreadable {
  const { date, msg_box: box } = mms.attributes
  const parts = mms.children.filter((child) => child.name === 'parts').flatMap((parts) => parts.children)
  const listed = mms.children.filter((child) => child.name === 'addrs').flatMap((addrs) => addrs.children)
  const own = options.ownAccount === '' ? '' : numberOf(options.ownAccount)
  const addresses = addressesOf(mms, listed).filter((address) => numberOf(address) !== own)
  if (date === undefined || box === undefined || addresses.length === 0) return wrongShape()
  const texts = parts.filter((part) => part.attributes.ct === 'text/plain').map((part) => part.attributes.text ?? '')
  const media = parts.flatMap((part) => mediaOf(part.attributes.ct ?? ''))
  const files = parts.filter((part) => mediaOf(part.attributes.ct ?? '').length > 0).map(fileOf)
  const subject = mms.attributes.sub ?? 'null'
  const lines = [subject === 'null' ? '' : subject, ...texts, ...media.map((one) => one.body)]
  const extra = { ...rest(mms, ['date', 'contact_name']), parts: parts.map(withoutData), addrs: listed.map(plain) }
  const body = lines.filter((line) => line !== '' && line !== 'null').join('\n')
  // two pictures sent at one moment look alike but for their data
  const content = parts.map(({ attributes: at }) => [at.ct, at.text, at.data].map((one) => one ?? ''))
  const said: Said = {
    kind: media[0]?.kind ?? 'text',
    body,
    date,
    written: date,
    extra,
    content: canonicalJson(content),
  }
  // type 137 = from (OMA MMS, PduHeaders.FROM)
  const from = listed.find((addr) => addr.attributes.type === '137')?.attributes.address
  return { ...smsDraft(said, addresses, nameOf(mms), box === '1', options, from), files }
}

/** A part's bytes stand in it as Base64, where the backup was told to hold them. */
function fileOf({ attributes }: XmlElement): NamedFile {
  const name = [attributes.name, attributes.fn, attributes.cl].find((one) => one && one !== 'null') ?? ''
  const inline = dataOf(attributes.data)
  return { paths: [], name, type: attributes.ct ?? '', ...(inline && { inline }) }
}

/** Null: there is none, or it is no Base64; it then stays among the words of the record. */
function dataOf(data: string | undefined): Buffer | null {
  if (data === undefined || data === '' || data === 'null') return null
  const letters = data.replaceAll(/\s+/g, '')
  return letters.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(letters) ? Buffer.from(letters, 'base64') : null
}

/** What is kept as a file is not kept as a word too. */
function withoutData(part: XmlElement): object {
  const isFile = mediaOf(part.attributes.ct ?? '').length > 0 && dataOf(part.attributes.data) !== null
  return isFile ? rest(part, ['data']) : plain(part)
}

function readCall(call: XmlElement, options: SourceOptions): Draft | Unreadable {
  const { number, date, type } = call.attributes
  const length = call.attributes.duration ?? call.attributes.dur
  if (number === undefined || date === undefined || type === undefined || length === undefined) return wrongShape()
  const said: Said = {
    kind: 'call',
    body: callBody(type, length),
    date,
    written: date,
    extra: rest(call, ['date', 'contact_name', 'name']),
  }
  return smsDraft(said, [number], nameOf(call), type !== '2', options)
}

function addressesOf(mms: XmlElement, listed: readonly XmlElement[]): string[] {
  const { address } = mms.attributes
  if (address !== undefined && address !== '' && address !== 'null') return address.split('~')
  return listed
    .map((addr) => addr.attributes.address ?? '')
    .filter((one) => one !== '' && one !== 'insert-address-token')
}

function nameOf(element: XmlElement): string {
  const name = element.attributes.contact_name ?? element.attributes.name ?? ''
  return name === 'null' || name === '(Unknown)' ? '' : name
}

function rest(element: XmlElement, held: readonly string[]): object {
  return Object.fromEntries(Object.entries(element.attributes).filter(([key]) => !held.includes(key)))
}

function plain(element: XmlElement): object {
  return Object.fromEntries(Object.entries(element.attributes))
}

function wrongShape(): Unreadable {
  return new Unreadable('wrong_shape')
}
