import type { Catalog } from '#archive'
import type { Clock, ConversationNo } from '#base'
import { MINUTE } from '#base'
import type { Identity } from '#identity'
import { buildRoster, type Lessons, type MaskPolicy, type Roster, type RosterEntry } from '#redaction'
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
  /** The masking policy for screens, as it is now. @throws Refusal `policy_unreadable` */
  readonly masks: () => MaskPolicy
  /** What the house's own marks teach of names. */
  readonly lessons: () => Promise<Lessons | null>
}

export interface Screen {
  /** For a page on which several conversations stand: policy, lessons and the people of the house as they are now. */
  rosters(): Promise<(conversation: ConversationNo) => Roster>
  rosterOf(conversation: ConversationNo): Promise<Roster>
  /** Of bytes that belong to no conversation yet: the people of the house and its customers. */
  rosterOfHouse(): Promise<Roster>
  /** The masking policy for screens. */
  masks(): MaskPolicy
}

export function createScreen(parts: ScreenParts): Screen {
  let house: { roster: Roster; names: string; until: number } | null = null
  const kept = new Map<ConversationNo, Roster>()
  const ofHouse = async (): Promise<Roster> => {
    const now = parts.clock.now()
    if (house && house.until > now) return house.roster
    const [people, customers] = await Promise.all([parts.identity.people(), parts.subjects.names()])
    const entries: RosterEntry[] = [
      ...people.map(({ id, name }) => ({ name, person: id, kind: 'name' as const })),
      ...customers.map((name, place) => ({ name, person: `subject ${place}`, kind: 'name' as const })),
    ]
    const names = JSON.stringify(entries)
    kept.clear()
    // made anew only where somebody came or went: with ten thousand customers it takes a tenth of a second
    house = {
      roster: house?.names === names ? house.roster : buildRoster('house', entries),
      names,
      until: now + MINUTE,
    }
    return house.roster
  }
  const ofConversation = (no: ConversationNo): Roster => {
    const known = kept.get(no)
    if (known) return known
    const names = parts.catalog.namesIn(no, CROWD) ?? []
    const entries = names.map(({ no: who, name }) => ({ name, person: `participant ${who}`, kind: 'name' as const }))
    const roster = buildRoster(`conversation ${no}`, entries)
    if (kept.size >= CONVERSATIONS_KEPT) kept.delete(kept.keys().next().value ?? no)
    kept.set(no, roster)
    return roster
  }
  const rosters = async () => {
    // the policy and the lessons may have changed since a roster was built
    const [under, masks, lessons] = [await ofHouse(), parts.masks(), await parts.lessons()]
    return (no: ConversationNo): Roster => ({ ...ofConversation(no), under, masks, lessons })
  }
  return {
    rosters,
    rosterOf: async (conversation) => (await rosters())(conversation),
    rosterOfHouse: async () => ({ ...(await ofHouse()), masks: parts.masks(), lessons: await parts.lessons() }),
    masks: parts.masks,
  }
}
