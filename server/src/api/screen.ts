import type { Permit } from '#access'
import type { Archive } from '#archive'
import type { ActReceipt } from '#audit'
import { type Clock, type ConversationNo, MINUTE, type RecordNo } from '#base'
import type { Identity } from '#identity'
import type { Lessons, MaskPolicy, Roster, RosterEntry } from '#redaction'
import type { Subjects } from '#subjects'
import { ConversationRosters } from './conversation-rosters.ts'
import type { HitsAsked, HitsTold, ShownHit } from './hit-view.ts'
import { HouseRoster } from './house-roster.ts'

// Whose names a screen looks for: everybody of the house, every customer, and who takes part in the conversation shown.

/** The module that shows hits, for the archive's threads. */
export const HIT_VIEW = new URL('./hit-view.ts', import.meta.url)

export interface ScreenParts {
  readonly archive: Pick<Archive, 'show' | 'tellView'> & { readonly catalog: Pick<Archive['catalog'], 'namesIn'> }
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
  /** Hits as a screen shows them, in the order asked for. @throws as Archive.show; Refusal `policy_unreadable` */
  hits(
    permit: Permit,
    receipt: ActReceipt,
    records: readonly RecordNo[],
    asked: Omit<HitsAsked, 'masks'>,
  ): Promise<ShownHit[]>
}

/** Everybody of the house, as they were at most a minute ago. */
interface People {
  readonly entries: readonly RosterEntry[]
  readonly roster: Roster
  readonly until: number
}

export function createScreen(parts: ScreenParts): Screen {
  const { archive } = parts
  const conversations = new ConversationRosters(archive.catalog)
  const house = new HouseRoster()
  let people: People | null = null
  let asking: Promise<People> | null = null
  const ofHouse = (): Promise<People> => {
    if (people && people.until > parts.clock.now()) return Promise.resolve(people)
    asking ??= askAnew().finally(() => {
      asking = null
    })
    return asking
  }
  const askAnew = async (): Promise<People> => {
    const until = parts.clock.now() + MINUTE
    const [staff, customers] = await Promise.all([parts.identity.people(), parts.subjects.names()])
    const entries: RosterEntry[] = [
      ...staff.map(({ id, name }) => ({ name, person: id, kind: 'name' as const })),
      ...customers.map((name) => ({ name, person: `customer ${name}`, kind: 'name' as const })),
    ]
    const roster = await house.updateInTurns(entries)
    conversations.forget()
    people = { entries, roster, until }
    return people
  }
  const rosters = async () => {
    // the policy and the lessons may have changed since a roster was built
    const [{ roster: under }, masks, lessons] = [await ofHouse(), parts.masks(), await parts.lessons()]
    return (no: ConversationNo): Roster => ({ ...conversations.of(no), under, masks, lessons })
  }
  const tell = teller(archive)
  return {
    rosters,
    rosterOf: async (conversation) => (await rosters())(conversation),
    rosterOfHouse: async () => ({
      ...(await ofHouse()).roster,
      masks: parts.masks(),
      lessons: await parts.lessons(),
    }),
    masks: parts.masks,
    async hits(permit, receipt, records, asked) {
      if (records.length === 0) return []
      const [house, masks, lessons] = [await ofHouse(), parts.masks(), await parts.lessons()]
      await tell(house, lessons)
      const shown = await archive.show(permit, receipt, records, { ...asked, masks } satisfies HitsAsked)
      return shown as ShownHit[] // HIT_VIEW, with which wire starts the archive, answers so
    },
  }
}

/** Tells the threads that show what they have not been told yet; a page waits until all of them know. */
function teller(archive: Pick<Archive, 'tellView'>): (people: People, lessons: Lessons | null) => Promise<void> {
  let known: { people: People; lessons: Lessons | null; told: Promise<void> } | null = null
  return (people, lessons) => {
    if (known?.people === people && known.lessons === lessons) return known.told
    const isSame = known?.people.roster === people.roster
    const told: HitsTold = { ...(isSame ? {} : { people: people.entries }), lessons }
    const telling = archive.tellView(told)
    const now = { people, lessons, told: telling }
    known = now
    telling.catch(() => {
      if (known === now) known = null // told again with the next page
    })
    return telling
  }
}
