import type { PersonActor, Role, RulesInForce, StrangerActor } from '#access'
import { Door, type Recorder } from '#audit'
import type { Clock, GroupId, Instant, PersonId } from '#base'
import type { HouseDb } from '#platform'
import { codeAt } from './code.ts'
import {
  addFromDirectory,
  type DirectoryPerson,
  directoryPeople,
  directoryPerson,
  removeFromDirectory,
  replaceFromDirectory,
  type Told,
} from './directory.ts'
import {
  type DirectoryGroup,
  directoryGroup,
  directoryGroups,
  removeDirectoryGroup,
  type ToldGroup,
  writeDirectoryGroup,
} from './directory-groups.ts'
import {
  type Directory,
  type DirectoryView,
  directoryOf,
  listDirectories,
  makeDirectory,
  revokeDirectory,
} from './directory-tokens.ts'
import type { PeopleDoors } from './doors.ts'
import {
  addGroup,
  editGroup,
  type GroupMember,
  type GroupView,
  listGroupViews,
  type Rule,
  removeGroup,
  tryRule,
} from './groups.ts'
import { type ImportOptions, importPeople, type PeopleImported } from './import-people.ts'
import {
  enrol,
  type IssuedLink,
  issueDemoLink,
  issueFirstAdministratorLink,
  issueLink,
  type LinkAnswer,
  openLink,
} from './links.ts'
import { PASSWORD_COST, type PasswordCost } from './password.ts'
import { addPerson, type EditPerson, editPerson, type NewPerson } from './people.ts'
import { listViews, type PersonView, viewOf } from './people-views.ts'
import { isActive, type Opened, type SignedIn, sessionOf, signOut, stepUp } from './sessions.ts'
import { type SignIn, signIn } from './sign-in.ts'
import * as store from './store.ts'

export interface IdentityOptions {
  readonly db: HouseDb
  readonly recorder: Recorder
  readonly clock: Clock
  readonly rules: () => RulesInForce
  /** Shown by the authenticator app. */
  readonly houseName: string
  readonly demo: boolean
  /** Tests lower it; a house does not. */
  readonly passwordCost?: PasswordCost
}

/** People, and how they prove who they are. Each verb documents its refusals in its own file. */
export interface Identity {
  add(actor: PersonActor, person: NewPerson): Promise<PersonView>
  edit(actor: PersonActor, id: PersonId, change: EditPerson): Promise<PersonView>
  importCsv(actor: PersonActor, csv: string, options?: ImportOptions): Promise<PeopleImported>
  people(): Promise<PersonView[]>
  person(id: PersonId): Promise<PersonView>
  namesOf(ids: readonly PersonId[]): Promise<ReadonlyMap<PersonId, string>>
  accountsOf(id: PersonId): Promise<store.Account[]>
  /** Everybody's who shares a group with this person, the own ones included. */
  groupAccountsOf(id: PersonId): Promise<store.Account[]>
  /** Every account with the department, or each group, of the person who has it. */
  accountsBy(by: 'department' | 'group'): Promise<(store.Account & { readonly value: string })[]>
  /** The person whose platform account this is. */
  holderOf(account: store.Account): Promise<PersonId | null>
  isActive(id: PersonId): Promise<boolean>
  rolesOf(id: PersonId): Promise<Role[]>

  issueLink(actor: PersonActor, id: PersonId): Promise<IssuedLink>
  issueFirstAdministratorLink(): Promise<(IssuedLink & { username: string }) | null>
  issueDemoLink(id: PersonId): Promise<IssuedLink>
  openLink(token: string, stranger: StrangerActor): Promise<LinkAnswer>
  enrol(enrolment: { token: string; password: string; code: string }, stranger: StrangerActor): Promise<Opened>

  signIn(signIn: SignIn, stranger: StrangerActor): Promise<Opened>
  signOut(actor: SignedIn): Promise<void>
  sessionOf(token: string, ip?: string | null): Promise<SignedIn | null>
  stepUp(actor: SignedIn, code: string): Promise<Instant>
  readonly groups: Groups
  readonly directory: DirectoryDoor
  /** What the person's authenticator shows now; null in any house but a demo, and for people not enrolled. */
  demoCode(id: PersonId): Promise<string | null>
}

/** Groups by hand and by rule. */
export interface Groups {
  list(): Promise<GroupView[]>
  tryRule(actor: PersonActor, rule: Rule): Promise<GroupMember[]>
  add(actor: PersonActor, group: { readonly name: string; readonly rule: Rule | null }): Promise<GroupView>
  edit(actor: PersonActor, id: GroupId, change: Parameters<typeof editGroup>[3]): Promise<GroupView>
  remove(actor: PersonActor, id: GroupId): Promise<void>
}

