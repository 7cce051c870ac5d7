import { createHash, createHmac } from 'node:crypto'
import { type FSWatcher, watch } from 'node:fs'
import { type FileHandle, stat } from 'node:fs/promises'
import { relative } from 'node:path'
import { type Clock, type ConnectorId, type ImportId, type Instant, MINUTE, SECOND } from '#base'
import type { Intake } from '#intake'
import type { HouseDb } from '#platform'
import { filesBelow, openBelow } from './folder-files.ts'
import { placeOf } from './folder-place.ts'
import type { Trouble } from './kinds.ts'
import type { Connector } from './registry.ts'
import { findFileDigest, findFileStamp, noteFile } from './store.ts'

// Folder connectors: files that others put below the operator's intake root are imported once, and stay where they are.

export interface FolderParts {
  readonly db: HouseDb
  readonly clock: Clock
  readonly keyHashing: Uint8Array
  readonly intakeRoot: string | null
  readonly intake: Pick<Intake, 'receiveUpload' | 'dropUpload' | 'startImport' | 'ended'>
  mayTakeIn(): Promise<boolean>
  onTrouble(code: Trouble): void
  /** Tests shorten them; ms. */
  readonly pollMs?: number
  readonly settleMs?: number
}

/** A file that a folder connector has read. */
export interface WatchedFile {
  readonly name: string
  readonly size: number
  /** `imported`; `known`: the same bytes were read before; `failed`, `cancelled`: how its import ended. */
  readonly state: string
  readonly importId: ImportId | null
  readonly at: Instant
}

export interface FolderNeighbours {
  connectors(): readonly Connector[]
  came(connector: ConnectorId, counts: { archived: number; duplicates: number; refused: number }): void
}

interface Seen {
  readonly size: number
  readonly mtime: number
  /** Since when it has looked like this, by the house's clock. */
  readonly since: Instant
  /** It could not be read to its end: not before this. */
  readonly notBefore: Instant
  /** The house has noted that it was read: nothing is left to ask. */
  readonly isRead?: boolean
}

const POLL = 5 * SECOND
const SETTLE = 10 * SECOND
const AGAIN = 5 * MINUTE

/** Looks into the folders by the house's clock; the system's own notice of a change only makes the next look come soon. */
export class FolderWatch {
  readonly #parts: FolderParts
  readonly #neighbours: FolderNeighbours
  readonly #seen = new Map<string, Seen>()
  readonly #hints = new Map<ConnectorId, FSWatcher>()
  #timer: NodeJS.Timeout | null = null
  #looking: Promise<void> = Promise.resolve()
  #isLooking = false
  #closed = false
  readonly #closing = Promise.withResolvers<null>()

  constructor(parts: FolderParts, neighbours: FolderNeighbours) {
    this.#parts = parts
    this.#neighbours = neighbours
  }

  start(): void {
    this.#timer = setInterval(() => this.#look(), this.#parts.pollMs ?? POLL)
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#closing.resolve(null)
    if (this.#timer) clearInterval(this.#timer)
    for (const hint of this.#hints.values()) hint.close()
    await this.#looking
  }

  #look(): void {
    if (this.#isLooking || this.#closed) return
    this.#isLooking = true
    this.#looking = this.#lookOver().finally(() => {
      this.#isLooking = false
    })
  }

