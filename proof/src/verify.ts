import { createSha256, sha256 } from '#crypto'
import { fromHex, fromUtf8, toBase64, toHex } from './bytes.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { encodeEntry, NO_CONVERSATION, statementDigest } from './entry.ts'
import { ProofError } from './errors.ts'
import { parseInclusion, rootFromShared } from './inclusion.ts'
import { leafHash } from './merkle.ts'
import { noteFromBytes, openNote, parseVerifierKey } from './note.ts'
import { type Conversations, type Manifest, PACKAGE_FILES, type Statements } from './package.ts'
import { linesOf, type PackageReader, readerOf, readWhole } from './reader.ts'
import { headings, isLabel } from './render.ts'
import { parseConversations, parseManifest, parseStatements } from './shapes.ts'
import { type FindingCode, Findings, type Verdict } from './verdict.ts'
import { codeOf, SeenRows, verifyRows } from './verify-rows.ts'
import { readXlsxRows } from './xlsx.ts'

// The verdict over an evidence package (formats/evidence-package.md). Everything in a package is attacker-controlled; each
// check below names what it looks at. Nothing is believed because the manifest says so: the manifest is what the house
// signed, the ledger is what it published, and the rows must agree with both.

const SMALL = 16 * 1024 * 1024
const LARGE = 1024 * 1024 * 1024
const LINE = 16 * 1024 * 1024
const KNOWN_NAMES: ReadonlySet<string> = new Set(Object.values(PACKAGE_FILES))
const OPTIONAL_NAMES: ReadonlySet<string> = new Set([PACKAGE_FILES.xlsx])
const UNLISTED_NAMES: ReadonlySet<string> = new Set([PACKAGE_FILES.manifest, PACKAGE_FILES.note])

export interface VerifyOptions {
  /** Verifier keys that the caller has from elsewhere. None: the verdict says that no key is pinned. */
  trust?: readonly string[]
  /** How many rows to give back as cells. */
  preview?: number
}

/**
 * Checks everything and always answers; a package never makes it throw. Throws ProofError 'bad_verifier_key' only for a
 * key in `trust` that is none.
 */
export async function verifyPackage(
  files: PackageReader | ReadonlyMap<string, Uint8Array>,
  options: VerifyOptions = {},
): Promise<Verdict> {
  const trust = options.trust ?? []
  trust.forEach(parseVerifierKey)
  const run = new Run(files instanceof Map ? readerOf(files) : (files as PackageReader), options.preview ?? 0)
  // 1. which files there are
  run.checkContainer()
  // 2. what the manifest says
  const manifest = await run.readManifest()
  if (manifest === null) return run.verdict(null, false)
  // 3. who signed it; 4. which ledger it stands on
  const pinned = await run.checkSignature(manifest, trust)
  await run.checkCheckpoint(manifest)
  // 5. rows against disclosures, CSV and spreadsheet against rows
  const conversations = await run.readConversations(manifest)
  const seen = await run.readRows(manifest, conversations)
  // 6. rows and statements against the ledger; 7. statements against the manifest; 8. counts
  const statements = await run.readStatements()
  await run.checkLedger(manifest, seen, statements)
  run.checkStatements(manifest, statements)
  run.checkCounts(manifest, seen)
  // 9. every byte against the manifest
  await run.checkFiles(manifest)
  return run.verdict(manifest, pinned)
}

class Run {
  readonly #reader: PackageReader
  readonly #preview: number
  readonly #findings = new Findings()
  readonly #digests = new Map<string, { size: number; sha256: string }>()
  /** Files whose reading was begun and given up: they are not tried again. */
  readonly #unfinished = new Set<string>()
  readonly #names: Set<string>
  #manifestBytes: Uint8Array | null = null
  #signer: string | null = null
  #seen = new SeenRows()

  constructor(reader: PackageReader, preview: number) {
    this.#reader = reader
    this.#preview = preview
    this.#names = new Set(reader.files.map(({ name }) => name))
  }

