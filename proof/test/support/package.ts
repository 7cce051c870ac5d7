import { fromHex, toBase64, toHex, utf8 } from '../../src/bytes/bytes.ts'
import {
  BYTE_ORDER_MARK,
  type ConversationCount,
  canonicalJson,
  captionOf,
  convKeyString,
  convTag,
  convTagKey,
  csvLine,
  discloseRecord,
  type Entry,
  encodeEntry,
  formatCheckpoint,
  formatInclusion,
  type Hide,
  headings,
  leafHash,
  type Manifest,
  type Mask,
  NO_CONVERSATION,
  nodeHash,
  openDisclosure,
  openPacked,
  PACKAGE_FILES,
  type PackedRow,
  packedRowJson,
  packRecord,
  type ReadTile,
  type RecordFields,
  type Row,
  recordDigest,
  rootFromLeafHashes,
  rowCells,
  type Statement,
  type StatementType,
  sha256,
  sharedInclusionProof,
  signNote,
  statementDigest,
} from '../../src/index.ts'
import { ownXlsxOf, xlsxOf } from './containers.ts'
import { bytesFrom, sampleFields } from './sample.ts'
import { ORIGIN, type TestSigner, testSigner } from './signer.ts'
import { type Files, listed, signManifest } from './tamper.ts'

// A small house in memory: two conversations, a few dozen records between other entries, decisions, consent, one export.

export interface TestRecord {
  seed: Uint8Array
  fields: RecordFields
  entry: Entry
  index: number
  conv: number
}

/** Tiles of a tree over these leaves, each hash computed once. */
export function tilesOver(leaves: readonly Uint8Array[]): ReadTile {
  const heights: Uint8Array[][] = [[...leaves]]
  while ((heights.at(-1)?.length ?? 0) > 1) {
    const below = heights.at(-1) ?? []
    const above: Uint8Array[] = []
    for (let i = 0; i + 1 < below.length; i += 2) {
      const [left, right] = [below[i], below[i + 1]]
      if (left !== undefined && right !== undefined) above.push(nodeHash(left, right))
    }
    heights.push(above)
  }
  return (level, n, width) => {
    const hashes = heights[8 * level]?.slice(n * 256, n * 256 + width) ?? []
    return new Uint8Array(Buffer.concat(hashes))
  }
}

const LOG_KEY = bytesFrom('log key', 32)
const START = 1_693_526_400_000
const SCOPE = toHex(bytesFrom('scope', 32))

export interface HouseOptions {
  /** Hex digest that the decisions are over; one of no scope at all by default. */
  scope?: string
  records?: number
  body?: (i: number) => string
  /** What else a record has of its own. */
  fields?: (i: number) => Partial<RecordFields>
}

export interface TestHouse {
  scope: string
  entries: Uint8Array[]
  records: TestRecord[]
  statements: { index: number; type: StatementType; archiveTs: number; salt: string; statement: Statement }[]
  keys: Uint8Array[]
  tags: Uint8Array[]
}

export function testHouse(options: HouseOptions = {}): TestHouse {
  const names = [convKeyString('sms', 'phone-1', 'thread-7'), convKeyString('wecom', 'corp-1', 'room-3')]
  const keys = names.map((name) => convTagKey(LOG_KEY, name))
  const tags = keys.map((key, i) => convTag(key, names[i] ?? ''))
  const house: TestHouse = { scope: options.scope ?? SCOPE, entries: [], records: [], statements: [], keys, tags }
  const seqs = [0, 0]
  addStatementEntry(house, 'setup', { v: 1, what: 'setup' }, 0)
  for (let i = 0; i < (options.records ?? 40); i++) {
    const conv = i % 3 === 0 ? 2 : 1
    addRecord(house, conv, seqs, i, {
      ...options.fields?.(i),
      body: options.body?.(i) ?? BODIES[i % BODIES.length] ?? '',
    })
    // entries of other conversations between them
    for (let k = 0; k < i % 4; k++) addStranger(house, i * 10 + k)
  }
  for (const stage of ['supervisor', 'it', 'legal', 'data_security']) {
    addStatement(house, 'decision', { stage, outcome: 'approved', scope: house.scope, request: 'req_k3vabcdefghijkmn' })
  }
  addStatement(house, 'consent', { outcome: 'agreed', consent: 'con_k3vabcdefghijkmn' })
  return house
}

function addRecord(house: TestHouse, conv: number, seqs: number[], i: number, more: Partial<RecordFields>): void {
  const fields = sampleFields({
    platform: conv === 1 ? 'sms' : 'wecom',
    origin: conv === 1 ? 'phone-1' : 'corp-1',
    conversation: conv === 1 ? 'thread-7' : 'room-3',
    sourceId: `m-${i}`,
    sourceTs: i % 13 === 5 ? null : START + i * 61_001,
    ...more,
  })
  const seed = bytesFrom(`record ${i}`, 16)
  const seq = seqs[conv - 1] ?? 0
  seqs[conv - 1] = seq + 1
  const entry: Entry = {
    type: 'record',
    convTag: house.tags[conv - 1] ?? NO_CONVERSATION,
    seq,
    archiveTs: START + 86_400_000 + i,
    sourceTs: fields.sourceTs,
    digest: recordDigest(seed, fields),
  }
  house.records.push({ seed, fields, entry, index: house.entries.length, conv })
  house.entries.push(encodeEntry(entry))
}

