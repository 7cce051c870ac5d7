import { isObject, readJson, Unreadable } from '../syntax/json-value.ts'
import { lineSplitter } from '../syntax/lines.ts'
import { baseName } from './attached.ts'
import { actianceReader } from './mattermost-actiance.ts'
import { addName, type MattermostNames, readLine } from './mattermost-bulk.ts'
import { complianceReader } from './mattermost-compliance.ts'
import type { PartHead, Source, SourceFormat, SourceOptions } from './source.ts'

/**
 * Mattermost: the bulk export (docs.mattermost.com, "Bulk loading data format": one JSON object per line, alone or in
 * the zip of `mmctl export`), and the compliance export as CSV (`posts.csv`) or as Actiance XML.
 */
export const mattermost = {
  name: 'mattermost',
  knowsHead: (part) => shapeOf(part) !== null,
  open: mattermostSource,
} as const satisfies SourceFormat<'mattermost'>

const LINE =
  /^\s*\{\s*"type"\s*:\s*"(version|info|role|scheme|emoji|team|channel|user|bot|post|direct_channel|direct_post)"/
const CSV = /^\s*"?Post Creation Time"?,"?(Post Update Time|Team Id)"?,/
const ACTIANCE = /^\s*(<\?xml[^>]*\?>\s*)?<FileDump[\s>]/

function shapeOf({ text }: PartHead): 'bulk' | 'csv' | 'actiance' | null {
  if (CSV.test(text)) return 'csv'
  if (ACTIANCE.test(text)) return 'actiance'
  // a line of any type carries its payload under the name of the type
  const found = LINE.exec(text)
  return found?.[1] !== undefined && new RegExp(`"${found[1]}"\\s*:\\s*[{\\d]`).test(text) ? 'bulk' : null
}

function mattermostSource(options: SourceOptions): Source {
  const names: MattermostNames = { users: new Map(), channels: new Map() }
  return {
    rank: (name) => (baseName(name).endsWith('.jsonl') ? 0 : 1),
    reader(part) {
      const shape = shapeOf(part)
      if (shape === 'csv') return complianceReader(part.text, options.origin)
      if (shape === 'actiance') return actianceReader(options.origin)
      if (shape !== 'bulk' && !(part.alone || part.name.endsWith('.jsonl'))) return null
      return {
        splitter: lineSplitter(),
        read(bytes) {
          const line = readJson(bytes)
          if (line instanceof Unreadable) return line
          if (!isObject(line)) return new Unreadable('not_a_message')
          return addName(names, line) ? null : readLine(names, line, options.origin)
        },
      }
    },
    // neither numbers nor counts its posts
    gaps: () => ({ knowable: false, gaps: [] }),
  }
}
