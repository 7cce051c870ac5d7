export * from './directory.store.ts'
export * from './groups.store.ts'
export * from './people.store.ts'
export * from './proof.store.ts'
export {
  type Account,
  type DirectoryId,
  type DirectoryRow,
  type GroupRow,
  identityMigrations,
  type LinkPurpose,
  type LinkRow,
  type PersonRow,
  type PersonSource,
  type PersonState,
  type SessionRow,
} from './schema.store.ts'
