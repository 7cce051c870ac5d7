import { canonicalJson, type RecordFields } from '@cunzhen/proof'
import { SequenceCheck } from '../gaps.ts'
import type { Draft } from '../piece.ts'
import { readText, Unreadable } from '../syntax/json-value.ts'
import { lineSplitter } from '../syntax/lines.ts'
import { type Header, headerOf, rowsUnder, underColumns } from './csv.ts'
import { identityByContent } from './identity.ts'
import { zoneAssumed, zoneOf } from './local-time.ts'
import type { PartHead, Source, SourceFormat, SourceOptions } from './source.ts'
import { readSyslogLine, type SyslogLine } from './syslog-line.ts'
import { readTime } from './times.ts'

// Lines of syslog as RFC 3164 (no year: such a line is undated, and its time kept as written), RFC 5424 and rsyslog
// write them, one event each; and the tables that loghub makes of them (github.com/logpai/loghub, *_structured.csv).

export const syslog = {
  name: 'syslog',
  knowsHead: (part) => looksLikeSyslog(part) || structuredHeader(part) !== null,
  open: syslogSource,
} as const satisfies SourceFormat<'syslog'>

const STRUCTURED = ['LineId', 'Content', 'EventId', 'EventTemplate']

/** Every whole line of the beginning is one; three of them at least, so that no chat happens to look like it. */
function looksLikeSyslog({ text }: PartHead): boolean {
  const lines = text.split(/\r?\n/).slice(0, 30)
  const whole = (lines.length < 30 ? lines.slice(0, -1) : lines).filter((line) => line.trim() !== '')
  return whole.length >= 3 && whole.every((line) => readSyslogLine(line)?.program)
}

function structuredHeader({ text }: PartHead) {
  return /^\ufeff?"?LineId"?,/.test(text) ? headerOf(text.replace(/^\ufeff/, ''), STRUCTURED) : null
}

function syslogSource(options: SourceOptions): Source {
  const numbers = new SequenceCheck()
  return {
    rank: () => 0,
    reader(part) {
      const header = structuredHeader(part)
      if (header) return structuredReader(header, part.name, numbers, options)
      if (!part.alone && !looksLikeSyslog(part)) return null
      return {
        splitter: lineSplitter(),
        read(bytes) {
          const text = readText(bytes)
          if (text instanceof Unreadable) return text
          const line = readSyslogLine(text.replace(/\r?\n$/, ''))
          return line ? ofLine(line, options) : new Unreadable('not_a_message')
        },
      }
    },
    gaps: () => numbers.result(),
  }
}

function ofLine(line: SyslogLine, options: SourceOptions): Draft {
  const zone = zoneOf(options)
  const isAssumed = line.year !== '' && line.zone === ''
  const rest: Record<string, string> = {
    time: line.time,
    ...(line.pid === '' ? {} : { pid: line.pid }),
    ...(line.priority === '' ? {} : { priority: line.priority }),
    ...(line.data === '' ? {} : { data: line.data }),
    ...(isAssumed ? zoneAssumed(zone) : {}),
  }
  const sourceTs = line.year === '' ? null : readTime(line.written, 'auto', zone)
  return event(
    { conversation: line.host, sender: line.program, sourceId: '', sourceTs, body: line.text },
    rest,
    options,
  )
}

function structuredReader(header: Header, part: string, numbers: SequenceCheck, options: SourceOptions) {
  return rowsUnder(header, (cells) => {
    const row = underColumns(header.columns, cells)
    const sourceId = row.get('LineId') ?? ''
    if (/^\d{1,15}$/.test(sourceId)) numbers.add(part, Number(sourceId))
    const component = row.get('Component') ?? ''
    const rest = Object.fromEntries([...row].filter(([name]) => name !== 'LineId' && name !== 'Content'))
    // month and day without a year, under names that differ from table to table
    const said = {
      conversation: component,
      sender: component,
      sourceId,
      sourceTs: null,
      body: row.get('Content') ?? '',
    }
    return event(said, rest, options)
  })
}

type Said = Pick<RecordFields, 'conversation' | 'sender' | 'sourceId' | 'sourceTs' | 'body'>

function event(said: Said, rest: Record<string, string>, options: SourceOptions): Draft {
  const fields: RecordFields = {
    platform: 'syslog',
    origin: options.origin,
    senderName: '',
    recipients: '',
    kind: 'event',
    refersTo: '',
    extra: canonicalJson(rest),
    ...said,
  }
  return {
    fields,
    // an undated line is told from its equals by its time as written
    identity: identityByContent(fields, canonicalJson([said.body, said.sourceId, rest])),
    counted: true,
    conversationTitle: '',
    members: [{ account: said.sender, name: '' }],
  }
}
