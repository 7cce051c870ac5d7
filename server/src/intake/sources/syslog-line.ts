export interface SyslogLine {
  /** As it stands in the line. */
  time: string
  /** As `readTime` reads it; only where there is a year. */
  written: string
  year: string
  /** '' where the line names none. */
  zone: string
  host: string
  program: string
  pid: string
  /** Digits of `<134>`. */
  priority: string
  /** Structured data of RFC 5424, as written. */
  data: string
  text: string
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const HOST = '[A-Za-z0-9_][A-Za-z0-9_.:%-]{0,254}(?<!:)'

/** `<34>Oct 11 22:14:15 host su[230]: text`; some devices put a year behind the day, or behind the time. */
const OLD = new RegExp(
  `^(?:<(\\d{1,3})>)?(([A-Z][a-z]{2}) {1,2}(\\d{1,2})(?: (\\d{4}))? (\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?)(?: (\\d{4}))?) (${HOST}) (.*)$`,
  's',
)
/** `<34>1 2003-10-11T22:14:15.003Z host su 230 ID47 [a b="c"] text` */
const NEW = /^<(\d{1,3})>1 (\S{1,40}) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) (.*)$/s
/** `2026-08-29T18:40:00.123456+08:00 host sshd[230]: text`, as rsyslog writes files. */
const ISO = new RegExp(
  `^(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?(Z|[+-]\\d{2}:?\\d{2})?) (${HOST}) (.*)$`,
  's',
)
const TAG = /^(?: *)([^:[\]]{1,100}?)(?:\[([^\]]{1,40})\])?:(?: |$)(.*)$/s
const DATA = /^(-|(?:\[(?:[^\]\\]|\\.)*\])+)(?: \ufeff?(.*))?$/s

/** One line without its end; null: no line of syslog. */
export function readSyslogLine(line: string): SyslogLine | null {
  const found = NEW.exec(line) ?? OLD.exec(line) ?? ISO.exec(line)
  if (!found) return null
  if (line.startsWith('<') && NEW.test(line)) return newLine(found)
  return /^\d{4}-/.test(line) ? isoLine(found) : oldLine(found)
}

function oldLine(found: RegExpExecArray): SyslogLine | null {
  const [, priority = '', time = '', month = '', day = '', before = '', clock = '', after = '', host = '', rest = ''] =
    found
  const no = MONTHS.indexOf(month) + 1
  if (no === 0 || Number(day) < 1 || Number(day) > 31) return null
  const year = before || after
  const written = year === '' ? '' : `${year}-${no}-${Number(day)} ${clock}`
  return { time, written, year, zone: '', host, priority, data: '', ...tagged(rest) }
}

function isoLine(found: RegExpExecArray): SyslogLine {
  const [, time = '', zone = '', host = '', rest = ''] = found
  return { time, written: time, year: time.slice(0, 4), zone, host, priority: '', data: '', ...tagged(rest) }
}

function newLine(found: RegExpExecArray): SyslogLine | null {
  const [, priority = '', time = '', host = '', program = '', pid = '', id = '', rest = ''] = found
  const data = DATA.exec(rest)
  if (!data) return null
  const said = [id, data[1]].filter((one) => one !== undefined && one !== '-').join(' ')
  const zone = /(Z|[+-]\d{2}:?\d{2})$/.exec(time)?.[1] ?? ''
  return {
    time,
    written: time,
    year: time.slice(0, 4),
    zone,
    host,
    program,
    pid: pid === '-' ? '' : pid,
    priority,
    data: said,
    text: data[2] ?? '',
  }
}

/** `sshd(pam_unix)[19939]: text`; '' where no program is named. */
function tagged(rest: string): { program: string; pid: string; text: string } {
  const [, program = '', pid = '', text] = TAG.exec(rest) ?? []
  return text === undefined ? { program: '', pid: '', text: rest } : { program: program.trim(), pid, text }
}