const BODIES = [
  '我是张小凡，电话13800138000，请回电。',
  '=SUM(A1:A9) "引号" 和,逗号',
  '好的',
  '第一行\n第二行\r\n\u202eevil\u202c〖x〗',
  '😀 表情和𠮷字，号码 13800138000 再来一次 13900139000',
  '',
  '-1+2',
  '很长的一条消息，'.repeat(20),
]

function addStranger(house: TestHouse, i: number): void {
  const digest = bytesFrom(`stranger ${i}`, 32)
  const convTagBytes = bytesFrom('another conversation', 32)
  const entry: Entry = { type: 'record', convTag: convTagBytes, seq: i, archiveTs: START, sourceTs: START, digest }
  house.entries.push(encodeEntry(entry))
}

export function addStatementEntry(
  house: TestHouse,
  type: Entry['type'],
  statement: Statement,
  archiveTs: number,
): string {
  const salt = bytesFrom(`salt ${house.entries.length}`, 16)
  const digest = statementDigest(salt, statement)
  house.entries.push(encodeEntry({ type, convTag: NO_CONVERSATION, seq: 0, archiveTs, sourceTs: null, digest }))
  return toHex(salt)
}

export function addStatement(house: TestHouse, type: StatementType, more: Statement): void {
  const archiveTs = START + 90_000_000 + house.entries.length
  const statement: Statement = { v: 1, what: type, at: archiveTs - 5, ...more }
  const index = house.entries.length
  house.statements.push({
    index,
    type,
    archiveTs,
    salt: addStatementEntry(house, type, statement, archiveTs),
    statement,
  })
}

/** Masks phone numbers and the sender's name, hides what has no business outside. */
export function maskFor(fields: RecordFields): { hide: Hide; masks: Mask[] } {
  const characters = Array.from(fields.body)
  const body: [number, number][] = []
  const masks: Mask[] = [
    { field: 'origin', kind: 'withheld' },
    { field: 'conversation', kind: 'withheld' },
    { field: 'sender', start: 3, end: 7, kind: 'phone' },
    { field: 'senderName', start: 1, end: 3, kind: 'name', label: '客户A' },
    { field: 'recipients', kind: 'phone', label: '139****9000' },
    { field: 'extra', kind: 'withheld' },
  ]
  for (let at = 0; at + 11 <= characters.length; at++) {
    if (!/^1[0-9]{10}$/.test(characters.slice(at, at + 11).join(''))) continue
    body.push([at + 3, at + 7])
    masks.push({ field: 'body', start: at + 3, end: at + 7, kind: 'phone' })
    at += 10
  }
  return {
    hide: {
      fields: ['origin', 'conversation', 'recipients', 'extra'],
      spans: { sender: [[3, 7]], senderName: [[1, 3]], body },
    },
    masks,
  }
}

export const LABELS = ['会话 1', '会话 2']

export function rowsOf(house: TestHouse): Row[] {
  const byTime = [...house.records].sort(
    (a, b) => (a.fields.sourceTs ?? Infinity) - (b.fields.sourceTs ?? Infinity) || a.index - b.index,
  )
  return byTime.map(({ seed, fields, entry, index, conv }, i) => {
    const { hide, masks } = maskFor(fields)
    const { seq, archiveTs, sourceTs } = entry
    const leaf = toBase64(leafHash(encodeEntry(entry)))
    return { row: i + 1, index, conv, seq, archiveTs, sourceTs, leaf, open: discloseRecord(seed, fields, hide), masks }
  })
}

/** The same rows as packages of version 2 write them. */
export function packedRowsOf(house: TestHouse): PackedRow[] {
  const records = new Map(house.records.map((record) => [record.index, record]))
  return rowsOf(house).map(({ open: _, ...head }) => {
    const record = records.get(head.index)
    if (record === undefined) throw new Error('every row is of a record')
    return { ...head, ...packRecord(record.seed, record.fields, head.masks) }
  })
}

type AnyRow = Row | PackedRow

