import type { Catalog } from './catalog.store.ts'
import type { OpenedRecord } from './opened-record.ts'

// What is made of a record in the thread that opens it, so that what it says never leaves that thread: a screen gets it
// masked. What is made, the archive does not know; a module of another room says it (`ArchiveParts.view`).

export interface RecordView {
  /** What changes seldom and everything shown later depends on (people, rules); clonable. */
  tell(told: unknown): void
  /** @param asked what one call wants, clonable @returns what each of its records becomes, clonable */
  page(asked: unknown): (record: OpenedRecord) => unknown
}

/** What the module exports. */
export interface ViewModule {
  createView(parts: { catalog: Pick<Catalog, 'namesIn' | 'conversation'> }): RecordView
}
