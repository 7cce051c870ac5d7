import { canonicalJson, type RecordFields } from '@cunzhen/proof'
import type { Draft } from '../piece.ts'
import type { PartReader } from '../read-part.ts'
import { readText, Unreadable } from '../syntax/json-value.ts'
import { lineGroupSplitter } from '../syntax/line-groups.ts'
import { baseName } from './attached.ts'
import { identityByContent } from './identity.ts'
import { zoneOf } from './local-time.ts'
import { kindOfTranscript } from './placeholders.ts'
import type { PartHead, Source, SourceFormat, SourceOptions } from './source.ts'
import { readTime } from './times.ts'

/**
 * WeLink's text export: `名字(工号)<tab>2026-03-31 09:15:32` and the lines behind it. The file's name is the
 * conversation's; nothing in it says so. Times have no zone.
 */
export const welink = {
  name: 'welink',
  knowsHead: ({ text }) => isTranscript(text),
  open: welinkSource,
} as const satisfies SourceFormat<'welink'>

const START = /^(.{1,200})\(([A-Za-z]{1,4}\d{5,10})\)\t(\d{4}[-/]\d{1,2}[-/]\d{1,2} \d{1,2}:\d{2}:\d{2})\s*$/

function welinkSource(options: SourceOptions): Source {
  return {
    rank: () => 0,
    reader: (part) => (part.alone || isTranscript(part.text) ? transcriptReader(part, options) : null),
    gaps: () => ({ knowable: false, gaps: [] }),
  }
}

function isTranscript(text: string): boolean {
  return text.split('\n', 50).some((line) => readStart(line) !== null)
}

function readStart(line: string): { name: string; account: string; time: string } | null {
  const found = START.exec(line.replace(/^\ufeff/, ''))
  return found && { name: found[1] ?? '', account: found[2] ?? '', time: found[3] ?? '' }
}

function transcriptReader(part: PartHead, options: SourceOptions): PartReader {
  const conversation = baseName(part.name).replace(/\.txt$/i, '')
  let isBegun = false
  return {
    splitter: lineGroupSplitter((line) => {
      // what stands before the first message is an item too: it is seen, not passed over
      const role = !isBegun || readStart(line) ? 'start' : 'more'
      isBegun = true
      return role
    }),
    read(bytes) {
      const text = readText(bytes)
      if (text instanceof Unreadable) return text
      const [first = '', ...lines] = text.split(/\r?\n/)
      const start = readStart(first)
      return start ? toDraft(start, lines, conversation, options) : new Unreadable('not_a_message')
    },
  }
}

function toDraft(
  { name, account, time }: { name: string; account: string; time: string },
  lines: readonly string[],
  conversation: string,
  options: SourceOptions,
): Draft {
  const body = lines.join('\n').trimEnd()
  const zone = zoneOf(options)
  const fields: RecordFields = {
    platform: 'welink',
    origin: options.origin,
    sourceId: '',
    conversation,
    sender: account,
    senderName: name,
    recipients: '',
    sourceTs: readTime(time, 'local', zone),
    kind: kindOfTranscript(body),
    refersTo: '',
    extra: canonicalJson({ time, zone }),
    body,
  }
  return {
    fields,
    identity: identityByContent(fields),
    counted: true,
    conversationTitle: conversation,
    members: [{ account, name }],
  }
}
