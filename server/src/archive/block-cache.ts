/** What was decoded last, up to a number of bytes: the one place where opened content stays in memory. */
export class BudgetCache<Value extends { readonly cost: number }> {
  readonly #budget: number
  readonly #dropped: (value: Value) => void
  readonly #entries = new Map<string, Value>()
  #cost = 0

  constructor(budget: number, dropped: (value: Value) => void = () => {}) {
    this.#budget = budget
    this.#dropped = dropped
  }

  get(key: string, load: () => Value): Value {
    const found = this.#entries.get(key)
    if (found) {
      this.#entries.delete(key)
      this.#entries.set(key, found) // most recently used last
      return found
    }
    const value = load()
    this.#entries.set(key, value)
    this.#cost += value.cost
    // the value just loaded stays even where it alone is over the budget: its caller is about to use it
    for (const [oldest, dropped] of this.#entries) {
      if (this.#cost <= this.#budget || oldest === key) break
      this.#entries.delete(oldest)
      this.#cost -= dropped.cost
      this.#dropped(dropped)
    }
    return value
  }

  /** Bytes held now. */
  get cost(): number {
    return this.#cost
  }

  clear(): void {
    for (const value of this.#entries.values()) this.#dropped(value)
    this.#entries.clear()
    this.#cost = 0
  }
}
