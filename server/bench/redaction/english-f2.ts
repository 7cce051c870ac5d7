import { type DetectPoint, detect } from '#redaction'
import type { GateFigures } from './gates.ts'
import type { LabelledSet, Line } from './sets.ts'

// Presidio's measure of its own set: is a word of personal information or not, whatever its kind; F with beta = 2, as a leak weighs more.
// Cities, firms, titles, ages, peoples and dates are labelled there and are nothing that this engine looks for: both are told.

const SOUGHT = new Set([
  'PERSON',
  'STREET_ADDRESS',
  'CREDIT_CARD',
  'PHONE_NUMBER',
  'EMAIL_ADDRESS',
  'US_SSN',
  'IP_ADDRESS',
  'IBAN_CODE',
])
const BETA2 = 4
const DEMAND = 80

export function english(set: LabelledSet): GateFigures[] {
  const points: readonly DetectPoint[] = ['review', 'release']
  return points.flatMap((point) => [
    judge('English, what is looked for', set, point, (label) => SOUGHT.has(label)),
    judge('English, every label', set, point, () => true),
  ])
}

function judge(gate: string, set: LabelledSet, point: DetectPoint, counts: (label: string) => boolean): GateFigures {
  const sum = { right: 0, found: 0, gold: 0 }
  for (const line of set.lines) addWords(line, point, counts, sum)
  const precision = sum.right / Math.max(1, sum.found)
  const recall = sum.right / Math.max(1, sum.gold)
  const f2 = ((1 + BETA2) * precision * recall) / Math.max(1e-9, BETA2 * precision + recall)
  const percent = (share: number): string => (share * 100).toFixed(1)
  return {
    gate,
    set: set.name,
    point,
    n: sum.gold,
    measured: `F2 ${percent(f2)}, P ${percent(precision)}, R ${percent(recall)}`,
    demand: `F2 ${DEMAND}`,
    verdict: f2 * 100 >= DEMAND ? 'met' : 'missed',
  }
}

/** A word counts where most of it is inside; one of a label that does not count is left out, found or not. */
function addWords(
  { text, entities }: Line,
  point: DetectPoint,
  counts: (label: string) => boolean,
  sum: { right: number; found: number; gold: number },
): void {
  const findings = detect(text, { point })
  for (const { index, 0: word } of text.matchAll(/\S+/g)) {
    const middle = index + Math.floor(word.length / 2)
    const entity = entities.find(({ start, end }) => start <= middle && end > middle)
    const found = findings.some(({ start, end }) => start <= middle && end > middle)
    if (entity !== undefined && !counts(entity.label)) continue
    if (entity !== undefined) sum.gold += 1
    if (found) sum.found += 1
    if (found && entity !== undefined) sum.right += 1
  }
}
