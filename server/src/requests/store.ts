export * from './consent.store.ts'
export * from './grant.store.ts'
export * from './outbox.store.ts'
export * from './request.store.ts'
export {
  CONSENT_STATES,
  type ConsentRow,
  type ConsentState,
  type DecisionRow,
  type EventRow,
  type GrantRow,
  type MessageRow,
  type RequestRow,
  requestsMigrations,
  type StatementRow,
} from './schema.store.ts'
