import type { Role } from '#access'
import { type Instant, type PersonId, Refusal } from '#base'
import type { ReadableDb } from '#platform'
import { type Attributes, attributesIn } from './attributes.ts'
import * as store from './store.ts'

// People as they are shown to whoever may read them.

export interface PersonView {
  readonly id: PersonId
  readonly username: string
  readonly name: string
  readonly roles: Role[]
  readonly groups: string[]
  readonly managerId: PersonId | null
  readonly accounts: store.Account[]
  readonly attributes: Attributes
  /** Those of `groups` that a rule put the person in. */
  readonly ruleGroups: string[]
  readonly state: store.PersonState
  readonly createdAt: Instant
}

/** @throws Refusal `not_found` */
export async function viewOf(db: ReadableDb, id: PersonId): Promise<PersonView> {
  const person = await store.findPerson(db, id)
  if (!person) throw new Refusal('not_found', 'not_found')
  return toView(person, {
    roles: await store.rolesOfPerson(db, id),
    groups: await store.listMemberships(db, id),
    accounts: await store.accountsOfPerson(db, id),
    attributes: await store.attributesOf(db, id),
  })
}

/** Everybody, by username. */
export async function listViews(db: ReadableDb): Promise<PersonView[]> {
  const [people, roles, memberships, accounts, attributes] = [
    await store.listPeople(db),
    Map.groupBy(await store.listRoles(db), ({ person_id }) => person_id),
    Map.groupBy(await store.listMemberships(db), ({ person_id }) => person_id),
    Map.groupBy(await store.listAccounts(db), ({ person_id }) => person_id),
    Map.groupBy(await store.listAttributes(db), ({ person_id }) => person_id),
  ]
  return people.map((person) =>
    toView(person, {
      roles: (roles.get(person.id) ?? []).map(({ role }) => role),
      groups: memberships.get(person.id) ?? [],
      accounts: (accounts.get(person.id) ?? []).map(({ platform, account }) => ({ platform, account })),
      attributes: attributes.get(person.id) ?? [],
    }),
  )
}

interface Belongings {
  readonly roles: Role[]
  readonly groups: readonly { readonly name: string; readonly by_rule: 0 | 1 }[]
  readonly accounts: store.Account[]
  readonly attributes: readonly { readonly name: string; readonly value: string }[]
}

function toView(person: store.PersonRow, { roles, groups, accounts, attributes }: Belongings): PersonView {
  const { id, username, name, state, manager_id, created_at } = person
  return {
    id,
    username,
    name,
    roles,
    groups: groups.map((each) => each.name),
    managerId: manager_id,
    accounts,
    attributes: attributesIn(attributes),
    ruleGroups: groups.filter(({ by_rule }) => by_rule === 1).map((each) => each.name),
    state,
    createdAt: created_at,
  }
}
