export { type Arrival, MOST_ARRIVALS, type Outcome } from './arrival.ts'
export {
  type ArchiveCounts,
  Catalog,
  type ConversationCard,
  type ParticipantCard,
  type ParticipantNames,
  type StatementCard,
} from './catalog.store.ts'
export type { SealedPlace } from './epochs/map-prover.ts'
export type { EpochSeal } from './epochs/sealer.ts'
export { fsckHouse } from './fsck.ts'
export type { HouseProblem, HouseProblemCode, HouseReport } from './fsck-report.ts'
export { type ArchiveFiles, archiveFiles } from './house-files.ts'
export type { JournalHandlers } from './journal.thread.ts'
export { type Journal, journalOver } from './journal.ts'
export type { JournalOptions } from './journal-writer.ts'
export type { KeeperHandlers } from './keeper.thread.ts'
export type { KeeperOptions, KeeperStatus } from './keeper-work.ts'
export {
  type Attachment,
  attachmentsOf,
  guarded,
  isKept,
  type KeptFile,
  type MissingFile,
  withAttachments,
  withoutAttachments,
} from './objects/attached.ts'
export { type ObjectKeys, type ObjectPlaces, ObjectWriter } from './objects/write.ts'
export { type GrantStillHolds, MOST_OPENED, type ScopedReader, scopedReader, type Wanted } from './open.ts'
export { type OpenedAttachment, openAttachment } from './open-attachment.ts'
export type { OpenedRecord } from './opened-record.ts'
export {
  type ArchivedRecord,
  ArchiveReader,
  fieldsOf,
  IN_SEQUENCE,
  openFields,
  type ReaderOptions,
  type ReaderSecrets,
  type RecordOutline,
  type Stretch,
} from './reader.ts'
export { type KeptRecord, openRetained, type Retained } from './retained.ts'
export {
  type Archive,
  type ArchiveObjects,
  type ArchiveParts,
  openCatalog,
  readerSecrets,
  startArchive,
} from './start.ts'
export type { StatementInput } from './statements.ts'
export type { RecordView, ViewModule } from './view.ts'
