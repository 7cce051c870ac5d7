import {
  decide,
  isPowerConflict,
  isRole,
  type PersonActor,
  type Role,
  type RulesInForce,
  requireAllowed,
} from '#access'
import type { ActDraft } from '#audit'
import { type GroupId, newId, type PersonId, Refusal } from '#base'
import { isUniqueViolation, type Tx } from '#platform'
import { type Attributes, areAttributes, isPlainWord, trimmed } from './attributes.ts'
import type { PeopleDoors } from './doors.ts'
import { evaluateRules } from './groups.ts'
import { type PersonView, viewOf } from './people-views.ts'
import * as store from './store.ts'

export interface NewPerson {
  readonly username: string
  readonly name: string
  readonly roles?: readonly Role[]
  readonly groups?: readonly string[]
  /** Username. */
  readonly manager?: string | null
  readonly accounts?: readonly store.Account[]
  readonly phone?: string | null
  /** Of the directory; what is absent stays, '' takes away. */
  readonly attributes?: Attributes
}

/** What is absent stays as it is; `manager: null` means none. */
export interface EditPerson extends Partial<Omit<NewPerson, 'username'>> {
  readonly disabled?: boolean
}

/** @throws Refusal the codes of `checkPerson`, `username_taken`, and those of access */
export async function addPerson(doors: PeopleDoors, actor: PersonActor, person: NewPerson): Promise<PersonView> {
  const action = (person.roles ?? []).length > 0 ? 'people.roles' : 'people.manage'
  const { value } = await doors.recorder.perform({ action, actor }, async (tx, draft) => {
    requireMayManage(doors, actor, null, action === 'people.roles')
    const id = await writePerson(tx, doors, person)
    await evaluateRules(tx)
    draft.detail({ what: 'add', ...whatChanged(id, person) })
    return viewOf(tx, id)
  })
  return value
}

/**
 * Changing roles or disabling ends the person's sessions at once.
 * @throws Refusal `not_found`, `own_roles`, `last_administrator`, the codes of `checkPerson`, and those of access
 */
export async function editPerson(
  doors: PeopleDoors,
  actor: PersonActor,
  id: PersonId,
  change: EditPerson,
): Promise<PersonView> {
  const action = change.roles === undefined ? 'people.manage' : 'people.roles'
  const { value } = await doors.recorder.perform({ action, actor, detail: { person: id } }, async (tx, draft) => {
    requireMayManage(doors, actor, id, action === 'people.roles')
    await changePerson(tx, doors, id, change)
    if (change.disabled !== undefined) await store.updatePerson(tx, id, { held: change.disabled ? 1 : null })
    await evaluateRules(tx)
    draft.detail({ what: 'edit', ...whatChanged(id, change) })
    return viewOf(tx, id)
  })
  return value
}

function requireMayManage(doors: PeopleDoors, actor: PersonActor, person: PersonId | null, roles: boolean): void {
  const now = doors.clock.now()
  requireAllowed(decide(actor, 'people.manage', null, doors.rules(), now))
  if (roles) requireAllowed(decide(actor, 'people.roles', { person }, doors.rules(), now))
}

/** Within a transaction: the checked row and everything that hangs on it. */
export async function writePerson(
  tx: Tx,
  doors: PeopleDoors,
  person: NewPerson,
  source: store.PersonSource | null = null,
): Promise<PersonId> {
  const username = person.username.toLowerCase()
  checkPerson({ ...person, username }, doors.rules())
  const id = newId<PersonId>('psn')
  try {
    await store.insertPerson(tx, { id, username, name: person.name.trim(), created_at: doors.clock.now(), source })
  } catch (error) {
    throw isUniqueViolation(error) ? new Refusal('conflict', 'username_taken') : error
  }
  await writeBelongings(tx, id, person)
  return id
}

export async function changePerson(tx: Tx, doors: PeopleDoors, id: PersonId, change: EditPerson): Promise<void> {
  const person = await store.findPerson(tx, id)
  if (!person) throw new Refusal('not_found', 'not_found')
  checkPerson({ username: person.username, name: person.name, ...defined(change) }, doors.rules())
  const losesPower = change.disabled === true || (change.roles !== undefined && !change.roles.includes('administrator'))
  if (losesPower) await requireAnotherAdministrator(tx, id)
  if (change.name !== undefined) await store.updatePerson(tx, id, { name: change.name.trim() })
  if (change.disabled !== undefined) await store.updatePerson(tx, id, { state: stateAfter(person, change.disabled) })
  await writeBelongings(tx, id, change)
  await store.updatePerson(tx, id, { changed_at: doors.clock.now() })
  if (change.disabled === true || change.roles !== undefined) await store.deleteSessionsOf(tx, id)
}

