import type { Catalog } from '#archive'
import type { ConversationNo } from '#base'
import { buildRoster, type Roster } from '#redaction/screen'

/** Names of a crowd (a live room has tens of thousands) would mask everyday words; who speaks is masked as sender anyway. */
const CROWD = 200
const KEPT = 256

/** Who takes part in a conversation, as a roster; the last few are kept until `forget`. */
export class ConversationRosters {
  readonly #catalog: Pick<Catalog, 'namesIn'>
  readonly #kept = new Map<ConversationNo, Roster>()

  constructor(catalog: Pick<Catalog, 'namesIn'>) {
    this.#catalog = catalog
  }

  of(no: ConversationNo): Roster {
    const known = this.#kept.get(no)
    if (known) return known
    const names = this.#catalog.namesIn(no, CROWD) ?? []
    const entries = names.map(({ no: who, name }) => ({ name, person: `participant ${who}`, kind: 'name' as const }))
    const roster = buildRoster(`conversation ${no}`, entries)
    if (this.#kept.size >= KEPT) this.#kept.delete(this.#kept.keys().next().value ?? no)
    this.#kept.set(no, roster)
    return roster
  }

  /** People may have come or gone. */
  forget(): void {
    this.#kept.clear()
  }
}
