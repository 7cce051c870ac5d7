/** A label of six letters and, in six letters of a second key, who has it. */
export type LabelClaim = readonly [label: string, owner: string]

/** Who has which label, entered in package order. */
export class LabelRegister {
  readonly #owners = new Map<string, string>()

  /** Null, or the first label that another has already, with the one who has it; then none of them is entered. */
  enter(claims: readonly LabelClaim[]): LabelClaim | null {
    for (const [label, owner] of claims) {
      const known = this.#owners.get(label)
      if (known !== undefined && known !== owner) return [label, known]
    }
    for (const [label, owner] of claims) this.#owners.set(label, owner)
    return null
  }
}
