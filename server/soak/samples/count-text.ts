import type { CountText } from './count-json.ts'

// Transcripts, counted by the lines that begin a message.

const linesThat =
  (begins: RegExp): CountText =>
  (text) =>
    text.split(/\r\n|\r|\n/).filter((line) => begins.test(line)).length

const DIGIT = '[\\d\\u0660-\\u0669\\u06f0-\\u06f9]'
const DATE = `${DIGIT}{1,4}\\u200f?[./-] ?${DIGIT}{1,2}\\u200f?[./-] ?${DIGIT}{1,4}(?:\\.| г\\.)?`
const CLOCK = `(?:[^\\d\\]]{0,8})${DIGIT}{1,2}[:.]${DIGIT}{2}`

/** `[date, time] …` (iPhone) and `date, time - …` (Android), whatever the order of day, month and year. */
export const whatsapp = linesThat(
  new RegExp(`^[\\u200e\\u200f\\ufeff]*(?:\\[${DATE}[,،]? ?${CLOCK}|${DATE}[,،]? ${CLOCK}.* - )`),
)
/** `2024-01-02 03:04:05 name(account)` or `name<address>`. */
export const qq = linesThat(/^\ufeff?\d{4}[-/]\d{1,2}[-/]\d{1,2} (?:\D{1,4} ?)?\d{1,2}:\d{2}:\d{2} \S/)
/** `name(account)<tab>2026-03-31 09:15:32` */
export const welink = linesThat(/^\ufeff?.+\(.+\)\t\d{4}[-/]\d{1,2}[-/]\d{1,2} \d{1,2}:\d{2}:\d{2}\s*$/)
/** `[2019-12-24, 12:23] name: …` */
export const signal = linesThat(/^\[\d{4}-\d{2}-\d{2},? \d{1,2}:\d{2}(?::\d{2})?\] /)
/** A line is a message, an action, a notice or somebody's coming and going. */
export const irc = linesThat(/\S/)
/** `03:04<tab>name<tab>text` under the lines that say the day. */
export const line = linesThat(/^(?:\D{2,4} ?)?\d{1,2}:\d{2}(?: ?[AP]M)?\t/)
