import type { Finding } from './finding.ts'
import { widenToGraphemes } from './graphemes.ts'
import { DEFAULT_MASKS, kept, type MaskPolicy, maskKind } from './policy.ts'
import type { PseudonymOf } from './pseudonym.ts'

/** One hidden run. Units are offsets in UTF-16 of the original, points the same in code points; ends exclusive. */
export interface HiddenRun {
  start: number
  end: number
  startCp: number
  endCp: number
  kind: string
  /** Shown instead of the run; a word of the house, not of the message. */
  label: string | null
}

/** Which units of `text` a mask hides, as runs from left to right: not empty, not overlapping, whole graphemes. */
export function hiddenRuns(
  text: string,
  findings: readonly Finding[],
  policy: MaskPolicy = DEFAULT_MASKS,
  pseudonym: PseudonymOf | null = null,
): HiddenRun[] {
  if (findings.length === 0) return []
  const hidden = new Uint8Array(text.length)
  const owner = new Int32Array(text.length).fill(-1)
  const order = [...findings.keys()].sort((a, b) => rank(findings[a]) - rank(findings[b]))
  for (const index of order) {
    const finding = findings[index]
    if (finding === undefined || finding.confidence < policy.threshold) continue
    for (const [start, end] of hiddenParts(text, finding, policy, pseudonym)) {
      for (let i = start; i < end; i += 1) {
        hidden[i] = 1
        if (owner[i] === -1) owner[i] = index
      }
    }
  }
  widenToGraphemes(text, hidden)
  return runsOf(text, hidden, owner, findings, pseudonym)
}

// Where kinds overlap the number names the run, not the name inside it.
function rank(finding: Finding | undefined): number {
  return finding === undefined || finding.kind === 'name' || finding.kind === 'account' ? 1 : 0
}

/** Names somebody: a name, an account, or the phone or address that is a participant's account. */
function isPerson(finding: Finding): boolean {
  return finding.person !== undefined
}

function* hiddenParts(
  text: string,
  finding: Finding,
  policy: MaskPolicy,
  pseudonym: PseudonymOf | null,
): Generator<[number, number]> {
  const { atoms } = finding
  const count = atoms.length / 2
  if (pseudonym !== null && isPerson(finding)) {
    // From the first letter to the last, what stands between included: one name, one label.
    if (finding.kind === 'name') yield [atoms[0] ?? finding.start, atoms[atoms.length - 1] ?? finding.end]
    else yield [finding.start, finding.end]
    return
  }
  const { first, last } = kept(finding, text, policy)
  if (finding.kind === 'address' && policy.address === 'suppress') {
    yield [finding.start, finding.end]
    return
  }
  for (let i = first; i < count - last; i += 1) yield [atoms[i * 2] ?? 0, atoms[i * 2 + 1] ?? 0]
}

function runsOf(
  text: string,
  hidden: Uint8Array,
  owner: Int32Array,
  findings: readonly Finding[],
  pseudonym: PseudonymOf | null,
): HiddenRun[] {
  const runs: HiddenRun[] = []
  let point = 0
  let at = 0
  while (at < text.length) {
    if (hidden[at] === 0) {
      at += pairAt(text, at) ? 2 : 1
      point += 1
      continue
    }
    const index = ownerAt(owner, hidden, at)
    const start = at
    const startCp = point
    while (at < text.length && hidden[at] === 1 && (owner[at] === -1 || owner[at] === index)) {
      at += pairAt(text, at) ? 2 : 1
      point += 1
    }
    const finding = findings[index]
    const kind = finding === undefined ? 'name' : maskKind(finding.kind)
    const label = finding !== undefined && pseudonym !== null && isPerson(finding) ? pseudonym(finding, text) : null
    runs.push({ start, end: at, startCp, endCp: point, kind, label })
  }
  return runs
}

// The first unit of a run can have been added by a grapheme: it belongs to the finding behind it.
function ownerAt(owner: Int32Array, hidden: Uint8Array, at: number): number {
  let i = at
  while (i + 1 < owner.length && owner[i] === -1 && hidden[i + 1] === 1) i += 1
  return owner[i] ?? -1
}

function pairAt(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00
}

export interface MaskedSpan {
  start: number
  end: number
  kind: string
}

export interface Masked {
  text: string
  /** Places of the masks in `text`, UTF-16. */
  masks: MaskedSpan[]
  /** Code points of the original that are hidden: what a commitment needs to know. */
  hidden: [startCp: number, endCp: number][]
}

/** The text with every hidden run replaced: one `*` for each code point, or `〖label〗`. */
export function maskText(
  text: string,
  findings: readonly Finding[],
  policy: MaskPolicy = DEFAULT_MASKS,
  pseudonym: PseudonymOf | null = null,
): Masked {
  const runs = hiddenRuns(text, findings, policy, pseudonym)
  const { shown, masks } = showMasked(text, runs)
  return { text: shown, masks, hidden: runs.map(({ startCp, endCp }) => [startCp, endCp]) }
}

export function showMasked(text: string, runs: readonly HiddenRun[]): { shown: string; masks: MaskedSpan[] } {
  let shown = ''
  let from = 0
  const masks: MaskedSpan[] = []
  for (const run of runs) {
    shown += text.slice(from, run.start)
    const start = shown.length
    shown += run.label === null ? '*'.repeat(run.endCp - run.startCp) : `〖${run.label}〗`
    const before = masks[masks.length - 1]
    if (before !== undefined && before.end === start && before.kind === run.kind && run.label === null)
      before.end = shown.length
    else masks.push({ start, end: shown.length, kind: run.kind })
    from = run.end
  }
  return { shown: shown + text.slice(from), masks }
}
