// One line of a chat log of IRC, in the ways in which bots and clients write them.

/** When a line says it was written: a day, a time of day, or both. */
export interface IrcTime {
  /** Year, month, day; the year null where the log names it elsewhere. */
  date: readonly [number | null, number, number] | null
  /** Seconds since midnight. */
  seconds: number | null
  /** `Z` or `+02:00`; '' where none is named. */
  zone: string
}

export interface IrcLine {
  /** As written. */
  front: string
  time: IrcTime
  said: IrcSaid
}

export interface IrcSaid {
  what: 'message' | 'action' | 'notice' | 'system'
  /** '' where the server speaks. */
  nick: string
  /** `@`, `+`: the rank that stood before the nick. */
  mode: string
  text: string
}

const ISO =
  '(?<year>\\d{4})-(?<month>\\d\\d)-(?<day>\\d\\d)[T ](?<clock>\\d\\d:\\d\\d(?::\\d\\d)?)(?:\\.\\d+)?(?<zone>Z|[+-]\\d\\d:?\\d\\d)?'
const NAMED =
  '(?<name>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +(?<day>\\d{1,2}) (?<clock>\\d\\d:\\d\\d:\\d\\d)'
const CLOCK = '(?<clock>\\d\\d:\\d\\d(?::\\d\\d)?)'
const FRONTS = [ISO, NAMED, CLOCK].map((time) => new RegExp(`^(?:\\[${time}\\]|${time.replaceAll('?<', '?<x')})\\s+`))
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** How a nick may be written; `[` and the like are letters of it (RFC 2812, 2.3.1). */
const NICK = '[^\\s<>]{1,64}'
const MESSAGE = new RegExp(`^<\\s?([@+%&~!]?)(${NICK})>\\s?(.*)$`)
const NOTICE = new RegExp(`^-(${NICK})-\\s(.*)$`)
const SYSTEM = /^(?:\*{3}|-!-|-->|<--|--|==|=!=|!!!)\s+(.*)$/
const STAR = new RegExp(`^\\*\\s+(${NICK})(?:\\s(.*))?$`)
/** WeeChat: columns with tabs between. */
const COLUMNS = /^([@+%&~!]?)([^\s\t]{1,64})\t(.*)$/
/** What servers say of a person behind one star, where the same star marks what people do. */
const DEEDS =
  /^(\S+ )?(\(\S+\) )?(has |have )?(joined|left|quit|parted|been kicked|kicked|changed the topic|sets? mode|set the topic|is now known as|are now known as|now talking|gives? channel|removes? channel|was kicked|topic)\b/i

/** The line's time and what is said in it; null where it is no line of a chat. */
export function readIrcLine(line: string): IrcLine | null {
  const front = readFront(line)
  const said = front && readSaid(line.slice(front.length))
  return front && said ? { front: line.slice(0, front.length).trim(), time: front.time, said } : null
}

function readFront(line: string): { time: IrcTime; length: number } | null {
  for (const pattern of FRONTS) {
    const found = pattern.exec(line.slice(0, 60))
    if (!found) continue
    const part = (name: string) => found.groups?.[name] ?? found.groups?.[`x${name}`]
    const month = part('month') ?? String(MONTHS.indexOf(part('name') ?? '') + 1)
    const year = part('year')
    const day = part('day')
    const time: IrcTime = {
      date: day === undefined ? null : [year === undefined ? null : Number(year), Number(month), Number(day)],
      seconds: secondsOf(part('clock') ?? ''),
      zone: part('zone') ?? '',
    }
    return { time, length: found[0].length }
  }
  return null
}

function secondsOf(clock: string): number | null {
  const [hour = 0, minute = 0, second = 0] = clock.split(':').map(Number)
  return hour < 24 && minute < 60 && second < 61 ? (hour * 60 + minute) * 60 + Math.min(second, 59) : null
}

function readSaid(rest: string): IrcSaid | null {
  const message = MESSAGE.exec(rest)
  if (message) return said('message', message[2], message[3], message[1])
  const system = SYSTEM.exec(rest)
  if (system) return said('system', '', system[1])
  const notice = NOTICE.exec(rest)
  if (notice) return said('notice', notice[1], notice[2])
  const star = STAR.exec(rest)
  if (star) {
    const deed = `${star[1] ?? ''} ${star[2] ?? ''}`.trim()
    return DEEDS.test(star[2] ?? '') || DEEDS.test(deed) ? said('system', '', deed) : said('action', star[1], star[2])
  }
  const columns = COLUMNS.exec(rest)
  return columns ? said('message', columns[2], columns[3], columns[1]) : null
}

function said(what: IrcSaid['what'], nick = '', text = '', mode = ''): IrcSaid {
  return { what, nick, mode, text }
}

/** A line that tells the day of those below it: irssi, XChat, mIRC. Null: none. */
export function readDayLine(line: string): readonly [number, number, number] | null {
  const start = line.slice(0, 100)
  const named =
    /^(?:--- (?:Log opened|Day changed)|\*{4} BEGIN LOGGING AT|Session (?:Start|Time):) (?:\w{3} )?(\w{3}) +(\d{1,2})(?: \d\d:\d\d(?::\d\d)?)? (\d{4})/.exec(
      start,
    )
  if (!named) return null
  const month = MONTHS.indexOf(named[1] ?? '') + 1
  return month > 0 ? [Number(named[3]), month, Number(named[2])] : null
}

/** Lines about the log itself: where it was opened and closed. */
export function isAboutLog(line: string): boolean {
  return /^(--- (Log (opened|closed)|Day changed)|\*{4} (BEGIN|ENDING) LOGGING AT|Session (Start|Close|Time|Ident):)/.test(
    line,
  )
}
