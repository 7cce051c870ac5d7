import { sha256 } from '#crypto'
import { fromHex, fromUtf8, toBase64, toHex, utf8 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { canonicalJson } from '../bytes/jcs.ts'
import { encodeEntry, NO_CONVERSATION, statementDigest } from '../ledger/entry.ts'
import { parseInclusion, rootFromShared } from '../ledger/inclusion.ts'
import { leafHash } from '../ledger/merkle.ts'
import { captionOf, type Manifest, PACKAGE_FILES, type Statement, type Statements } from '../package/package.ts'
import { parseStatements } from '../package/package-shapes.ts'
import type { SeenRows } from './seen-rows.ts'
import { LARGE, SMALL, type Source } from './source.ts'
import { codeOf, type Findings, type SeenDecision } from './verdict.ts'
import { placesBy } from './verify-counts.ts'

// Rows and statements against the ledger, statements against the manifest.

export async function readStatements(source: Source, findings: Findings): Promise<Statements | null> {
  const file = PACKAGE_FILES.statements
  const bytes = await source.whole(file, SMALL)
  try {
    if (bytes === null) throw new ProofError('missing_file', file)
    return parseStatements(fromUtf8(bytes))
  } catch (error) {
    findings.add('statements', 'bad_statements', { file, detail: codeOf(error) })
    return null
  }
}

/** The rows' and statements' entries, with the shared proof, must give the checkpoint's root. */
export async function checkLedger(
  source: Source,
  manifest: Manifest,
  seen: SeenRows,
  statements: Statements | null,
  findings: Findings,
): Promise<void> {
  const file = PACKAGE_FILES.inclusion
  const { size, root } = manifest.ledger
  const proof = await source.whole(file, LARGE)
  const places = new LedgerPlaces(seen, statements)
  findings.looked('ledger', places.indices.length)
  places.indices.forEach((index, i) => {
    const row = places.row(i)
    const where = row === null ? {} : { row }
    if (index >= size) findings.add('ledger', 'index_outside', where)
    if (index === places.indices[i + 1]) findings.add('ledger', 'entry_doubled', where)
  })
  if (findings.failed('ledger')) return
  try {
    if (proof === null) throw new ProofError('missing_file', file)
    const leafAt = (i: number): Uint8Array => places.leaf(i)
    const rebuilt = rootFromShared(places.indices, leafAt, size, parseInclusion(fromUtf8(proof)))
    if (toBase64(rebuilt) !== root) findings.add('ledger', 'root_differs', { file })
  } catch (error) {
    findings.add('ledger', 'bad_inclusion', { file, detail: codeOf(error) })
  }
}

/** Rows and statements, as their entries stand in the ledger: twelve bytes each. */
class LedgerPlaces {
  /** Ascending. */
  readonly indices: Float64Array
  readonly #seen: SeenRows
  readonly #statements: Statements['statements']
  /** Of each index: a row's place, or behind all of them a statement's. */
  readonly #order: Uint32Array

  constructor(seen: SeenRows, statements: Statements | null) {
    this.#seen = seen
    this.#statements = statements?.statements ?? []
    const indexOf = (place: number): number =>
      place < seen.opened ? seen.index(place) : (this.#statements[place - seen.opened]?.index ?? 0)
    this.#order = placesBy(seen.opened + this.#statements.length, (a, b) => indexOf(a) - indexOf(b))
    this.indices = Float64Array.from(this.#order, indexOf)
  }

  /** Number of the row at this place; null for a statement. */
  row(i: number): number | null {
    const place = this.#order[i] ?? 0
    return place < this.#seen.opened ? this.#seen.row(place) : null
  }

  leaf(i: number): Uint8Array {
    const place = this.#order[i] ?? 0
    if (place < this.#seen.opened) return this.#seen.leaf(place)
    const said = this.#statements[place - this.#seen.opened]
    if (said === undefined) return new Uint8Array(0)
    const { type, archiveTs, salt, statement } = said
    const digest = statementDigest(fromHex(salt), statement)
    return leafHash(encodeEntry({ type, convTag: NO_CONVERSATION, seq: 0, archiveTs, sourceTs: null, digest }))
  }
}

export function checkStatements(
  source: Source,
  manifest: Manifest,
  { statements }: Statements,
  findings: Findings,
): void {
  findings.looked('statements', statements.length)
  const approvals: string[] = []
  let last = -1
  for (const { index, type, salt, statement } of statements) {
    const detail = `entry ${index}`
    if (index <= last) findings.add('statements', 'statement_order', { detail })
    last = index
    if (type === 'consent' && statement.outcome !== 'agreed') findings.add('statements', 'not_agreed', { detail })
    if (type !== 'consent' && type !== 'epoch' && statement.scope !== manifest.scope)
      findings.add('statements', 'scope_differs', { detail })
    if (type !== 'decision') continue
    approvals.push(toHex(statementDigest(fromHex(salt), statement)))
    if (statement.outcome !== 'approved') findings.add('statements', 'not_approved', { detail })
  }
  if (approvals.length === 0) findings.add('statements', 'no_decision')
  if (approvals.join() !== manifest.approvals.join()) findings.add('statements', 'approvals_differ')
  checkExportStatement(source, manifest, statements, findings)
}

export function decisionsIn(statements: Statements | null): SeenDecision[] {
  return (statements?.statements ?? [])
    .filter(({ type }) => type === 'decision')
    .map(({ index, statement: { stage, outcome, by, at } }) => ({
      stage: textOr(stage),
      outcome: textOr(outcome),
      by: textOr(by),
      at: typeof at === 'number' ? at : null,
      index,
    }))
}

const textOr = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The ledger itself says which rows left: its one export statement names the very bytes. */
function checkExportStatement(
  source: Source,
  manifest: Manifest,
  statements: Statements['statements'],
  findings: Findings,
): void {
  const [only, ...more] = statements.filter(({ type }) => type === 'export')
  if (only === undefined || more.length > 0) {
    findings.add('statements', 'export_statement')
    return
  }
  const { statement } = only
  if (statement.export !== manifest.export.number) findings.add('statements', 'export_statement', { detail: 'export' })
  // packages from before version 3 did not promise it
  if (manifest.v >= 3 && statement.at !== manifest.export.at)
    findings.add('statements', 'export_statement', { detail: 'at' })
  if (manifest.v >= 4) checkCaption(manifest, statement, findings)
  if (statement.rows !== manifest.rows) findings.add('statements', 'export_statement', { detail: 'rows' })
  for (const [key, file] of [
    ['disclosures', PACKAGE_FILES.disclosures],
    ['records', PACKAGE_FILES.csv],
  ] as const) {
    if (statement[key] !== source.digests.get(file)?.sha256) findings.add('statements', 'export_statement', { file })
  }
}

/** What the reader is told beside the rows is what the ledger has of this export: whose package it is, of which case, masked by which rules. */
function checkCaption(manifest: Manifest, statement: Statement, findings: Findings): void {
  const caption = toHex(sha256(utf8(canonicalJson(captionOf(manifest)))))
  const { policy, names } = manifest.redaction
  for (const [key, value] of Object.entries({ caption, masks: policy, names }))
    if (statement[key] !== value) findings.add('statements', 'export_statement', { detail: key })
}
