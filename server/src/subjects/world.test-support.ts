import type { PersonActor, Role } from '#access'
import { type ConversationNo, newId, type ParticipantNo, type PersonId } from '#base'
import { loadPolicy } from '#policy'
import { openTestHouse, type TestHouse } from '#test/house-db'
import { createSubjects, lookupsWith, phoneDigits, type Subjects, subjectsMigrations } from './index.ts'
import type { SubjectsParts } from './parts.ts'

// A house database with this room's tables, over a catalog of made-up accounts. Account `no` takes part in conversation
// `no`, and accounts 1 and 2 share conversation 100.

export interface KnownAccount {
  readonly no: number
  readonly platform: string
  readonly account: string
  readonly name: string
}

export interface SubjectsWorld {
  readonly house: TestHouse
  readonly subjects: Subjects
  readonly parts: SubjectsParts
  /** Grows like the catalog does: numbers without gaps, from 1. */
  readonly known: KnownAccount[]
  close(): Promise<void>
}

export async function openSubjectsWorld(accounts: readonly KnownAccount[]): Promise<SubjectsWorld> {
  const house = await openTestHouse([{ room: 'subjects', migrations: subjectsMigrations }])
  const known = [...accounts]
  const parts: SubjectsParts = {
    db: house.db,
    clock: house.clock,
    recorder: house.recorder,
    rules: () => loadPolicy(),
    participants: {
      participant: (no) => known.find((each) => each.no === no) ?? null,
      find: async (text, limit) =>
        known
          .filter(({ account, name }) => `${account} ${phoneDigits(account)} ${name}`.includes(text))
          .slice(0, limit)
          .map(({ no, account }) => ({ no: no as ParticipantNo, account })), // numbers of the made-up catalog
      conversationsOf: (people) =>
        new Set(people.flatMap((no) => (no <= 2 ? [no, 100] : [no]) as number[] as ConversationNo[])), // made up
      count: () => known.length,
    },
    personOf: async (_platform, account) => (account === 'chen01' ? newId<PersonId>('psn') : null),
    namesOf: async (people) => new Map(people.map((id) => [id, '经办人'])),
    lookups: lookupsWith(new Uint8Array(32).fill(7)),
  }
  return { house, subjects: createSubjects(parts), parts, known, close: () => house.close() }
}

export const who = (...roles: Role[]): PersonActor => ({
  kind: 'person',
  id: newId<PersonId>('psn'),
  roles,
  steppedUpUntil: null,
  ip: null,
})
