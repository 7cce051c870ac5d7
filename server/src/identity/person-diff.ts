import type { PersonId } from '#base'
import type { ReadableDb } from '#platform'
import { ATTRIBUTES } from './attributes.ts'
import * as store from './store.ts'

// What a list or a directory changes about a person, field by field, for somebody to look at before it is done.

export interface FieldChange {
  readonly field: string
  /** As text; lists by `;`. Null: the person was not there. */
  readonly before: string | null
  readonly after: string
}

export type Snapshot = ReadonlyMap<string, string>

/** Everything a list can change, as text. A phone shows its end only: what matters is that it changes. */
export async function snapshot(db: ReadableDb, id: PersonId): Promise<Snapshot> {
  const person = await store.findPerson(db, id)
  if (!person) return new Map()
  const byHand = (await store.listMemberships(db, id)).filter(({ by_rule }) => by_rule === 0)
  const attributes = new Map((await store.attributesOf(db, id)).map(({ name, value }) => [name, value]))
  const accounts = await store.accountsOfPerson(db, id)
  return new Map([
    ['name', person.name],
    ['roles', [...(await store.rolesOfPerson(db, id))].sort().join(';')],
    ['groups', byHand.map(({ name }) => name).join(';')],
    ['manager', (await store.usernameOf(db, person.manager_id)) ?? ''],
    [
      'accounts',
      accounts
        .map(({ platform, account }) => `${platform}:${account}`)
        .sort()
        .join(';'),
    ],
    ['phone', person.phone === null ? '' : `****${person.phone.slice(-4)}`],
    ['active', person.state === 'disabled' ? 'no' : 'yes'],
    ...ATTRIBUTES.map((name) => [name, attributes.get(name) ?? ''] as const),
  ])
}

/** `before` null: a person who is new; what is empty then is not told. */
export function changesBetween(before: Snapshot | null, after: Snapshot): FieldChange[] {
  return [...after].flatMap(([field, value]) => {
    const was = before === null ? null : (before.get(field) ?? '')
    const isTold = before === null ? value !== '' && field !== 'active' : was !== value
    return isTold ? [{ field, before: was, after: value }] : []
  })
}
