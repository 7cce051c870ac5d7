import type { Disclosure } from '../record/disclosure.ts'
import type { Mask } from './mask.ts'
import type { Packed } from './packed.ts'

// Shapes of the evidence package, versions 1 to 5: formats/evidence-package.md says what each must hold.
// Everything read from a package is attacker-controlled until verifyPackage has looked at it.

export const PACKAGE_FORMAT = 'cunzhen/evidence-package'
/** As the house writes it. */
export const PACKAGE_VERSION = 5
export const PACKAGE_FILES = {
  readme: 'README.txt',
  csv: 'data/records.csv',
  xlsx: 'data/records.xlsx',
  manifest: 'proof/manifest.json',
  note: 'proof/manifest.note',
  disclosures: 'proof/disclosures.ndjson',
  conversations: 'proof/conversations.json',
  statements: 'proof/statements.json',
  inclusion: 'proof/inclusion',
  checkpoint: 'proof/checkpoint',
  completeness: 'proof/completeness.ndjson',
  anchors: 'proof/anchors.json',
} as const
export type PackageFileName = (typeof PACKAGE_FILES)[keyof typeof PACKAGE_FILES]

/** The same rows in further formats, each there or not. */
export const JSON_FILE = 'data/records.json'
export const DAT_FILE = 'data/production.dat'
export const OPT_FILE = 'data/production.opt'
const FURTHER_FILES =
  /^data\/(?:records\.json|records-locked\.xlsx|records-\d{4}\.pdf|production\.(?:dat|opt)|(?:rsmf|text|pages)\/\d{5}_(?:\d{4}-\d{2}-\d{2}|undated)(?:_\d{1,5})?\.(?:rsmf|txt|pdf))$/

export function isFurtherFile(name: string): boolean {
  return name.length <= 100 && FURTHER_FILES.test(name)
}

/** From version 4 on, records.json, the RSMF files, their texts and the load file over them are compared with the rows. */
export function comparesFurther(version: Manifest['v']): boolean {
  return version >= 4
}

/** From version 5 on, RSMF files have headers that the strictest mail reader decodes, times that every date type holds, and say who may be several. */
export function isStrictMail(version: Manifest['v']): boolean {
  return version >= 5
}

const COMPARED_FILES = /^data\/(?:records\.json|production\.(?:dat|opt)|rsmf\/.*|text\/.*)$/

/** Whether what is in a further file is the house's word: its digest stands in what the house signed, and nothing compares it with the rows. */
export function isTakenOnTrust(name: string, version: Manifest['v']): boolean {
  return isFurtherFile(name) && !(comparesFurther(version) && COMPARED_FILES.test(name))
}

/** Stamps over the checkpoint, each named by its authority. */
const STAMP_FILES = /^proof\/timestamps\/[a-z0-9][a-z0-9-]{0,31}\.tsr$/
export const isStampFile = (name: string): boolean => STAMP_FILES.test(name)

export type Language = 'zh' | 'en'
export const ROW_ORDERS = ['ledger', 'time', 'conversation'] as const
export type RowOrder = (typeof ROW_ORDERS)[number]
/** Types of ledger entries whose statements a package carries. */
export const STATEMENT_TYPES = ['decision', 'consent', 'export', 'grant', 'epoch'] as const
export type StatementType = (typeof STATEMENT_TYPES)[number]

export interface Manifest {
  format: typeof PACKAGE_FORMAT
  /** 1: rows hold disclosures; 2: packed ones; 3: and every file has its SM3 too; 4: and more is made visible, and further formats are compared; 5: RSMF files by the letter of RFC 5322 and 2047. */
  v: 1 | 2 | 3 | 4 | 5
  house: {
    /** As shown to people. */
    name: string
    /** Origin of the evidence ledger; also the name in `key`. */
    origin: string
    /** Verifier key `name+hash+base64` of the evidence ledger. A claim until somebody pins it. */
    key: string
  }
  export: {
    number: string
    /** As the requester gave it; '' when none. */
    caseNo: string
    /** Milliseconds UTC when the rows were fixed. */
    at: number
    language: Language
    /** Minutes east of UTC in which times are written. */
    zone: number
    order: RowOrder
  }
  /** Hex digest of the approved scope. */
  scope: string
  redaction: { policy: string; names: 'mask' | 'pseudonym' }
  rows: number
  conversations: ConversationCount[]
  /** Hex statement digests of the decisions, in the order of statements.json. */
  approvals: string[]
  ledger: { size: number; root: string }
  /** Every file but the manifest and its note, by name. */
  files: FileDigest[]
}

/** What every file's bytes are held to. */
export function digestsOf({ v }: Manifest): string {
  return v >= 3 ? 'SHA-256, SM3' : 'SHA-256'
}

/** What a manifest says of a package besides its contents; the export's entry in the ledger has their digest from version 4 on. */
export function captionOf({ house, export: exported }: Pick<Manifest, 'house' | 'export'>): Statement {
  const { caseNo, language, zone, order } = exported
  return { house: house.name, caseNo, language, zone, order }
}

export interface ConversationCount {
  /** Number in conversations.json, from 1. */
  conv: number
  rows: number
  firstSeq: number
  lastSeq: number
  /** Records in scope as the house counted them; not proven. */
  inScope: number
}

export interface FileDigest {
  name: string
  size: number
  /** Hex. */
  sha256: string
  /** SM3 (GB/T 32905-2016), hex; in every file from version 3 on, in none before. */
  sm3?: string
}

export interface Conversations {
  v: 1
  conversations: ConversationLabel[]
}
export interface ConversationLabel {
  /** Hex convTag. */
  tag: string
  /** Asserted by the house. */
  label: string
  /** Hex tag key, or null when the tag shall stay unopenable. */
  key: string | null
}

/** What a line of disclosures.ndjson says besides what it opens. */
export interface RowHead {
  /** From 1. */
  row: number
  /** Index of the entry in the evidence ledger. */
  index: number
  /** Number in conversations.json, from 1. */
  conv: number
  seq: number
  archiveTs: number
  sourceTs: number | null
  /** Base64 leaf hash of the entry. */
  leaf: string
  masks: Mask[]
}

/** One line of disclosures.ndjson, version 1. */
export interface Row extends RowHead {
  open: Disclosure
}

/** The same, version 2. */
export interface PackedRow extends RowHead, Packed {}

export type StatementValue = string | number | boolean | null | StatementValue[] | { [key: string]: StatementValue }
export type Statement = { [key: string]: StatementValue }

export interface Statements {
  v: 1
  statements: StatementEntry[]
}
export interface StatementEntry {
  index: number
  type: StatementType
  archiveTs: number
  /** Hex, 16 bytes. */
  salt: string
  statement: Statement
}
