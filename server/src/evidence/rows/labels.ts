import { createHmac } from 'node:crypto'
import { type PseudonymOf, pseudonymsFor } from '#redaction'
import type { LabelClaim } from './label-register.ts'

// Labels where several threads give them out at once. Two people may meet in the six letters of a label; in package order the first
// keeps them and the other gets six more. Whoever takes the rows in that order decides it, so it is the same for any number of threads.

const LETTERS = 6

/** Labels of a case as `pseudonymsFor` makes them, and who is meant by each; remembers what it has made. */
export interface CaseLabels {
  label: PseudonymOf
  owner: PseudonymOf
}

/** `caseKey`: 32 secret bytes, another for every case. */
export function caseLabels(caseKey: Uint8Array, language: 'zh' | 'en'): CaseLabels {
  const second = createHmac('sha256', caseKey).update('cunzhen/pseudonym-owner/v1').digest()
  return { label: pseudonymsFor(caseKey, language), owner: pseudonymsFor(new Uint8Array(second), language) }
}

/** Labels of one run of rows. */
export class LabelBook {
  readonly #labels: CaseLabels
  readonly #owners: Map<string, string>
  #claims: LabelClaim[] = []

  /** `taken`: labels that are known to be somebody's. */
  constructor(labels: CaseLabels, taken: readonly LabelClaim[]) {
    this.#labels = labels
    this.#owners = new Map(taken)
  }

  readonly label: PseudonymOf = (finding, text) => {
    const made = this.#labels.label(finding, text)
    const letters = made.lastIndexOf('-') + 1
    const short = made.slice(0, letters + LETTERS) // longer where it met another in this thread: that is decided elsewhere
    const whole = this.#labels.owner(finding, text)
    const owner = whole.slice(letters, letters + LETTERS) // before it stands the same word
    const known = this.#owners.get(short)
    if (known === undefined) {
      this.#owners.set(short, owner)
      this.#claims.push([short, owner])
    }
    return known === undefined || known === owner ? short : `${short}${owner}`
  }

  /** Labels given out for the first time since the last call. */
  claims(): LabelClaim[] {
    const claims = this.#claims
    this.#claims = []
    return claims
  }
}
