import { z } from 'zod'
import { type PersonId, Refusal } from '#base'
import type { Attributes, DirectoryGroup, DirectoryPerson, Told, ToldGroup } from '#identity'
import type { JsonObject } from './filter.ts'

// Users and groups as SCIM shows them (RFC 7643 sections 4.1 to 4.3), and back.

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
/** Ours: the platform accounts by which a person's own conversations are known. */
export const ACCOUNTS = 'urn:cunzhen:params:scim:schemas:extension:accounts:1.0:User'

export const USER_NAMES = [
  USER,
  ENTERPRISE,
  ACCOUNTS,
  'schemas',
  'id',
  'externalId',
  'userName',
  'name',
  'displayName',
  'active',
  'title',
  'userType',
  'emails',
  'phoneNumbers',
  'roles',
  'groups',
  'meta',
]
export const GROUP_NAMES = [GROUP, 'schemas', 'id', 'externalId', 'displayName', 'members', 'meta']

export function userResource(person: DirectoryPerson, base: string): JsonObject {
  const { attributes } = person
  const enterprise: JsonObject = {
    ...(attributes.employee_no && { employeeNumber: attributes.employee_no }),
    ...(attributes.department && { department: attributes.department }),
    ...(attributes.organization && { organization: attributes.organization }),
    ...(attributes.division && { division: attributes.division }),
    ...(person.managerId && { manager: { value: person.managerId, displayName: person.manager ?? '' } }),
  }
  return {
    schemas: [USER, ENTERPRISE, ACCOUNTS],
    id: person.id,
    ...(person.externalId !== null && { externalId: person.externalId }),
    userName: person.username,
    name: { formatted: person.name },
    displayName: person.name,
    active: person.state !== 'disabled',
    ...(attributes.title && { title: attributes.title }),
    ...(attributes.user_type && { userType: attributes.user_type }),
    emails: attributes.email ? [{ value: attributes.email, type: 'work', primary: true }] : [],
    phoneNumbers: person.phone ? [{ value: person.phone, type: 'work' }] : [],
    roles: person.roles.map((value) => ({ value })),
    groups: person.groups.map((display) => ({ display })),
    [ENTERPRISE]: enterprise,
    [ACCOUNTS]: { accounts: person.accounts.map(({ platform, account }) => ({ platform, account })) },
    meta: metaOf('User', `${base}/Users/${person.id}`, person.createdAt, person.changedAt),
  }
}

export function groupResource(group: DirectoryGroup, base: string): JsonObject {
  return {
    schemas: [GROUP],
    id: group.id,
    ...(group.externalId !== null && { externalId: group.externalId }),
    displayName: group.name,
    members: group.members.map(({ id, name }) => ({
      value: id,
      display: name,
      type: 'User',
      $ref: `${base}/Users/${id}`,
    })),
    meta: { resourceType: 'Group', location: `${base}/Groups/${group.id}` },
  }
}

function metaOf(resourceType: string, location: string, created: number, changed: number): JsonObject {
  const text = (at: number) => new Date(at).toISOString()
  return { resourceType, location, created: text(created), lastModified: text(changed) }
}

const text = z.string().max(1_000)
/** Some directories send booleans as words. */
const Flag = z.union([z.boolean(), z.stringbool({ truthy: ['true'], falsy: ['false'], case: 'insensitive' })])
const Valued = z.array(z.looseObject({ value: text.optional(), primary: Flag.optional() })).max(1_000)
const UserBody = z.object({
  userName: text,
  externalId: text.nullish(),
  name: z.object({ formatted: text.nullish(), familyName: text.nullish(), givenName: text.nullish() }).nullish(),
  displayName: text.nullish(),
  active: Flag.default(true),
  title: text.nullish(),
  userType: text.nullish(),
  emails: Valued.nullish(),
  phoneNumbers: Valued.nullish(),
  roles: Valued.nullish(),
  [ENTERPRISE]: z
    .object({
      employeeNumber: text.nullish(),
      department: text.nullish(),
      organization: text.nullish(),
      division: text.nullish(),
      manager: z.union([text, z.object({ value: text.nullish() })]).nullish(),
    })
    .nullish(),
  [ACCOUNTS]: z.object({ accounts: z.array(z.object({ platform: text, account: text })).max(1_000) }).nullish(),
})
type UserBody = z.output<typeof UserBody>