function stateAfter(person: store.PersonRow, disabled: boolean): store.PersonState {
  if (disabled) return 'disabled'
  return person.password === null ? 'invited' : 'active'
}

/** A house without an administrator could never get one again. */
async function requireAnotherAdministrator(tx: Tx, id: PersonId): Promise<void> {
  const isOne = (await store.rolesOfPerson(tx, id)).includes('administrator')
  if (isOne && (await store.countActiveWithRole(tx, 'administrator', id)) === 0) {
    throw new Refusal('conflict', 'last_administrator')
  }
}

async function writeBelongings(tx: Tx, id: PersonId, person: Partial<NewPerson>): Promise<void> {
  if (person.roles !== undefined) await store.replaceRoles(tx, id, [...new Set(person.roles)])
  if (person.groups !== undefined) {
    const names = [...new Set(person.groups.map((name) => name.trim()))]
    await store.replaceGroups(
      tx,
      id,
      names.map((name) => ({ id: newId<GroupId>('grp'), name })),
    )
  }
  if (person.manager !== undefined)
    await store.updatePerson(tx, id, { manager_id: await managerId(tx, id, person.manager) })
  if (person.attributes !== undefined) await store.writeAttributes(tx, id, trimmed(person.attributes))
  if (person.phone !== undefined)
    await store.updatePerson(tx, id, { phone: person.phone?.replace(/[\s-]/g, '') || null })
  if (person.accounts === undefined) return
  for (const account of person.accounts) {
    const holder = await store.holderOf(tx, account)
    if (holder !== null && holder !== id) throw new Refusal('conflict', 'account_taken')
  }
  await store.replaceAccounts(tx, id, person.accounts)
}

async function managerId(tx: Tx, id: PersonId, username: string | null): Promise<PersonId | null> {
  if (username === null || username === '') return null
  const manager = await store.findUsername(tx, username.toLowerCase())
  if (!manager) throw new Refusal('invalid', 'manager_unknown')
  for (let above: PersonId | null = manager.id; above !== null; ) {
    if (above === id) throw new Refusal('invalid', 'manager_circle')
    above = (await store.findPerson(tx, above))?.manager_id ?? null
  }
  return manager.id
}

/**
 * attacker-controlled: fields of a form or a CSV line.
 * @throws Refusal `username_invalid`, `name_invalid`, `role_unknown`, `powers_conflict`, `group_invalid`,
 *   `account_invalid`, `account_twice`, `attribute_invalid`, `phone_invalid`
 */
export function checkPerson(person: NewPerson, rules: RulesInForce): void {
  if (!rules.readable) throw new Refusal('unavailable', 'policy_unreadable')
  const refuse = (code: string) => new Refusal('invalid', code)
  if (!/^[a-z0-9_.@-]{2,64}$/.test(person.username)) throw refuse('username_invalid')
  if (!isPlainWord(person.name, 100)) throw refuse('name_invalid')
  const roles = person.roles ?? []
  if (!roles.every(isRole)) throw refuse('role_unknown')
  if (isPowerConflict(roles, rules.exclusivePowers)) throw refuse('powers_conflict')
  if (!(person.groups ?? []).every((group) => isPlainWord(group, 100))) throw refuse('group_invalid')
  const accounts = person.accounts ?? []
  if (!accounts.every(({ platform, account }) => /^[\w.-]{1,40}$/.test(platform) && isPlainWord(account, 200))) {
    throw refuse('account_invalid')
  }
  if (new Set(accounts.map(({ platform, account }) => `${platform}\0${account}`)).size < accounts.length) {
    throw refuse('account_twice')
  }
  if (!areAttributes(person.attributes ?? {})) throw refuse('attribute_invalid')
  if (person.phone && !/^\+?[\d -]{5,24}$/.test(person.phone)) throw refuse('phone_invalid')
}

function defined<T extends object>(change: T): Partial<T> {
  const entries = Object.entries(change).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as Partial<T> // the same keys, or fewer
}

/** For the audit: ids, roles and which fields changed, never names or numbers. */
function whatChanged(id: PersonId, change: EditPerson): Parameters<ActDraft['detail']>[0] {
  const fields = Object.keys(defined(change)).filter((field) => field !== 'username')
  return {
    person: id,
    fields,
    ...(change.roles !== undefined && { roles: [...change.roles] }),
    ...(change.disabled !== undefined && { disabled: change.disabled }),
  }
}
