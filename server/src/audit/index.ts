export { Door } from './door.ts'
export { AUDIT_ENTRY_SIZE, type AuditEntry, decodeAuditEntry, encodeAuditEntry } from './entry.ts'
export { type AuditLeaves, openAuditLeaves } from './leaves.ts'
export { type ActPage, type ReadAct, type ReadOptions, readActs } from './read.ts'
export { type ActReceipt, isReceipt } from './receipt.ts'
export {
  type ActDetail,
  type ActDraft,
  type ActNote,
  createRecorder,
  type Performed,
  type Recorder,
  requireRecorded,
} from './record.ts'
export { type ActFilter, type ActorKind, auditMigrations, lastAct, type Outcome } from './store.ts'