/** A PATCH works on the whole resource: what is not in it afterwards is to be taken away, not left as it is. */
export function wholeUser(resource: JsonObject): JsonObject {
  return { emails: [], phoneNumbers: [], roles: [], [ENTERPRISE]: {}, [ACCOUNTS]: { accounts: [] }, ...resource }
}

/**
 * attacker-controlled. Of a replacement: title, user type and email that are absent are taken away; roles, phone, accounts
 * and the enterprise extension that are absent as a whole stay as they are, since most directories do not know them.
 * A password is never read: nobody signs in because a directory says so.
 * @throws Refusal `user_invalid`
 */
export function toldUser(body: unknown, now: DirectoryPerson | null): Told {
  const read = UserBody.safeParse(canonical(body, USER_NAMES))
  if (!read.success) throw new Refusal('invalid', 'user_invalid')
  const user = read.data
  const enterprise = user[ENTERPRISE]
  return {
    username: user.userName,
    name: nameOf(user),
    active: user.active,
    externalId: user.externalId || null,
    attributes: attributesOf(user),
    phone: user.phoneNumbers ? firstOf(user.phoneNumbers) || null : (now?.phone ?? null),
    manager: enterprise ? managerOf(enterprise.manager) : (now?.managerId ?? null),
    accounts: user[ACCOUNTS]?.accounts ?? now?.accounts ?? [],
    roles: user.roles ? user.roles.flatMap(({ value }) => (value ? [value] : [])) : (now?.roles ?? []),
  }
}

function nameOf({ displayName, name, userName }: UserBody): string {
  const parts = [name?.familyName, name?.givenName].filter((word): word is string => Boolean(word))
  // 陈小明 is written without a space, Mary Smith with one
  const joined = parts.every((word) => /\p{Script=Han}/u.test(word)) ? parts.join('') : parts.reverse().join(' ')
  return displayName || name?.formatted || joined || userName
}

function attributesOf(user: UserBody): Attributes {
  const enterprise = user[ENTERPRISE]
  return {
    title: user.title ?? '',
    user_type: user.userType ?? '',
    email: user.emails ? firstOf(user.emails) : '',
    ...(enterprise && {
      employee_no: enterprise.employeeNumber ?? '',
      department: enterprise.department ?? '',
      organization: enterprise.organization ?? '',
      division: enterprise.division ?? '',
    }),
  }
}

const firstOf = (list: z.output<typeof Valued>): string =>
  (list.find(({ primary }) => primary === true) ?? list[0])?.value ?? ''

function managerOf(manager: NonNullable<UserBody[typeof ENTERPRISE]>['manager']): PersonId | null {
  const id = typeof manager === 'string' ? manager : manager?.value
  return (id || null) as PersonId | null // looked up where it is written
}

const GroupBody = z.object({
  displayName: text,
  externalId: text.nullish(),
  members: z
    .array(z.object({ value: text }))
    .max(100_000)
    .nullish(),
})

/** @throws Refusal `group_body_invalid` */
export function toldGroup(body: unknown): ToldGroup {
  const read = GroupBody.safeParse(canonical(body, GROUP_NAMES))
  if (!read.success) throw new Refusal('invalid', 'group_body_invalid')
  const { displayName, externalId, members } = read.data
  return { name: displayName, externalId: externalId || null, members: (members ?? []).map(({ value }) => value) }
}

/** Names of attributes are taken in whatever case (RFC 7643 2.1). */
function canonical(body: unknown, names: readonly string[]): unknown {
  if (typeof body !== 'object' || body === null) return body
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      names.find((name) => name.toLowerCase() === key.toLowerCase()) ?? key,
      value,
    ]),
  )
}
