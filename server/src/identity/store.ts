export * from './people.store.ts'
export * from './proof.store.ts'
export {
  type Account,
  identityMigrations,
  type LinkPurpose,
  type LinkRow,
  type PersonRow,
  type PersonState,
  type SessionRow,
} from './schema.store.ts'