  async #lookOver(): Promise<void> {
    const unreadable = () => this.#parts.onTrouble('connector_folder_unreadable') // looked at again in the next turn
    for (const connector of this.#neighbours.connectors()) {
      try {
        const place = placeOf(this.#parts.intakeRoot, connector.settings.folder ?? '')
        this.#hint(connector.id, place)
        if (!(await this.#parts.mayTakeIn())) return
        const paths = await filesBelow(place, unreadable)
        this.#forget(connector.id, new Set(paths.map((path) => relative(place, path))))
        for (const path of paths) {
          if (this.#closed) return
          // a folder can take hours: whoever turns the connector off does not wait for its end
          if (!this.#neighbours.connectors().some(({ id }) => id === connector.id)) break
          // one file that cannot be looked at (moved away just now, say) keeps nobody from the next
          await this.#file(connector, place, path).catch(unreadable)
        }
      } catch {
        unreadable()
      }
    }
  }

  /** What lies there no longer, should it come again, is looked at as new: whether it was read stands in the house. */
  #forget(id: ConnectorId, there: ReadonlySet<string>): void {
    for (const key of this.#seen.keys())
      if (key.startsWith(`${id} `) && !there.has(key.slice(id.length + 1))) this.#seen.delete(key)
  }

  #hint(id: ConnectorId, place: string): void {
    if (this.#hints.has(id)) return
    try {
      const hint = watch(place, { persistent: false }, () => this.#look())
      hint.on('error', () => this.#hints.delete(id))
      this.#hints.set(id, hint)
    } catch {
      // a file system without notices: the clock is enough
    }
  }

  /** Waits until the file has stopped growing, then reads it, once. */
  async #file(connector: Connector, place: string, path: string): Promise<void> {
    const { clock, db } = this.#parts
    const name = relative(place, path)
    const key = `${connector.id} ${name}`
    const { size, mtimeMs } = await stat(path)
    const mtime = Math.floor(mtimeMs)
    const now = clock.now()
    const seen = this.#seen.get(key)
    if (!seen || seen.size !== size || seen.mtime !== mtime) {
      this.#seen.set(key, { size, mtime, since: now, notBefore: now })
      return
    }
    if (seen.isRead) return
    if (now - seen.since < (this.#parts.settleMs ?? SETTLE) || now < seen.notBefore) return
    if (await findFileStamp(db, { connector: connector.id, name, size, mtime })) {
      this.#seen.set(key, { ...seen, isRead: true })
      return
    }
    // one file that cannot be taken keeps nobody from reading the next
    const isRead = await this.#read(connector, place, path).catch(() => {
      this.#parts.onTrouble('connector_file_unreadable')
      return false
    })
    if (!isRead) this.#seen.set(key, { ...seen, notBefore: (now + AGAIN) as Instant }) // an instant later
  }

  /** @returns false where it has to be tried again: it changed meanwhile, or the import did not come to its end */
  async #read(connector: Connector, place: string, path: string): Promise<boolean> {
    const { intake, clock, db } = this.#parts
    const name = relative(place, path)
    const file = await openBelow(place, path)
    if (file === null) {
      this.#parts.onTrouble('connector_file_unreadable')
      return false
    }
    try {
      const before = await file.stat()
      const hash = createHash('sha256')
      // 1. What is imported is exactly what was hashed: both are made of one reading. A crash leaves an unreadable spool.
      const upload = await intake.receiveUpload(reading(file, (piece) => hash.update(piece)))
      const after = await file.stat()
      const { size, mtimeMs } = before
      if (after.size !== size || after.mtimeMs !== mtimeMs) {
        intake.dropUpload(upload)
        return false
      }
      const digest = createHmac('sha256', this.#parts.keyHashing)
        .update('cunzhen/watched-file/v1\n')
        .update(hash.digest())
        .digest()
      const row = { connector: connector.id, name, size, mtime: Math.floor(mtimeMs), digest, at: clock.now() }
      const known = await findFileDigest(db, connector.id, digest)
      if (known) {
        intake.dropUpload(upload)
        await db.write((tx) => noteFile(tx, { ...row, state: 'known', import: known.import }))
        return true
      }
      // 2. The import. A crash before its end is found by the next start, which reads the file again: nothing comes twice.
      const ended = await this.#import(connector, name, upload)
      if (ended === null || ended.state === 'interrupted') return false
      // 3. The note that it was read.
      const state = ended.state === 'finished' ? 'imported' : ended.state
      await db.write((tx) => noteFile(tx, { ...row, state, import: ended.id }))
      const { archived, duplicates, quarantined } = ended.counts
      this.#neighbours.came(connector.id, { archived, duplicates, refused: quarantined })
      return true
    } finally {
      await file.close()
    }
  }

  async #import(connector: Connector, name: string, upload: Awaited<ReturnType<Intake['receiveUpload']>>) {
    const { intake } = this.#parts
    const { format, mapping, ownAccount } = connector.settings
    const options = { format, mapping, origin: connector.origin, ownAccount, fileName: name }
    const order = { kind: 'standing_order', connector: connector.id, by: connector.row.created_by } as const
    try {
      const started = await intake.startImport(options, upload, order)
      // a server that ends does not wait: the import is then found interrupted, and the file is read again
      return await Promise.race([intake.ended(started.id), this.#closing.promise])
    } catch (error) {
      intake.dropUpload(upload)
      throw error
    }
  }
}

async function* reading(file: FileHandle, take: (piece: Buffer) => void): AsyncGenerator<Uint8Array> {
  for await (const piece of file.createReadStream({ autoClose: false, start: 0 }) as AsyncIterable<Buffer>) {
    take(piece)
    yield piece
  }
}