/** What a directory may do, and how an administrator lets one in. */
export interface DirectoryDoor {
  list(): Promise<DirectoryView[]>
  make(
    actor: PersonActor,
    asked: { readonly name: string; readonly roles: readonly Role[] },
  ): Promise<{ directory: DirectoryView; token: string }>
  revoke(actor: PersonActor, id: store.DirectoryId): Promise<void>
  open(token: string, stranger: StrangerActor): Promise<Directory>
  people(username?: string | null): Promise<DirectoryPerson[]>
  person(id: PersonId): Promise<DirectoryPerson>
  add(directory: Directory, told: Told): Promise<DirectoryPerson>
  replace(directory: Directory, id: PersonId, toldOf: (now: DirectoryPerson) => Told): Promise<DirectoryPerson>
  remove(directory: Directory, id: PersonId): Promise<void>
  groups(): Promise<DirectoryGroup[]>
  group(id: GroupId): Promise<DirectoryGroup>
  writeGroup(
    directory: Directory,
    id: GroupId | null,
    toldOf: (now: DirectoryGroup | null) => ToldGroup,
  ): Promise<DirectoryGroup>
  removeGroup(directory: Directory, id: GroupId): Promise<void>
}

export function createIdentity(options: IdentityOptions): Identity {
  const doors = { ...options, passwordCost: options.passwordCost ?? PASSWORD_COST }
  const { db, clock } = doors
  return {
    add: (actor, person) => addPerson(doors, actor, person),
    edit: (actor, id, change) => editPerson(doors, actor, id, change),
    importCsv: (actor, csv, given) => importPeople(doors, actor, csv, given),
    people: () => listViews(db),
    person: (id) => viewOf(db, id),
    namesOf: async (ids) => new Map((await store.listNames(db, ids)).map(({ id, name }) => [id, name])),
    accountsOf: (id) => store.accountsOfPerson(db, id),
    groupAccountsOf: (id) => store.accountsOfGroups(db, id),
    accountsBy: (by) => (by === 'group' ? store.accountsByGroup(db) : store.accountsByAttribute(db, 'department')),
    holderOf: (account) => store.holderOf(db, account),
    isActive: (id) => isActive(db, id),
    rolesOf: (id) => store.rolesOfPerson(db, id),

    issueLink: (actor, id) => issueLink(doors, actor, id),
    issueFirstAdministratorLink: () => issueFirstAdministratorLink(doors),
    issueDemoLink: (id) => issueDemoLink(doors, id),
    openLink: (token, stranger) => openLink(doors, token, stranger),
    enrol: (enrolment, stranger) => enrol(doors, enrolment, stranger),

    signIn: (credentials, stranger) => signIn(doors, credentials, stranger),
    signOut: (actor) => signOut(doors, actor),
    sessionOf: (token, ip = null) => sessionOf(doors, token, ip),
    stepUp: (actor, code) => stepUp(doors, actor, code),
    groups: groupsOf(doors),
    directory: directoryDoor(doors),
    async demoCode(id) {
      const secret = doors.demo ? (await store.findPerson(db, id))?.code_secret : null
      return secret ? codeAt(secret, clock.now()) : null
    },
  }
}

function groupsOf(doors: PeopleDoors): Groups {
  return {
    list: () => listGroupViews(doors.db),
    tryRule: (actor, rule) => tryRule(doors, actor, rule),
    add: (actor, group) => addGroup(doors, actor, group),
    edit: (actor, id, change) => editGroup(doors, actor, id, change),
    remove: (actor, id) => removeGroup(doors, actor, id),
  }
}

function directoryDoor(doors: PeopleDoors): DirectoryDoor {
  const { db } = doors
  const door = new Door(doors)
  return {
    list: () => listDirectories(db),
    make: (actor, asked) => makeDirectory(doors, actor, asked),
    revoke: (actor, id) => revokeDirectory(doors, actor, id),
    open: (token, stranger) => directoryOf(doors, door, token, stranger),
    people: (username) => directoryPeople(db, username),
    person: (id) => directoryPerson(db, id),
    add: (directory, told) => addFromDirectory(doors, directory, told),
    replace: (directory, id, toldOf) => replaceFromDirectory(doors, directory, id, toldOf),
    remove: (directory, id) => removeFromDirectory(doors, directory, id),
    groups: () => directoryGroups(db),
    group: (id) => directoryGroup(db, id),
    writeGroup: (directory, id, toldOf) => writeDirectoryGroup(doors, directory, id, toldOf),
    removeGroup: (directory, id) => removeDirectoryGroup(doors, directory, id),
  }
}
