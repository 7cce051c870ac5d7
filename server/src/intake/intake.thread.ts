import { type JournalHandlers, journalOver, type ObjectPlaces, ObjectWriter } from '#archive'
import { type ImportId, type KeyId, type QuarantineId, Refusal } from '#base'
import { parent, peer, serveThread } from '#platform'
import { openFile } from './containers/byte-source.ts'
import type { Listing } from './containers/entries.ts'
import { listFile, listFolder } from './containers/entries.ts'
import type { Bounds } from './containers/entry.ts'
import { openSpooled, type Spooled } from './containers/spool.ts'
import { KeptCounts } from './kept-counts.store.ts'
import { PartNumbers } from './numbers.ts'
import { Occurrences } from './occurrences.store.ts'
import type { ReceiveOptions } from './options.ts'
import { Quarantine, type QuarantinedSpan } from './quarantine.ts'
import { QuarantineFile } from './quarantine-file.ts'
import { receive } from './receive.ts'
import type { Doors, Progress, Received } from './received.ts'
import { type Resolved, reread, type SpanToRead } from './reread.ts'

// One running import: reads, parses, computes commitments, and hands batches to the journal thread over its own line.

export type ImportInput =
  | { kind: 'file'; path: string }
  | { kind: 'folder'; path: string }
  | { kind: 'upload'; upload: Spooled }
  | { kind: 'spans'; spans: SpanToRead[] }

export interface ImportJob {
  importId: ImportId
  input: ImportInput
  fileName: string
  options: ReceiveOptions
  bounds: Bounds
  scratchDir: string
  quarantinePath: string
  countsPath: string
  quarantineKey: Uint8Array
  digestKey: Uint8Array
  objects: ObjectPlaces
}

/** What the thread calls on its starter. */
export interface IntakeListener {
  /** Resolves when the spans are on disk in the house database. */
  quarantined(spans: QuarantinedSpan[]): Promise<void>
  /** A span of an earlier import was read: what it held is archived, known, or in this import's quarantine. */
  resolved(span: QuarantineId): Promise<void>
  progress(progress: Progress): void
  /** A key for one object, in the register when it resolves. */
  createObjectKey(): Promise<{ id: KeyId; key: Uint8Array }>
  destroyObjectKey(id: KeyId): Promise<void>
}

function serve() {
  const turn = new Turn()
  return {
    /** Reading stops at the next piece, or goes on. What was read is archived in either case. */
    hold: (paused: boolean) => turn.hold(paused),
    cancel: () => turn.cancel(),
    async run(job: ImportJob): Promise<Received> {
      const listener = parent<IntakeListener>()
      const journal = journalOver(await peer<JournalHandlers>('journal'))
      const file = new QuarantineFile(job.quarantinePath, job.importId, job.quarantineKey, job.digestKey)
      job.digestKey.fill(0)
      const occurrences = new Occurrences(job.scratchDir)
      const telling = new Telling((progress) => listener.progress(progress))
      const doors: Doors = {
        journal,
        quarantine: new Quarantine(file),
        numbers: new PartNumbers(occurrences, () => new KeptCounts({ path: job.countsPath, key: job.quarantineKey })),
        objects: new ObjectWriter(job.objects, {
          create: () => listener.createObjectKey(),
          destroy: (id) => listener.destroyObjectKey(id),
        }),
        quarantined: (spans) => listener.quarantined(spans),
        progress: (progress) => telling.say(progress),
        turn: () => turn.mine(),
      }
      try {
        return await readInput(job, doors, occurrences, (span) => listener.resolved(span))
      } finally {
        await telling.end()
        file.close()
        occurrences.close()
        job.quarantineKey.fill(0)
      }
    },
  }
}

async function readInput(job: ImportJob, doors: Doors, seen: Occurrences, resolved: Resolved): Promise<Received> {
  const { input, importId, options, bounds } = job
  if (input.kind === 'spans') return reread(input.spans, importId, options, bounds, { ...doors, seen }, resolved)
  const { listing, close } = await openInput(input, job)
  try {
    return await receive(listing, importId, options, bounds, doors)
  } finally {
    await close()
  }
}

export type IntakeHandlers = ReturnType<typeof serve>

interface Opened {
  listing: Listing
  close(): Promise<void>
}

async function openInput(
  input: Exclude<ImportInput, { kind: 'spans' }>,
  { fileName, bounds }: ImportJob,
): Promise<Opened> {
  if (input.kind === 'folder') return { listing: await listFolder(input.path), close: () => Promise.resolve() }
  const source = input.kind === 'file' ? await openFile(input.path) : await openSpooled(input.upload)
  return { listing: await listFile(source, fileName, bounds), close: () => source.close() }
}

/** Whether reading may go on. */
class Turn {
  #waits: PromiseWithResolvers<void> | null = null
  #cancelled = false

  hold(paused: boolean): void {
    if (paused) this.#waits ??= Promise.withResolvers()
    else this.#release()
  }

  cancel(): void {
    this.#cancelled = true
    this.#release()
  }

  /** @throws Refusal `import_cancelled` */
  async mine(): Promise<void> {
    while (this.#waits) await this.#waits.promise
    if (this.#cancelled) throw new Refusal('conflict', 'import_cancelled')
  }

  #release(): void {
    this.#waits?.resolve()
    this.#waits = null
  }
}

/** Says the newest thing, one at a time: a slow listener never makes a queue. */
class Telling {
  readonly #tell: (progress: Progress) => Promise<void>
  #latest: Progress | null = null
  #underway: Promise<void> | null = null

  constructor(tell: (progress: Progress) => Promise<void>) {
    this.#tell = tell
  }

  say(progress: Progress): void {
    this.#latest = progress
    this.#underway ??= this.#run()
  }

  async end(): Promise<void> {
    while (this.#underway) await this.#underway
  }

  async #run(): Promise<void> {
    while (this.#latest) {
      const latest = this.#latest
      this.#latest = null
      await this.#tell(latest)
    }
    this.#underway = null
  }
}

await serveThread(serve, 'background')
