import type { Finding } from '../text/finding.ts'
import { widenToGraphemes } from '../text/graphemes.ts'
import type { PseudonymOf } from './policy.ts'
import { DEFAULT_MASKS, isSpared, type MaskPolicy, maskKind, type Treatment, treatmentOf } from './policy.ts'

/** One hidden run. Units are offsets in UTF-16 of the original, points the same in code points; ends exclusive. */
export interface HiddenRun {
  start: number
  end: number
  startCp: number
  endCp: number
  kind: string
  /** Shown instead of the run; a word of the house, not of the message. */
  label: string | null
  /** Shown without its length: as its label, or as `FIXED`. */
  fixed: boolean
}

/** What a mask of fixed length looks like. */
export const FIXED = '****'

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
  const labels = new Map<number, string>()
  const order = [...findings.keys()].sort((a, b) => rank(findings[a]) - rank(findings[b]))
  for (const index of order) {
    const finding = findings[index]
    if (finding === undefined || finding.confidence < policy.threshold || isSpared(finding, text, policy)) continue
    const treatment = treatmentOf(finding, text, policy, pseudonym)
    if ('label' in treatment) labels.set(index, treatment.label)
    for (const [start, end] of hiddenParts(finding, treatment, policy)) {
      for (let i = start; i < end; i += 1) {
        hidden[i] = 1
        if (owner[i] === -1) owner[i] = index
      }
    }
  }
  widenToGraphemes(text, hidden)
  const runs = runsOf(text, hidden, owner, findings, labels)
  return policy.length === 'exact' ? runs : runs.reduce(fixInto, [])
}

/** Two masks of one kind that touch would tell that there are two. */
function fixInto(runs: HiddenRun[], run: HiddenRun): HiddenRun[] {
  const last = runs[runs.length - 1]
  if (run.label === null && last?.label === null && last.end === run.start && last.kind === run.kind) {
    last.end = run.end
    last.endCp = run.endCp
  } else runs.push({ ...run, fixed: true })
  return runs
}

// Where kinds overlap the number names the run, not the name inside it.
function rank(finding: Finding | undefined): number {
  return finding === undefined || finding.kind === 'name' || finding.kind === 'account' ? 1 : 0
}

function* hiddenParts(finding: Finding, treatment: Treatment, policy: MaskPolicy): Generator<[number, number]> {
  const { atoms, kind, start, end } = finding
  const count = atoms.length / 2
  if ('label' in treatment) {
    // From the first letter to the last, what stands between included: one name, one label.
    if (kind === 'name') yield [atoms[0] ?? start, atoms[atoms.length - 1] ?? end]
    else yield [start, end]
    return
  }
  const { first, last } = treatment
  if (kind === 'address' && policy.address === 'suppress') yield [start, end]
  // the separators between what is hidden would tell how long it is
  else if (policy.length !== 'exact' && first < count - last)
    yield [atoms[first * 2] ?? start, atoms[(count - last) * 2 - 1] ?? end]
  else for (let i = first; i < count - last; i += 1) yield [atoms[i * 2] ?? 0, atoms[i * 2 + 1] ?? 0]
}

function runsOf(
  text: string,
  hidden: Uint8Array,
  owner: Int32Array,
  findings: readonly Finding[],
  labels: ReadonlyMap<number, string>,
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
    runs.push({ start, end: at, startCp, endCp: point, kind, label: labels.get(index) ?? null, fixed: false })
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

/** The text with every hidden run replaced: one `*` for each code point, `FIXED`, or `〖label〗`. */
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

/** What is shown instead of a run. */
export function standIn({ label, fixed, startCp, endCp }: HiddenRun): string {
  if (label !== null) return `〖${label}〗`
  return fixed ? FIXED : '*'.repeat(endCp - startCp)
}

export function showMasked(text: string, runs: readonly HiddenRun[]): { shown: string; masks: MaskedSpan[] } {
  let shown = ''
  let from = 0
  const masks: MaskedSpan[] = []
  for (const run of runs) {
    shown += text.slice(from, run.start)
    const start = shown.length
    shown += standIn(run)
    const before = masks[masks.length - 1]
    if (before !== undefined && before.end === start && before.kind === run.kind && run.label === null)
      before.end = shown.length
    else masks.push({ start, end: shown.length, kind: run.kind })
    from = run.end
  }
  return { shown: shown + text.slice(from), masks }
}
