import { parse } from 'csv-parse/sync'
import type { CountText } from './count-json.ts'

// XML by its opening tags, tables by another project's CSV reader.

export const smsBackup: CountText = (text) => text.match(/<(sms|mms|call|log)\s/g)?.length ?? null

/** Actiance: messages, and who came, left or sent a file. */
export const actiance: CountText = (text) =>
  text.match(/<(Message|ParticipantEntered|ParticipantLeft|FileTransferStarted|FileTransferEnded)>/g)?.length ?? null

/** Each version of an edited message is one archived object of Apple's; a file without any still tells of one. */
export const imessage: CountText = (text) => Math.max(1, text.match(/streamtyped/g)?.length ?? 0)

/** Rows behind the header, under the delimiter that stands in it most often. */
export const csvRows: CountText = (whole) => {
  const text = whole.replace(/^\ufeff?sep=.\r?\n/i, '')
  const [header = ''] = text.replace(/^\ufeff/, '').split(/\r?\n/, 1)
  const delimiter = [',', '\t', ';', '|'].toSorted((a, b) => header.split(b).length - header.split(a).length)[0] ?? ','
  try {
    const rows = parse(text, { bom: true, delimiter, relaxColumnCount: true, skipEmptyLines: true })
    return Math.max(0, rows.length - 1)
  } catch {
    return null
  }
}

/** A list of calls or of a phone's events; one that begins with a date has no header. */
export const phoneLog: CountText = (text, name) =>
  /^\ufeff?\d/.test(text) ? text.split(/\r?\n/).filter((line) => line.trim() !== '').length : csvRows(text, name)
