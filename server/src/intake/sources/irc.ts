import { canonicalJson, type RecordFields } from '@cunzhen/proof'
import { MINUTE } from '#base'
import type { Draft } from '../piece.ts'
import type { PartReader } from '../read-part.ts'
import { readText, Unreadable } from '../syntax/json-value.ts'
import { lineSplitter } from '../syntax/lines.ts'
import { baseName } from './attached.ts'
import { identityByContent } from './identity.ts'
import { type IrcLine, isAboutLog, readDayLine, readIrcLine } from './irc-lines.ts'
import { zoneAssumed, zoneOf } from './local-time.ts'
import type { PartHead, Source, SourceFormat, SourceOptions } from './source.ts'

/**
 * Logs of IRC channels, one message per line: as bots (Supybot, ZNC), irssi, XChat, mIRC and WeeChat write them. Times
 * are local unless they name a zone; where lines hold only a time of day, the day is that of the line or of the file's
 * name that tells it, and without one the message is undated. A log may mix encodings: a line that is not in the one it
 * is read in goes to quarantine by itself.
 */
export const irc = {
  name: 'irc',
  knowsHead: ({ text }) => isLog(text),
  open: ircSource,
} as const satisfies SourceFormat<'irc'>

type Day = readonly [number, number, number]

/** Most of the first lines are a chat's, and one of them is what only IRC writes. */
function isLog(text: string): boolean {
  const lines = text
    .split('\n', 40)
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => line.trim() !== '')
  const read = lines.map((line) => (isAboutLog(line) ? 'about' : readIrcLine(line)))
  const known = read.filter((line) => line !== null)
  const isOwn = read.some((line) => line === 'about' || (line !== null && line.said.what !== 'message'))
  const isSaid = lines.some((line) => /\s<\s?[@+%&~!]?[^\s<>]{1,64}>\s/.test(line.slice(0, 120)))
  return (isOwn || isSaid) && known.some((line) => line !== 'about') && known.length * 10 >= lines.length * 6
}

function ircSource(options: SourceOptions): Source {
  return {
    rank: () => 0,
    reader: (part) => (isLog(part.text) ? logReader(part, options) : null),
    gaps: () => ({ knowable: false, gaps: [] }),
  }
}

function logReader(part: PartHead, options: SourceOptions): PartReader {
  const channel = channelOf(part)
  let day: Day | null = dayOfName(part.name)
  return {
    splitter: lineSplitter(),
    read(bytes) {
      const text = readText(bytes)
      if (text instanceof Unreadable) return text
      const whole = text.replace(/\r?\n$/, '')
      if (isAboutLog(whole)) {
        day = readDayLine(whole) ?? day
        return null
      }
      const line = readIrcLine(whole)
      if (!line) return new Unreadable('not_a_message')
      day = dayOfLine(line, day)
      return toDraft(line, day, channel, options)
    },
  }
}

/** A date without a year is of the year before it in the log, or of the next where December is over. */
function dayOfLine({ time: { date } }: IrcLine, day: Day | null): Day | null {
  if (!date) return day
  const [year, month, dayOfMonth] = date
  if (year !== null) return [year, month, dayOfMonth]
  if (!day) return null
  return [day[1] === 12 && month === 1 ? day[0] + 1 : day[0], month, dayOfMonth]
}

function toDraft(line: IrcLine, day: Day | null, channel: string, options: SourceOptions): Draft {
  const { said, time, front } = line
  const zone = time.zone === '' ? zoneOf(options) : minutesOf(time.zone)
  const midnight = day && midnightOf(day)
  const isKnown = midnight !== null && time.seconds !== null
  const sourceTs = isKnown ? midnight + (time.seconds ?? 0) * 1000 - zone * MINUTE : null
  const extra = {
    written: front,
    ...(sourceTs !== null && time.zone === '' ? zoneAssumed(zone) : {}),
    ...(said.what === 'action' || said.what === 'notice' ? { what: said.what } : {}),
    ...(said.mode === '' ? {} : { mode: said.mode }),
  }
  const fields: RecordFields = {
    platform: 'irc',
    origin: options.origin,
    sourceId: '',
    conversation: channel,
    sender: said.nick,
    senderName: said.nick,
    recipients: '',
    sourceTs,
    kind: said.what === 'system' ? 'system' : 'text',
    refersTo: '',
    extra: canonicalJson(extra),
    body: said.what === 'action' ? `* ${said.nick} ${said.text}` : said.text,
  }
  return {
    fields,
    identity: identityByContent(fields, JSON.stringify([front, fields.body])),
    counted: true,
    conversationTitle: channel,
    members: said.nick === '' ? [] : [{ account: said.nick, name: said.nick }],
  }
}

function midnightOf([year, month, day]: Day): number | null {
  const at = new Date(Date.UTC(year, month - 1, day))
  return at.getUTCMonth() + 1 === month && at.getUTCDate() === day ? at.getTime() : null
}

function minutesOf(zone: string): number {
  if (zone === 'Z') return 0
  const digits = zone.replace(':', '')
  return (digits.startsWith('-') ? -1 : 1) * (Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5)))
}

/** `2005-01-08-x.log`, `#x.20050108.log`. */
function dayOfName(path: string): Day | null {
  const found = /(?<!\d)(\d{4})-?(\d\d)-?(\d\d)(?!\d)/.exec(baseName(path))
  return found ? [Number(found[1]), Number(found[2]), Number(found[3])] : null
}

/** The channel that the file's name or its first lines name; else the file's name without its day. */
function channelOf(part: PartHead): string {
  const named = /#[^\s/\\.,_]{1,64}/.exec(baseName(part.name))?.[0]
  const joined = /\b(?:joined|talking (?:on|in)) (#[^\s,]{1,64})/.exec(part.text)?.[1]
  const bare = baseName(part.name)
    .replace(/\.(log|txt|weechatlog)$/i, '')
    .replace(/(?<!\d)\d{4}-?\d\d-?\d\d(?!\d)/, '')
    .replace(/^[-_. ]+|[-_. ]+$/g, '')
  return (named ?? joined ?? bare).toLowerCase()
}
