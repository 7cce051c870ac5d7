import { buildRoster, buildRosterInTurns, inForms, type Roster, type RosterEntry } from '#redaction/screen'

// The people of the house and its customers, ready to be looked for. Making a roster of fifty thousand customers takes seconds, and one more
// comes every minute: whoever came since stands in a small roster on top of the large one.

/** So many may have come or gone before all is made anew: this many in any house, and this part of a large one. */
const FEW = 100
const PART = 20

interface Held {
  readonly whole: Roster
  /** What `whole` was made of. */
  readonly names: ReadonlySet<string>
  /** Who came since, and the roster with them. */
  readonly came: readonly string[]
  readonly roster: Roster
}

export class HouseRoster {
  #held: Held | null = null

  /** Null before the first `update`. */
  get roster(): Roster | null {
    return this.#held?.roster ?? null
  }

  /**
   * Who left is looked for until all is made anew: a name too many is hidden, and none too few.
   * @returns the same roster as before where nobody came
   */
  update(entries: readonly RosterEntry[]): Roster {
    const held =
      (this.#held && besides(this.#held, entries)) ?? madeAnew(entries, buildRoster('house', inForms(entries)))
    this.#held = held
    return held.roster
  }

  /** The same where others wait for this thread. */
  async updateInTurns(entries: readonly RosterEntry[]): Promise<Roster> {
    const held =
      (this.#held && besides(this.#held, entries)) ??
      madeAnew(entries, await buildRosterInTurns('house', inForms(entries)))
    this.#held = held
    return held.roster
  }
}

function madeAnew(entries: readonly RosterEntry[], whole: Roster): Held {
  return { whole, names: new Set(entries.map(({ name }) => name)), came: [], roster: whole }
}

/** Null: too many came or went. */
function besides(held: Held, entries: readonly RosterEntry[]): Held | null {
  const { whole, names } = held
  const newcomers = entries.filter(({ name }) => !names.has(name))
  const came = [...new Set(newcomers.map(({ name }) => name))]
  const gone = names.size + came.length - new Set(entries.map(({ name }) => name)).size
  if (came.length + gone > Math.max(FEW, names.size / PART)) return null
  if (came.length === held.came.length && came.every((name, i) => name === held.came[i])) return held
  return { ...held, came, roster: came.length === 0 ? whole : { ...buildRoster('newcomers', newcomers), under: whole } }
}
