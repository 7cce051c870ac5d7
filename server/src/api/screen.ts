import type { Catalog } from '#archive'
import type { Clock, ConversationNo } from '#base'
import { MINUTE } from '#base'
import type { Identity } from '#identity'
import { buildRoster, type Roster, type RosterEntry } from '#redaction'
import type { Subjects } from '#subjects'

// Whose names a screen looks for: everybody of the house, every customer, and who takes part in the conversation shown.

/** Names of a crowd (a live room has tens of thousands) would mask everyday words; who speaks is masked as sender anyway. */
const CROWD = 200
const CONVERSATIONS_KEPT = 256

export interface ScreenParts {
  readonly catalog: Pick<Catalog, 'namesIn'>
  readonly identity: Pick<Identity, 'people' | 'holderOf'>
  readonly subjects: Pick<Subjects, 'names'>
  readonly clock: Clock
}

export interface Screen {
  rosterOf(conversation: ConversationNo): Promise<Roster>
  /** Of bytes that belong to no conversation yet: the people of the house and its customers. */
  rosterOfHouse(): Promise<Roster>
}

export function createScreen(parts: ScreenParts): Screen {
  let house: { entries: RosterEntry[]; until: number } | null = null
  const kept = new Map<ConversationNo, Roster>()
  const houseEntries = async (): Promise<RosterEntry[]> => {
    const now = parts.clock.now()
    if (house && house.until > now) return house.entries
    const [people, customers] = await Promise.all([parts.identity.people(), parts.subjects.names()])
    const entries: RosterEntry[] = [
      ...people.map(({ id, name }) => ({ name, person: id, kind: 'name' as const })),
      ...customers.map((name, place) => ({ name, person: `subject ${place}`, kind: 'name' as const })),
    ]
    house = { entries, until: now + MINUTE }
    kept.clear()
    return entries
  }
  return {
    rosterOfHouse: async () => buildRoster('quarantine', await houseEntries()),
    async rosterOf(conversation) {
      const entries = await houseEntries()
      const known = kept.get(conversation)
      if (known) return known
      const names = parts.catalog.namesIn(conversation, CROWD) ?? []
      const roster = buildRoster(`conversation ${conversation}`, [
        ...entries,
        ...names.map(({ no, name }) => ({ name, person: `participant ${no}`, kind: 'name' as const })),
      ])
      if (kept.size >= CONVERSATIONS_KEPT) kept.delete(kept.keys().next().value ?? conversation)
      kept.set(conversation, roster)
      return roster
    },
  }
}
