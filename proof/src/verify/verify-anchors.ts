import { sha256 } from '#crypto'
import { fromUtf8, toHex, utf8 } from '../bytes/bytes.ts'
import { openCosignatures } from '../ledger/cosignature.ts'
import { noteFromBytes, parseNote } from '../ledger/note.ts'
import { type AnchorsFile, parseAnchorsFile } from '../package/anchors-file.ts'
import { isStampFile, type Manifest, PACKAGE_FILES } from '../package/package.ts'
import { MOST_TIMESTAMP_BYTES } from '../timestamp/timestamp.ts'
import { verifyTimestamp } from '../timestamp/timestamp-verify.ts'
import { SMALL, type Source } from './source.ts'
import { type Anchoring, codeOf, type Findings } from './verdict.ts'

// What others than the house say of the checkpoint: authorities that it existed at a time, witnesses that they saw no other
// ledger. Whom the package names counts as a claim; whom the caller pinned counts.

/** Nobody but the house vouches. */
export const SELF_ATTESTED: Anchoring = { state: 'self_attested', stamps: [], cosignatures: [] }

/** The house's clock and an authority's may be this far apart before one of them contradicts the other. */
const APART = 10 * 60_000

export interface AnchorPins {
  /** DER of the roots of authorities. */
  roots: readonly Uint8Array[]
  /** Cosigner keys. */
  witnesses: readonly string[]
}

/** Called after the checkpoint itself was checked: a note that does not hold anchors nothing. */
export async function checkAnchors(
  source: Source,
  manifest: Manifest,
  pins: AnchorPins,
  findings: Findings,
): Promise<Anchoring> {
  const named = await readNamed(source, findings)
  const bytes = findings.failed('checkpoint') ? null : await source.whole(PACKAGE_FILES.checkpoint, SMALL)
  if (bytes === null || named === null) {
    findings.skip('stamps', 'cosignatures')
    return { ...SELF_ATTESTED, state: named === null ? 'failed' : 'self_attested' }
  }
  const note = noteFromBytes(bytes)
  const cosignatures = checkCosignatures(note, named, pins, findings)
  const stamps = await checkStamps(source, manifest, note, named, pins, findings)
  return { state: stateOf(stamps, cosignatures, findings), stamps, cosignatures }
}

function stateOf(
  stamps: Anchoring['stamps'],
  cosignatures: Anchoring['cosignatures'],
  findings: Findings,
): Anchoring['state'] {
  if (findings.failed('stamps') || findings.failed('cosignatures')) return 'failed'
  const all = [...stamps, ...cosignatures]
  if (all.length === 0) return 'self_attested'
  return all.some(({ pinned }) => pinned) ? 'anchored' : 'claimed'
}

/** Null when there is a file that cannot be read. */
async function readNamed(source: Source, findings: Findings): Promise<AnchorsFile | null> {
  const file = PACKAGE_FILES.anchors
  if (!source.names.has(file)) return { authorities: [], witnesses: [] }
  const bytes = await source.whole(file, SMALL)
  try {
    if (bytes !== null) return parseAnchorsFile(fromUtf8(bytes))
    findings.add('stamps', 'bad_anchors', { file })
  } catch (error) {
    findings.add('stamps', 'bad_anchors', { file, detail: codeOf(error) })
  }
  return null
}

function checkCosignatures(
  note: string,
  { witnesses }: AnchorsFile,
  pins: AnchorPins,
  findings: Findings,
): Anchoring['cosignatures'] {
  const keys = [...new Set([...pins.witnesses, ...witnesses])]
  const held: Anchoring['cosignatures'] = []
  for (const key of keys) {
    const pinned = pins.witnesses.includes(key)
    try {
      for (const { name, time } of openCosignatures(note, [key])) held.push({ name, time: time * 1000, pinned })
    } catch (error) {
      findings.add('cosignatures', 'bad_cosignature', { file: PACKAGE_FILES.checkpoint, detail: codeOf(error) })
    }
  }
  findings.looked('cosignatures', held.length)
  if (held.length === 0) findings.skip('cosignatures')
  return held
}

async function checkStamps(
  source: Source,
  manifest: Manifest,
  note: string,
  { authorities }: AnchorsFile,
  pins: AnchorPins,
  findings: Findings,
): Promise<Anchoring['stamps']> {
  const files = [...source.names].filter(isStampFile).sort()
  findings.looked('stamps', files.length)
  if (files.length === 0) findings.skip('stamps')
  const message = utf8(parseNote(note).text)
  const pinned = new Set(pins.roots.map((root) => toHex(sha256(root))))
  const held: Anchoring['stamps'] = []
  for (const file of files) {
    const authority = file.slice(file.lastIndexOf('/') + 1, -'.tsr'.length)
    const own = authorities.find(({ id }) => id === authority)
    try {
      const bytes = await source.whole(file, MOST_TIMESTAMP_BYTES)
      if (bytes === null) continue // the container check says so
      const roots = [...pins.roots, ...(own?.roots ?? [])]
      const stamp = verifyTimestamp(bytes, { message, roots, hints: own?.hints ?? [] })
      // it is over a checkpoint that counts the export: it cannot be of before the rows were fixed
      if (stamp.time + APART < manifest.export.at) findings.add('stamps', 'stamp_time_differs', { file })
      held.push({
        authority,
        name: stamp.authority,
        time: stamp.time,
        policy: stamp.policy,
        pinned: pinned.has(stamp.root),
      })
    } catch (error) {
      findings.add('stamps', 'bad_stamp', { file, detail: codeOf(error) })
    }
  }
  return held
}
