import type { ResolvedScope } from '#access'
import type { ReaderSecrets } from '#archive'
import type { ParticipantNo } from '#base'
import type { RosterEntry } from '#redaction'
import type { LedgerStatement } from './ports.ts'
import type { ExportFormat } from './store.ts'

/** Everything one run needs; goes to the exporter thread as a structured clone. */
export interface ExportJob {
  house: string
  houseName: string
  /** Verifier key of the evidence ledger; its name is the ledger's origin. */
  verifierKey: string
  secrets: ReaderSecrets
  number: string
  caseNo: string
  language: 'zh' | 'en'
  formats: readonly ExportFormat[]
  names: 'mask' | 'pseudonym'
  /** The permit's, people looked up. */
  scope: ResolvedScope
  scopeDigest: string
  statements: readonly LedgerStatement[]
  people: readonly RosterEntry[]
  participants: ReadonlyMap<ParticipantNo, string>
  /** 32 bytes, this case's own. */
  pseudonymKey: Uint8Array
  password: string
  /** ms UTC: when the rows are fixed. */
  at: number
  /** Names of files in exports/ that a crash may leave and the next start removes. */
  zipPath: string
  spoolPath: string
  /** What else the export statement says: ids and numbers, ASCII. */
  facts: Readonly<Record<string, string | number>>
}

/** What the run asks of the main thread. */
export interface ExportDesk {
  /** Rows done so far. Refuses when the permit no longer holds: the run ends there. */
  progress(rows: number): Promise<void>
  /** Index of the statement's entry; durable. */
  appendStatement(salt: Uint8Array, statement: object): Promise<number>
  /** Signs a checkpoint over everything archived so far. */
  integrate(): Promise<void>
  /** The signed note over a manifest; refuses any other text. */
  signManifest(text: string): Promise<string>
}

/** What became of the asked-for spreadsheet. */
export type Sheet = 'written' | 'not_asked' | 'too_many_rows' | 'cell_too_long'

export interface Built {
  rows: number
  maskedSpans: number
  bytes: number
  /** Of the zip, hex. */
  sha256: string
  sheet: Sheet
}
