export { ATTRIBUTES, type Attribute, type Attributes } from './attributes.ts'
export { codeAt } from './code.ts'
export type { DirectoryPerson, Told } from './directory.ts'
export type { DirectoryGroup, ToldGroup } from './directory-groups.ts'
export type { Directory, DirectoryView } from './directory-tokens.ts'
export type { Condition, GroupMember, GroupView, Rule } from './groups.ts'
export {
  createIdentity,
  type DirectoryDoor,
  type Groups,
  type Identity,
  type IdentityOptions,
} from './identity.ts'
export type { ImportOptions, LineDone, PeopleImported } from './import-people.ts'
export type { IssuedLink, LinkAnswer } from './links.ts'
export { PASSWORD_COST, type PasswordCost } from './password.ts'
export type { EditPerson, NewPerson } from './people.ts'
export type { PersonView } from './people-views.ts'
export type { FieldChange } from './person-diff.ts'
export type { Opened, SignedIn } from './sessions.ts'
export type { SignIn } from './sign-in.ts'
export { type Account, type DirectoryId, identityMigrations, type PersonState } from './store.ts'