  checkContainer(): void {
    const findings = this.#findings
    findings.looked('container', this.#reader.files.length)
    const met = new Set<string>()
    for (const { name } of this.#reader.files) {
      if (met.has(name)) findings.add('container', 'duplicate_file', { file: shownName(name) })
      else if (!KNOWN_NAMES.has(name)) findings.add('container', 'unexpected_file', { file: shownName(name) })
      met.add(name)
    }
    for (const name of KNOWN_NAMES) {
      if (!met.has(name) && !OPTIONAL_NAMES.has(name)) findings.add('container', 'missing_file', { file: name })
    }
  }

  async readManifest(): Promise<Manifest | null> {
    const findings = this.#findings
    findings.looked('manifest', 1)
    const bytes = await this.#whole(PACKAGE_FILES.manifest, SMALL)
    if (bytes !== null) {
      this.#manifestBytes = bytes
      try {
        const manifest = parseManifest(fromUtf8(bytes))
        if (parseVerifierKey(manifest.house.key).name !== manifest.house.origin)
          throw new ProofError('bad_verifier_key')
        return manifest
      } catch (error) {
        findings.add('manifest', 'bad_manifest', { file: PACKAGE_FILES.manifest, detail: codeOf(error) })
      }
    } else findings.add('manifest', 'bad_manifest', { file: PACKAGE_FILES.manifest })
    findings.skip('signature', 'checkpoint', 'files', 'rows', 'csv', 'ledger', 'statements', 'counts', 'xlsx')
    return null
  }

  /** True when the manifest is signed by a key of `trust`. */
  async checkSignature(manifest: Manifest, trust: readonly string[]): Promise<boolean> {
    const findings = this.#findings
    findings.looked('signature', 1)
    const trusted = trust.includes(manifest.house.key)
    if (trust.length > 0 && !trusted) findings.add('signature', 'signer_not_trusted')
    const note = await this.#whole(PACKAGE_FILES.note, SMALL)
    if (note === null || this.#manifestBytes === null) {
      findings.add('signature', 'bad_signature', { file: PACKAGE_FILES.note })
      return false
    }
    try {
      const { text } = openNote(noteFromBytes(note), [manifest.house.key])
      if (text !== manifestNoteText(this.#manifestBytes, manifest.house.origin)) {
        findings.add('signature', 'signed_text_differs', { file: PACKAGE_FILES.manifest })
        return false
      }
    } catch (error) {
      findings.add('signature', 'bad_signature', { file: PACKAGE_FILES.note, detail: codeOf(error) })
      return false
    }
    this.#signer = manifest.house.key
    return trusted
  }

  async checkCheckpoint(manifest: Manifest): Promise<void> {
    const findings = this.#findings
    const file = PACKAGE_FILES.checkpoint
    findings.looked('checkpoint', 1)
    const note = await this.#whole(file, SMALL)
    if (note === null) {
      findings.add('checkpoint', 'bad_checkpoint', { file })
      return
    }
    try {
      const { text } = openNote(noteFromBytes(note), [manifest.house.key])
      const { origin, size, root } = parseCheckpoint(text)
      const same =
        origin === manifest.house.origin && size === manifest.ledger.size && toBase64(root) === manifest.ledger.root
      if (!same) findings.add('checkpoint', 'checkpoint_differs', { file })
    } catch (error) {
      findings.add('checkpoint', 'bad_checkpoint', { file, detail: codeOf(error) })
    }
  }

  async readConversations(manifest: Manifest): Promise<Conversations> {
    const file = PACKAGE_FILES.conversations
    const bytes = await this.#whole(file, SMALL)
    try {
      if (bytes === null) throw new ProofError('missing_file', file)
      const conversations = parseConversations(fromUtf8(bytes))
      this.#checkLabels(conversations, manifest)
      return conversations
    } catch (error) {
      this.#findings.add('rows', 'bad_conversations', { file, detail: codeOf(error) })
      return { v: 1, conversations: [] }
    }
  }

  #checkLabels({ conversations }: Conversations, manifest: Manifest): void {
    const findings = this.#findings
    const met = new Set<string>()
    conversations.forEach(({ tag, label }, i) => {
      const detail = `conversation ${i + 1}`
      if (!isLabel(label)) findings.add('counts', 'bad_conversations', { detail })
      if (met.has(tag) || met.has(label)) findings.add('counts', 'label_doubled', { detail })
      met.add(tag).add(label)
    })
    const listed = manifest.conversations.map(({ conv }) => conv)
    if (listed.length !== conversations.length || listed.some((conv, i) => conv !== i + 1)) {
      findings.add('counts', 'conversation_differs')
    }
  }

  async readRows(manifest: Manifest, conversations: Conversations): Promise<SeenRows> {
    const streams = {
      disclosures: this.#lines(PACKAGE_FILES.disclosures),
      csv: this.#lines(PACKAGE_FILES.csv),
      xlsx: await this.#sheet(),
    }
    const run = { manifest, conversations, preview: this.#preview, findings: this.#findings }
    this.#seen = await verifyRows(run, streams)
    return this.#seen
  }

  async #sheet(): Promise<AsyncIterator<string[]> | null> {
    const file = PACKAGE_FILES.xlsx
    if (!this.#names.has(file)) {
      this.#findings.skip('xlsx')
      return null
    }
    const bytes = await this.#whole(file, LARGE)
    if (bytes !== null) return readXlsxRows(bytes)
    this.#findings.add('xlsx', 'bad_xlsx', { file })
    return null
  }

  async readStatements(): Promise<Statements | null> {
    const file = PACKAGE_FILES.statements
    const bytes = await this.#whole(file, SMALL)
    try {
      if (bytes === null) throw new ProofError('missing_file', file)
      return parseStatements(fromUtf8(bytes))
    } catch (error) {
      this.#findings.add('statements', 'bad_statements', { file, detail: codeOf(error) })
      return null
    }
  }

  /** The rows' and statements' entries, with the shared proof, must give the checkpoint's root. */
  async checkLedger(manifest: Manifest, seen: SeenRows, statements: Statements | null): Promise<void> {
    const findings = this.#findings
    const file = PACKAGE_FILES.inclusion
    const proof = await this.#whole(file, LARGE)
    const places = ledgerPlaces(seen, statements)
    findings.looked('ledger', places.length)
    for (const { index, row } of places) {
      if (index >= manifest.ledger.size) findings.add('ledger', 'index_outside', row === null ? {} : { row })
    }
    places.forEach((place, i) => {
      if (place.index !== places[i + 1]?.index) return
      findings.add('ledger', 'entry_doubled', place.row === null ? {} : { row: place.row })
    })
    if (findings.failed('ledger')) return
    try {
      if (proof === null) throw new ProofError('missing_file', file)
      const indices = places.map(({ index }) => index)
      const leafAt = (i: number): Uint8Array => places[i]?.leaf() ?? new Uint8Array(0)
      const root = rootFromShared(indices, leafAt, manifest.ledger.size, parseInclusion(fromUtf8(proof)))
      if (toBase64(root) !== manifest.ledger.root) findings.add('ledger', 'root_differs', { file })
    } catch (error) {
      findings.add('ledger', 'bad_inclusion', { file, detail: codeOf(error) })
    }
  }

  checkStatements(manifest: Manifest, statements: Statements | null): void {
    const findings = this.#findings
    if (statements === null) return
    findings.looked('statements', statements.statements.length)
    const approvals: string[] = []
    let last = -1
    for (const { index, type, salt, statement } of statements.statements) {
      const detail = `entry ${index}`
      if (index <= last) findings.add('statements', 'statement_order', { detail })
      last = index
      if (type === 'consent' && statement.outcome !== 'agreed') findings.add('statements', 'not_agreed', { detail })
      if (type !== 'consent' && statement.scope !== manifest.scope)
        findings.add('statements', 'scope_differs', { detail })
      if (type === 'decision') {
        approvals.push(toHex(statementDigest(fromHex(salt), statement)))
        if (statement.outcome !== 'approved') findings.add('statements', 'not_approved', { detail })
      }
    }
    if (approvals.length === 0) findings.add('statements', 'no_decision')
    if (approvals.join() !== manifest.approvals.join()) findings.add('statements', 'approvals_differ')
    this.#checkExportStatement(manifest, statements)
  }

  /** The ledger itself says which rows left: its one export statement names the very bytes. */
  #checkExportStatement(manifest: Manifest, { statements }: Statements): void {
    const findings = this.#findings
    const [only, ...more] = statements.filter(({ type }) => type === 'export')
    if (only === undefined || more.length > 0) {
      findings.add('statements', 'export_statement')
      return
    }
    const { statement } = only
    if (statement.export !== manifest.export.number)
      findings.add('statements', 'export_statement', { detail: 'export' })
    if (statement.rows !== manifest.rows) findings.add('statements', 'export_statement', { detail: 'rows' })
    for (const [key, file] of [
      ['disclosures', PACKAGE_FILES.disclosures],
      ['records', PACKAGE_FILES.csv],
    ] as const) {
      if (statement[key] !== this.#digests.get(file)?.sha256) findings.add('statements', 'export_statement', { file })
    }
  }

  checkCounts(manifest: Manifest, seen: SeenRows): void {
    const findings = this.#findings
    findings.looked('counts', manifest.conversations.length)
    if (seen.count !== manifest.rows)
      findings.add('counts', 'rows_differ', { detail: `${seen.count}/${manifest.rows}` })
    const listed = new Map(manifest.conversations.map((count) => [count.conv, { rows: 0, first: Infinity, last: -1 }]))
    seen.convs.forEach((conv, i) => {
      const seq = seen.seqs[i] ?? 0
      const found = listed.get(conv)
      if (found === undefined) return
      found.rows++
      found.first = Math.min(found.first, seq)
      found.last = Math.max(found.last, seq)
    })
    for (const { conv, rows, firstSeq, lastSeq, inScope } of manifest.conversations) {
      const found = listed.get(conv)
      const detail = `conversation ${conv}`
      if (found?.rows !== rows || found.first !== firstSeq || found.last !== lastSeq) {
        findings.add('counts', 'conversation_differs', { detail: `${detail}: ${found?.rows ?? 0}/${rows}` })
      }
      if (rows > inScope) findings.add('counts', 'more_than_in_scope', { detail })
    }
    for (const place of doubledSeqs(seen))
      findings.add('counts', 'seq_doubled', { row: seen.claimed[place] ?? place + 1 })
  }

  /** Every byte of every file against the manifest. */
  async checkFiles(manifest: Manifest): Promise<void> {
    const findings = this.#findings
    const listed = new Map(manifest.files.map((file) => [file.name, file]))
    findings.looked('files', manifest.files.length)
    const sorted = manifest.files.every(({ name }, i) => i === 0 || (manifest.files[i - 1]?.name ?? '') < name)
    if (!sorted) findings.add('files', 'bad_manifest', { file: PACKAGE_FILES.manifest })
    for (const name of this.#names) {
      if (KNOWN_NAMES.has(name) && !UNLISTED_NAMES.has(name) && !listed.has(name)) {
        findings.add('files', 'file_not_listed', { file: name })
      }
    }
    for (const { name, size, sha256: digest } of manifest.files) {
      const file = shownName(name)
      if (!this.#names.has(name)) {
        findings.add('files', 'missing_file', { file })
        continue
      }
      if (!this.#digests.has(name) && !this.#unfinished.has(name)) await this.#drain(name)
      const found = this.#digests.get(name)
      if (found === undefined) findings.add('files', 'unreadable_file', { file })
      else if (found.size !== size) findings.add('files', 'size_differs', { file, detail: `${found.size}/${size}` })
      else if (found.sha256 !== digest) findings.add('files', 'hash_differs', { file })
    }
  }

  verdict(manifest: Manifest | null, pinned: boolean): Verdict {
    const checks = this.#findings.checks()
    const ok = checks.every((check) => check.ok)
    return {
      verdict: ok ? (pinned ? 'genuine' : 'not_pinned') : 'wrong',
      ok,
      pinned,
      signer: this.#signer,
      checks,
      rows: this.#seen.count,
      maskedCharacters: this.#seen.maskedCharacters,
      manifest,
      headings: headings(manifest?.export.language ?? 'en'),
      preview: this.#seen.preview,
    }
  }

  /** The bytes of a file, counted and hashed on the way. */
  async *#metered(name: string): AsyncGenerator<Uint8Array> {
    const running = createSha256()
    let size = 0
    this.#unfinished.add(name)
    for await (const chunk of this.#reader.read(name)) {
      running.update(chunk)
      size += chunk.length
      yield chunk
    }
    this.#unfinished.delete(name)
    this.#digests.set(name, { size, sha256: toHex(running.digest()) })
  }

  #lines(name: string): AsyncIterator<Uint8Array> {
    return this.#names.has(name) ? linesOf(this.#metered(name), LINE, name) : noLines()
  }

