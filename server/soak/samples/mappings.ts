import { basename } from 'node:path'
import type { Mapping } from '#intake'

/** How one table of the samples is read: chosen by a person once, by the columns it has. */
export interface KnownTable {
  readonly name: RegExp
  readonly format: 'csv' | 'jsonl'
  readonly mapping: Mapping
}

const table = { timeFormat: 'auto', zone: 480 } as const

const KNOWN: readonly KnownTable[] = [
  {
    name: /_2k\.log_structured\.csv$/,
    format: 'csv',
    mapping: {
      ...table,
      platform: 'syslog',
      conversation: 'Component',
      sender: 'EventId',
      text: 'Content',
      id: ['LineId'],
    },
  },
  {
    name: /_rules\.jsonl$/,
    format: 'jsonl',
    mapping: { ...table, platform: 'audit_log', conversation: 'rule', sender: 'rule', text: 'case', id: [] },
  },
]

/** Null: nobody has said what its columns mean. */
export function mappingFor(path: string): KnownTable | null {
  return KNOWN.find(({ name }) => name.test(basename(path))) ?? null
}
