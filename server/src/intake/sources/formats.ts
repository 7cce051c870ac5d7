import { invariant } from '#base'
import { csv } from './csv.ts'
import { jsonl } from './jsonl.ts'
import { slack } from './slack.ts'
import { smsBackupRestore } from './sms-backup-restore.ts'
import type { PartHead, Source, SourceFormat, SourceOptions } from './source.ts'
import { wecom } from './wecom.ts'

/** Every format, each in its own file. Where two could claim a part, the one that stands first is asked first. */
const LIST = [slack, smsBackupRestore, wecom, jsonl, csv] as const

export type Format = (typeof LIST)[number]['name']
const ALL: readonly SourceFormat<Format>[] = LIST
export const FORMATS: readonly Format[] = LIST.map(({ name }) => name)

/** @throws Refusal `mapping_needed` for formats that cannot be read without one */
export function openSource(format: Format, options: SourceOptions): Source {
  const found = ALL.find(({ name }) => name === format)
  invariant(found, 'every format has its reader')
  return found.open(options)
}

/**
 * Which format a source is in, by what it holds: first by the names of its parts, then by how each of them begins.
 * Null: none that explains itself (a table needs a mapping).
 */
export function detectFormat(names: readonly string[], heads: readonly PartHead[]): Format | null {
  for (const format of ALL) if (format.knowsNames?.(names)) return format.name
  for (const head of heads) for (const format of ALL) if (format.knowsHead?.(head)) return format.name
  return null
}
