import { CARRIERS, type Carrier, carries, carry, type Span } from './carriers.ts'
import { type Chance, chanceFrom } from './chance.ts'
import { FORMS, type Form, fits, formsOf, write } from './forms.ts'
import { bare, CLASSES, type MatrixClass, makeValue, type Value } from './values.ts'

export const CASES = 2000
const SEED = 20_261_122

export interface MatrixCase {
  readonly id: string
  readonly class: MatrixClass
  readonly form: Form
  readonly carrier: Carrier
  /** One text, or two messages that follow each other. */
  readonly texts: readonly string[]
  /** What must not be readable afterwards; offsets in UTF-16 units. A second span is the rest of the same value. */
  readonly spans: readonly Span[]
  /** The value without separators, in ASCII (plates: with their province): what the spans say, for the sanity test. */
  readonly value: string
}

/**
 * All pairs that can be, on diagonals: after a few, every form and every carrier of a class has had its turn, and every
 * further pair is new until all have been.
 */
export function pairsOf(name: MatrixClass): [Form, Carrier][] {
  const forms = formsOf(name)
  const pairs: [Form, Carrier][] = []
  for (let shift = 0; shift < CARRIERS.length; shift++) {
    for (const [i, form] of forms.entries()) {
      const carrier = CARRIERS[(i + shift) % CARRIERS.length]
      if (carrier !== undefined && carries(carrier, name, form)) pairs.push([form, carrier])
    }
  }
  return pairs
}

function fittingValue(name: MatrixClass, form: Form, chance: Chance): Value {
  for (;;) {
    const value = makeValue(name, chance)
    if (fits(value, form)) return value
  }
}

/** The form × carrier matrix: 2,000 cases, the same on every machine. */
export function matrixCases(): MatrixCase[] {
  const chance = chanceFrom(SEED)
  const pairs = new Map(CLASSES.map((name) => [name, pairsOf(name)]))
  const cases: MatrixCase[] = []
  for (let turn = 0; cases.length < CASES; turn++) {
    for (const name of CLASSES) {
      if (cases.length === CASES) break
      const own = pairs.get(name) ?? []
      const pair = own[turn % own.length]
      if (pair === undefined) throw new Error(`${name} has no form`)
      const [form, carrier] = pair
      const value = fittingValue(name, form, chance)
      const carried = carry(name, form, carrier, write(value, form, chance), chance)
      const id = `m${String(cases.length + 1).padStart(4, '0')}`
      cases.push({ id, class: name, form, carrier, ...carried, value: bare(value) })
    }
  }
  return cases
}

export { CARRIERS, CLASSES, FORMS }