  /** A small file, or null when it is not there or cannot be read (which the container check then says). */
  async #whole(name: string, limit: number): Promise<Uint8Array | null> {
    if (!this.#names.has(name)) return null
    try {
      return await readWhole(this.#metered(name), limit, name)
    } catch (error) {
      this.#findings.add('container', readingCode(error), { file: name })
      return null
    }
  }

  async #drain(name: string): Promise<void> {
    try {
      for await (const _ of this.#metered(name));
    } catch (error) {
      this.#findings.add('container', readingCode(error), { file: shownName(name) })
    }
  }
}

async function* noLines(): AsyncGenerator<Uint8Array> {}

/** The text that the house signs over its manifest: formats/evidence-package.md, proof/manifest.note. */
export function manifestNoteText(manifest: Uint8Array, origin: string): string {
  return `cunzhen/evidence-package/v1\nsha256 ${toHex(sha256(manifest))}\n${origin}\n`
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

/** Rows whose (conversation, seq) an earlier row has already. */
function doubledSeqs(seen: SeenRows): number[] {
  const met = new Map<number, Set<number>>()
  const doubled: number[] = []
  seen.convs.forEach((conv, i) => {
    const seqs = met.get(conv) ?? new Set<number>()
    met.set(conv, seqs)
    const seq = seen.seqs[i] ?? 0
    if (seqs.has(seq)) doubled.push(seen.rows[i] ?? 0)
    seqs.add(seq)
  })
  return doubled
}

function readingCode(error: unknown): FindingCode {
  if (!(error instanceof ProofError)) throw error
  if (error.code === 'file_too_large' || error.code === 'compression_ratio') return error.code
  return 'unreadable_file'
}

/** A file name of the attacker's choice goes to a terminal or a page: printable ASCII, and not long. */
export function shownName(name: string): string {
  return name.slice(0, 100).replace(/[^\x20-\x7e]/gu, '?')
}
