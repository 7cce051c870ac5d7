import type { Completeness, FileDigest } from '@cunzhen/proof'
import type { ResolvedScope, Scope } from '#access'
import type { EpochSeal, ReaderSecrets } from '#archive'
import type { ParticipantNo } from '#base'
import type { Lessons, MaskPolicy, RosterEntry } from '#redaction'
import type { AnchoredCheckpoint, LedgerStatement } from './ports.ts'
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
  /** Name of who will receive it; stands on every page. */
  recipient: string
  language: 'zh' | 'en'
  formats: readonly ExportFormat[]
  names: 'mask' | 'pseudonym'
  /** The approved scope in its normal form: its digest is `scopeDigest`. */
  approved: Scope
  /** The permit's, people looked up. */
  scope: ResolvedScope
  scopeDigest: string
  /** How what is found is shown, and the name of exactly these rules. */
  masks: MaskPolicy
  masksId: string
  /** What the house's own marks teach of names; it leaves with no package. */
  lessons?: Lessons | null
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
  factsPath: string
  agePath: string
  /** Seal the package to this age recipient instead of to the password; null: to the password. */
  ageRecipient: string | null
  /** The house's own key to that age file, for those who look at it before its release; null: it has none. */
  ageIdentity: string | null
  /** Threads that make rows, 0: none but the exporter's own; null: as many as it is worth. */
  rowThreads: number | null
  /** What else the export statement says: ids and numbers, ASCII. */
  facts: Readonly<Record<string, string | number>>
}

/** What the run asks of the main thread. */
export interface ExportDesk {
  /** Rows done so far, and how many there are once that is known. Refuses when the permit no longer holds: the run ends there. */
  progress(rows: number, all?: number): Promise<void>
  /** Index of the statement's entry; durable. */
  appendStatement(salt: Uint8Array, statement: object): Promise<number>
  /** Seals all conversations as they stand, in the ledger, and proves those of the scope under the seal. */
  seal(): Promise<EpochSeal>
  /** Signs a checkpoint over everything archived so far. */
  integrate(): Promise<void>
  /** The newest checkpoint, with what outside parties say of it now. */
  anchor(): Promise<AnchoredCheckpoint>
  /** The signed note over a manifest; refuses any other text. */
  signManifest(text: string): Promise<string>
}

/** What became of the asked-for files of documents. */
export type LeftOut = 'too_many_documents' | 'sheet_too_large_to_lock' | null

/** What became of the asked-for spreadsheet. */
export type Sheet = 'written' | 'not_asked' | 'too_many_rows' | 'cell_too_long'

export interface Built {
  rows: number
  maskedSpans: number
  bytes: number
  /** Of the zip, hex. */
  sha256: string
  sheet: Sheet
  leftOut: LeftOut
  files: FileDigest[]
  /** As the verifier found it. */
  completeness: Completeness
}
