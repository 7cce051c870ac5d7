import { FORMATS } from '#intake'
import { chatlab, elementsOf } from './count-json.ts'
import { smsBackup } from './count-tables.ts'
import { qq, welink, whatsapp } from './count-text.ts'
import type { NaivePart } from './open-naively.ts'

// A file kept whole as "format unknown" must not be one of a format that we read: that would be an untrue reason.

const messages = elementsOf('messages')
const ofJson = (mark: RegExp) => (text: string) => (mark.test(text) ? (messages(text, '') ?? 0) : 0)
/** Most lines begin a message: prose that quotes one does not count. */
const mostly = (count: (text: string, name: string) => number | null) => (text: string) => {
  const begun = count(text, '') ?? 0
  return begun * 3 >= text.split('\n').filter((line) => line.trim() !== '').length ? begun : 0
}

const SIGNS: readonly [RegExp, (text: string) => number][] = [
  [/telegram/, ofJson(/"from_id"|"date_unixtime"/)],
  [/discord/, ofJson(/"guild"\s*:/)],
  [/weflow/, ofJson(/"weflow"\s*:/)],
  [/qq|napcat/, ofJson(/"msgSeq"\s*:/)],
  [/chatlab/, (text) => (/^\s*\{[\s\S]{0,500}"chatlab"\s*:/.test(text) ? (chatlab(text, '') ?? 0) : 0)],
  [/sms_backup/, (text) => (/^\s*<\?xml/.test(text) ? (smsBackup(text, '') ?? 0) : 0)],
  [/whatsapp/, mostly(whatsapp)],
  [/welink/, mostly(welink)],
  [/qq/, mostly(qq)],
]

/** Messages of a format in the list that stand in files which nobody recognised. */
export function unrecognised(parts: readonly NaivePart[]): number {
  const known = SIGNS.filter(([name]) => FORMATS.some((format) => name.test(format)))
  return parts.reduce((sum, { text }) => sum + Math.max(0, ...known.map(([, count]) => count(text))), 0)
}
