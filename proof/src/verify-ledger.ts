import { fromHex, fromUtf8, toBase64, toHex } from './bytes.ts'
import { encodeEntry, NO_CONVERSATION, statementDigest } from './entry.ts'
import { ProofError } from './errors.ts'
import { parseInclusion, rootFromShared } from './inclusion.ts'
import { leafHash } from './merkle.ts'
import { type Manifest, PACKAGE_FILES, type Statements } from './package.ts'
import type { SeenRows } from './seen-rows.ts'
import { parseStatements } from './shapes.ts'
import { LARGE, SMALL, type Source } from './source.ts'
import { codeOf, type Findings, type SeenDecision } from './verdict.ts'

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
  const places = ledgerPlaces(seen, statements)
  findings.looked('ledger', places.length)
  places.forEach(({ index, row }, i) => {
    const where = row === null ? {} : { row }
    if (index >= size) findings.add('ledger', 'index_outside', where)
    if (index === places[i + 1]?.index) findings.add('ledger', 'entry_doubled', where)
  })
  if (findings.failed('ledger')) return
  try {
    if (proof === null) throw new ProofError('missing_file', file)
    const indices = places.map(({ index }) => index)
    const leafAt = (i: number): Uint8Array => places[i]?.leaf() ?? new Uint8Array(0)
    const rebuilt = rootFromShared(indices, leafAt, size, parseInclusion(fromUtf8(proof)))
    if (toBase64(rebuilt) !== root) findings.add('ledger', 'root_differs', { file })
  } catch (error) {
    findings.add('ledger', 'bad_inclusion', { file, detail: codeOf(error) })
  }
}

interface LedgerPlace {
  index: number
  row: number | null
  leaf(): Uint8Array
}

function ledgerPlaces(seen: SeenRows, statements: Statements | null): LedgerPlace[] {
  const places: LedgerPlace[] = seen.indices.map((index, i) => ({
    index,
    row: seen.rows[i] ?? 0,
    leaf: () => seen.leaf(i),
  }))
  for (const { index, type, archiveTs, salt, statement } of statements?.statements ?? []) {
    const digest = statementDigest(fromHex(salt), statement)
    const entry = encodeEntry({ type, convTag: NO_CONVERSATION, seq: 0, archiveTs, sourceTs: null, digest })
    places.push({ index, row: null, leaf: () => leafHash(entry) })
  }
  return places.sort((a, b) => a.index - b.index)
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
  if (statement.rows !== manifest.rows) findings.add('statements', 'export_statement', { detail: 'rows' })
  for (const [key, file] of [
    ['disclosures', PACKAGE_FILES.disclosures],
    ['records', PACKAGE_FILES.csv],
  ] as const) {
    if (statement[key] !== source.digests.get(file)?.sha256) findings.add('statements', 'export_statement', { file })
  }
}
