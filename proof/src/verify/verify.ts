import { fromUtf8 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { type PackageReader, readerOf } from '../containers/reader.ts'
import { readOwnXlsxRows, readXlsxRows } from '../containers/xlsx.ts'
import { parseCosignerKey } from '../ledger/cosignature.ts'
import { parseVerifierKey } from '../ledger/note.ts'
import {
  type Conversations,
  isFurtherFile,
  isStampFile,
  isTakenOnTrust,
  type Manifest,
  PACKAGE_FILES,
} from '../package/package.ts'
import { parseConversations, parseManifest } from '../package/package-shapes.ts'
import { headings } from '../render/render.ts'
import { parseCertificate } from '../timestamp/timestamp-certificate.ts'
import { SeenRows } from './seen-rows.ts'
import { LARGE, SMALL, Source, shownName } from './source.ts'
import { CHECKS, codeOf, Findings, type Verdict } from './verdict.ts'
import { checkAnchors, SELF_ATTESTED } from './verify-anchors.ts'
import { checkCompleteness, NOT_PROVEN } from './verify-completeness.ts'
import { checkCounts, checkLabels } from './verify-counts.ts'
import { FurtherFormats } from './verify-further.ts'
import { checkLedger, checkStatements, decisionsIn, readStatements } from './verify-ledger.ts'
import { inThisThread, type OpenRows, verifyRows } from './verify-rows.ts'
import { checkCheckpoint, checkSignature, checkTrust } from './verify-signature.ts'

// The verdict over an evidence package (formats/evidence-package.md). Everything in a package is attacker-controlled; each
// check names what it looks at. Nothing is believed because the manifest says so: the manifest is what the house signed, the
// ledger is what it published, and the rows must agree with both.

const KNOWN_NAMES: ReadonlySet<string> = new Set(Object.values(PACKAGE_FILES))
const OPTIONAL_NAMES: ReadonlySet<string> = new Set([
  PACKAGE_FILES.xlsx,
  PACKAGE_FILES.completeness,
  PACKAGE_FILES.anchors,
])
/** The manifest cannot list itself, nor the signature over it. */
const UNLISTED_NAMES: ReadonlySet<string> = new Set([PACKAGE_FILES.manifest, PACKAGE_FILES.note])

export interface VerifyOptions {
  /** Verifier keys that the caller has from elsewhere. None: the verdict says that no key is pinned. */
  trust?: readonly string[]
  /** Roots of time-stamping authorities, DER, that the caller has from elsewhere. */
  roots?: readonly Uint8Array[]
  /** Keys of witnesses that the caller has from elsewhere. */
  witnesses?: readonly string[]
  /** How many rows to give back as cells. */
  preview?: number
  /** Who opens the rows; by default the caller's own thread. */
  openRows?: OpenRows
}

/**
 * Checks everything and always answers; a package never makes it throw. Throws ProofError 'bad_verifier_key' only for a
 * key in `trust` or `witnesses` that is none, 'bad_der' and 'bad_timestamp' for a root that is no certificate.
 */
export async function verifyPackage(
  files: PackageReader | ReadonlyMap<string, Uint8Array>,
  options: VerifyOptions = {},
): Promise<Verdict> {
  const trust = options.trust ?? []
  trust.forEach(parseVerifierKey)
  const pins = { roots: options.roots ?? [], witnesses: options.witnesses ?? [] }
  pins.roots.forEach(parseCertificate)
  pins.witnesses.forEach(parseCosignerKey)
  const findings = new Findings()
  const source = new Source('read' in files ? files : readerOf(files), findings)
  // 1. which files there are; 2. what the manifest says
  checkContainer(source, findings)
  const bytes = await source.whole(PACKAGE_FILES.manifest, SMALL)
  const manifest = readManifest(bytes, findings)
  if (manifest === null || bytes === null) return verdictOf(findings, null, null, false, new SeenRows())
  source.withSm3 = manifest.v >= 3
  // a house that leaves the proof of completeness out shall not pass for one from before it
  if (manifest.v >= 4 && !source.names.has(PACKAGE_FILES.completeness))
    findings.add('container', 'missing_file', { file: PACKAGE_FILES.completeness })
  // 3. who signed it; 4. which ledger it stands on
  const signer = await checkSignature(source, manifest, bytes, findings)
  const pinned = checkTrust(manifest, signer, trust, findings)
  await checkCheckpoint(source, manifest, findings)
  const anchoring = await checkAnchors(source, manifest, pins, findings)
  // 5. rows against their entries, CSV and spreadsheet against the rows
  const conversations = await readConversations(source, manifest, findings)
  const seen = await checkRows(source, manifest, conversations, options, findings)
  // 6. rows and statements against the ledger; 7. statements against the manifest; 8. counts
  const statements = await readStatements(source, findings)
  await checkLedger(source, manifest, seen, statements, findings)
  if (statements !== null) checkStatements(source, manifest, statements, findings)
  checkCounts(manifest, seen, findings)
  const completeness = await checkCompleteness(source, manifest, conversations, seen, statements, findings)
  // 9. every byte against the manifest
  await checkFiles(source, manifest, findings)
  const decisions = decisionsIn(statements)
  const onTrust = [...source.names].filter((name) => isTakenOnTrust(name, manifest.v)).sort()
  return { ...verdictOf(findings, manifest, signer, pinned, seen), completeness, anchoring, decisions, onTrust }
}

const isVariable = (name: string): boolean => isFurtherFile(name) || isStampFile(name)

function checkContainer(source: Source, findings: Findings): void {
  const { files } = source.reader
  findings.looked('container', files.length)
  const met = new Set<string>()
  for (const { name } of files) {
    if (met.has(name)) findings.add('container', 'duplicate_file', { file: shownName(name) })
    else if (!KNOWN_NAMES.has(name) && !isVariable(name))
      findings.add('container', 'unexpected_file', { file: shownName(name) })
    met.add(name)
  }
  for (const name of KNOWN_NAMES) {
    if (!met.has(name) && !OPTIONAL_NAMES.has(name)) findings.add('container', 'missing_file', { file: name })
  }
}

function readManifest(bytes: Uint8Array | null, findings: Findings): Manifest | null {
  const file = PACKAGE_FILES.manifest
  findings.looked('manifest', 1)
  try {
    if (bytes === null) throw new ProofError('missing_file', file)
    const manifest = parseManifest(fromUtf8(bytes))
    // the ledger's origin and the name in its key are one name, so that a key cannot speak for another ledger
    if (parseVerifierKey(manifest.house.key).name !== manifest.house.origin) throw new ProofError('bad_verifier_key')
    return manifest
  } catch (error) {
    findings.add('manifest', 'bad_manifest', { file, detail: codeOf(error) })
  }
  findings.skip(...CHECKS.filter((check) => check !== 'container' && check !== 'manifest'))
  return null
}

async function checkRows(
  source: Source,
  manifest: Manifest,
  conversations: Conversations,
  { preview = 0, openRows = inThisThread }: VerifyOptions,
  findings: Findings,
): Promise<SeenRows> {
  const streams = {
    disclosures: source.wholeLines(PACKAGE_FILES.disclosures),
    csv: source.wholeLines(PACKAGE_FILES.csv),
    xlsx: await sheetRows(source, manifest.v, findings),
    further: await FurtherFormats.begin(source, manifest, findings),
  }
  const bytes = source.sizeOf(PACKAGE_FILES.disclosures)
  return verifyRows({ manifest, conversations, preview, findings, openRows, bytes }, streams)
}

async function readConversations(source: Source, manifest: Manifest, findings: Findings): Promise<Conversations> {
  const file = PACKAGE_FILES.conversations
  const bytes = await source.whole(file, SMALL)
  try {
    if (bytes === null) throw new ProofError('missing_file', file)
    const conversations = parseConversations(fromUtf8(bytes))
    checkLabels(manifest, conversations, findings)
    return conversations
  } catch (error) {
    findings.add('rows', 'bad_conversations', { file, detail: codeOf(error) })
    return { v: 1, conversations: [] }
  }
}

async function sheetRows(
  source: Source,
  version: Manifest['v'],
  findings: Findings,
): Promise<AsyncIterator<string[]> | null> {
  const file = PACKAGE_FILES.xlsx
  if (!source.names.has(file)) {
    findings.skip('xlsx')
    return null
  }
  const bytes = await source.whole(file, LARGE)
  if (bytes !== null) return version >= 4 ? readOwnXlsxRows(bytes) : readXlsxRows(bytes)
  findings.add('xlsx', 'bad_xlsx', { file })
  return null
}

async function checkFiles(source: Source, manifest: Manifest, findings: Findings): Promise<void> {
  const listed = new Set(manifest.files.map(({ name }) => name))
  findings.looked('files', manifest.files.length)
  const sorted = manifest.files.every(({ name }, i) => i === 0 || (manifest.files[i - 1]?.name ?? '') < name)
  if (!sorted) findings.add('files', 'bad_manifest', { file: PACKAGE_FILES.manifest })
  for (const name of source.names) {
    const expected = (KNOWN_NAMES.has(name) || isVariable(name)) && !UNLISTED_NAMES.has(name)
    if (expected && !listed.has(name)) findings.add('files', 'file_not_listed', { file: name })
  }
  for (const { name, size, sha256, sm3 } of manifest.files) {
    const file = shownName(name)
    if (!source.names.has(name)) {
      findings.add('files', 'missing_file', { file })
      continue
    }
    await source.finish(name)
    const found = source.digests.get(name)
    if (found === undefined) findings.add('files', 'unreadable_file', { file })
    else if (found.size !== size) findings.add('files', 'size_differs', { file, detail: `${found.size}/${size}` })
    else if (found.sha256 !== sha256) findings.add('files', 'hash_differs', { file })
    else if (found.sm3 !== sm3) findings.add('files', 'sm3_differs', { file })
  }
}

function verdictOf(
  findings: Findings,
  manifest: Manifest | null,
  signer: string | null,
  pinned: boolean,
  seen: SeenRows,
): Verdict {
  const checks = findings.checks()
  const ok = checks.every((check) => check.ok)
  return {
    verdict: ok ? (pinned ? 'genuine' : 'not_pinned') : 'wrong',
    ok,
    pinned,
    signer,
    checks,
    rows: seen.count,
    maskedCharacters: seen.maskedCharacters,
    completeness: NOT_PROVEN,
    anchoring: SELF_ATTESTED,
    decisions: [],
    onTrust: [],
    manifest,
    headings: headings(manifest?.export.language ?? 'en'),
    preview: seen.preview,
  }
}