/** The whole package as a dishonest house could also make it: `rows` and `signer` are the caller's. */
export async function buildPackage(
  signer: TestSigner = testSigner('house'),
  house: TestHouse = testHouse(),
  rows: readonly AnyRow[] = rowsOf(house),
  further: Files = new Map(),
  version: Manifest['v'] = 3,
): Promise<Files> {
  const files: Files = new Map(further)
  const cells = cellsOf(rows, version)
  files.set(PACKAGE_FILES.readme, utf8('see formats/evidence-package.md\n'))
  files.set(PACKAGE_FILES.disclosures, utf8(rows.map((row) => `${rowLine(row)}\n`).join('')))
  files.set(PACKAGE_FILES.csv, utf8(BYTE_ORDER_MARK + [headings('zh'), ...cells].map(csvLine).join('')))
  files.set(PACKAGE_FILES.xlsx, await (version >= 4 ? ownXlsxOf : xlsxOf)([headings('zh'), ...cells]))
  const conversations = LABELS.map((label, i) => ({
    tag: toHex(house.tags[i] ?? NO_CONVERSATION),
    label,
    key: i === 0 ? toHex(house.keys[i] ?? NO_CONVERSATION) : null,
  }))
  files.set(PACKAGE_FILES.conversations, utf8(canonicalJson({ v: 1, conversations })))
  const published = publishExport(house, rows, files, version)
  await addProofs(files, published, rows, signer, version)
  return files
}

function rowLine(row: AnyRow): string {
  return 'open' in row ? canonicalJson(row) : packedRowJson(row)
}

export function cellsOf(rows: readonly AnyRow[], version: Manifest['v'] = 3): string[][] {
  return rows.map((row) => {
    const opened = 'open' in row ? openDisclosure(row.open) : openPacked(row, row.masks, row.sourceTs)
    return rowCells(row, opened, { version, language: 'zh', zone: 480, labels: LABELS })
  })
}

function publishExport(house: TestHouse, rows: readonly AnyRow[], files: Files, version: Manifest['v']): TestHouse {
  const published: TestHouse = { ...house, entries: [...house.entries], statements: [...house.statements] }
  addStatement(published, 'export', {
    export: 'E-2023-0007',
    at: START,
    scope: house.scope,
    rows: rows.length,
    disclosures: hashOf(files, PACKAGE_FILES.disclosures),
    records: hashOf(files, PACKAGE_FILES.csv),
    ...(version >= 4 ? { ...REDACTION, caption: captionHash(version) } : {}),
  })
  return published
}

async function addProofs(
  files: Files,
  house: TestHouse,
  rows: readonly AnyRow[],
  signer: TestSigner,
  version: Manifest['v'],
): Promise<void> {
  const leaves = house.entries.map(leafHash)
  const indices = [...rows.map(({ index }) => index), ...house.statements.map(({ index }) => index)]
  const sorted = [...new Set(indices)].sort((a, b) => a - b)
  const proof = await sharedInclusionProof(sorted, leaves.length, tilesOver(leaves))
  files.set(PACKAGE_FILES.inclusion, utf8(formatInclusion(proof)))
  files.set(PACKAGE_FILES.statements, utf8(canonicalJson({ v: 1, statements: house.statements })))
  const root = rootFromLeafHashes(leaves)
  const text = formatCheckpoint({ origin: ORIGIN, size: leaves.length, root })
  files.set(PACKAGE_FILES.checkpoint, utf8(signNote(text, signer.verifierKey, signer.sign)))
  const approvals = house.statements
    .filter(({ type }) => type === 'decision')
    .map(({ salt, statement }) => toHex(statementDigest(fromHex(salt), statement)))
  signManifest(files, manifestOf(files, house.scope, rows, approvals, leaves.length, root, signer, version), signer)
}

function manifestOf(
  files: Files,
  scope: string,
  rows: readonly AnyRow[],
  approvals: string[],
  size: number,
  root: Uint8Array,
  signer: TestSigner,
  version: Manifest['v'],
): Manifest {
  return {
    format: 'cunzhen/evidence-package',
    v: rows.some((row) => 'proof' in row) ? 2 : 1,
    ...headOf(signer.verifierKey, version),
    scope,
    redaction: { policy: REDACTION.masks, names: REDACTION.names },
    rows: rows.length,
    conversations: countsOf(rows),
    approvals,
    ledger: { size, root: toBase64(root) },
    files: listed(files),
  }
}

const REDACTION = { masks: 'default-1', names: 'mask' } as const

function headOf(key: string, version: Manifest['v']): Pick<Manifest, 'house' | 'export'> {
  const order = version >= 4 ? 'conversation' : 'time'
  return {
    house: { name: '样例档案库', origin: ORIGIN, key },
    export: { number: 'E-2023-0007', caseNo: '#2023-0876', at: START, language: 'zh', zone: 480, order },
  }
}

function captionHash(version: Manifest['v']): string {
  return toHex(sha256(utf8(canonicalJson(captionOf(headOf('', version))))))
}

function countsOf(rows: readonly AnyRow[]): ConversationCount[] {
  return LABELS.map((_, i) => {
    const seqs = rows.filter(({ conv }) => conv === i + 1).map(({ seq }) => seq)
    const [firstSeq, lastSeq] = [Math.min(...seqs), Math.max(...seqs)]
    return { conv: i + 1, rows: seqs.length, firstSeq, lastSeq, inScope: seqs.length }
  })
}

function hashOf(files: Files, name: string): string {
  return toHex(sha256(files.get(name) ?? new Uint8Array(0)))
}
