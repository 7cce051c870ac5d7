import { createHash, hash } from 'node:crypto'
import { type Attachment, guarded, type ObjectWriter, withAttachments } from '#archive'
import { Broken, type Entry } from './containers/entry.ts'
import { isSafeName } from './containers/zip-member.ts'
import { writeRefusal } from './disk.ts'
import { fileTypeOf, HEAD_BYTES } from './file-type.ts'
import type { Draft, NamedFile, Reason } from './piece.ts'

// Files that messages name, from the same source into the house's objects, before the record that names them is admitted.
// A name in a message is looked up among the names of the source's parts and nowhere else: whatever it says, it never
// becomes a path on this machine.

/** A source's own words under our name for the files of a record are called otherwise (archive/objects/attached.ts). */
export function guardedDraft(draft: Draft): Draft {
  const extra = guarded(draft.fields.extra)
  return extra === draft.fields.extra ? draft : { ...draft, fields: { ...draft.fields, extra } }
}

/** Files that one record may name; a message that names more says so. */
export const MOST_FILES = 1000
const TURN_EVERY = 8 * 1024 * 1024

/** Endings of files that chats carry. */
const CARRIED =
  /\.(jpe?g|png|gif|webp|bmp|heic|tiff?|svg|amr|mp3|m4a|aac|wav|ogg|opus|silk|mp4|mov|avi|mkv|webm|3gpp?|pdf|docx?|pptx?|zip|rar|7z|vcf|vcard)$/i

/** Such parts are read behind the others: then it is known whose they are, and they are read once less. */
export function isCarried(name: string): boolean {
  return CARRIED.test(name)
}

/** What is found where a message names a file. */
type Found = { what: 'kept'; sha256: string; bytes: number; type: string } | { what: 'missing'; why: Missing }
/** `unreadable_` and why the container refuses it. */
type Missing = 'not_included' | 'not_there' | 'unsafe_name' | 'ambiguous' | 'too_many' | `unreadable_${Reason}`

export interface MediaDoors {
  /** Null: nothing is kept (a trial reading). */
  objects: Pick<ObjectWriter, 'keep'> | null
  /** Waits while the import is paused. @throws where it is cancelled */
  turn(): Promise<void>
  /** Counts content towards the bound of the source. @returns false: it is beyond */
  take(bytes: number): boolean
}

export interface Attached {
  draft: Draft
  /** Parts whose bytes are the record's now. */
  parts: Entry[]
  kept: number
  missing: number
}

/** The files of one source. */
export class Media {
  readonly #byName: ReadonlyMap<string, Entry | 'twice'>
  /** Made when a message first asks by key. */
  #byKey: ReadonlyMap<string, Entry | 'twice'> | null = null
  readonly #doors: MediaDoors
  readonly #found = new Map<Entry, Found>()
  readonly #claimed = new Map<Entry, number>()

  constructor(entries: readonly Entry[], doors: MediaDoors) {
    this.#doors = doors
    const byName = new Map<string, Entry | 'twice'>()
    for (const entry of entries) {
      const name = entry.name.normalize('NFC') // macOS writes names apart, in NFD
      byName.set(name, byName.has(name) ? 'twice' : entry)
    }
    this.#byName = byName
  }

  /**
   * The draft as it is admitted: with what became of the files it names, each kept on disk.
   * @param part name of the part that the message stands in
   * @throws Refusal `disk_full`; what `turn` throws
   */
  async attach(draft: Draft, part: string): Promise<Attached> {
    const named = draft.files ?? []
    if (named.length === 0) return { draft: guardedDraft(draft), parts: [], kept: 0, missing: 0 }
    const attachments: Attachment[] = []
    const parts: Entry[] = []
    let kept = 0
    for (const file of named.slice(0, MOST_FILES)) {
      const { entry, found } = file.inline
        ? { entry: null, found: await this.#keep(held(file.inline)) }
        : await this.#find(file, part)
      const said = { name: file.name, claimed: file.type }
      if (found.what === 'missing') attachments.push({ ...said, missing: found.why })
      else attachments.push({ ...said, bytes: found.bytes, sha256: found.sha256, type: found.type })
      if (found.what === 'kept') kept++
      if (entry && found.what === 'kept') parts.push(entry)
    }
    if (named.length > MOST_FILES) attachments.push({ name: '', claimed: '', missing: 'too_many' satisfies Missing })
    const extra = withAttachments(guarded(draft.fields.extra), attachments)
    const identity = identityWith(draft.identity, attachments)
    return {
      draft: { ...draft, identity, fields: { ...draft.fields, extra } },
      parts,
      kept,
      missing: named.length - kept,
    }
  }

  /** The record that names them was encoded: from now on their bytes are its own. */
  claim(parts: readonly Entry[]): void {
    for (const entry of parts) {
      const found = this.#found.get(entry)
      if (found?.what === 'kept') this.#claimed.set(entry, found.bytes)
    }
  }

  /** Bytes of a part that a record has; null: none has it. */
  claimedBytes(entry: Entry): number | null {
    return this.#claimed.get(entry) ?? null
  }

  async #find(file: NamedFile, part: string): Promise<{ entry: Entry | null; found: Found }> {
    const keys = file.keys?.filter(isKey) ?? []
    if (file.paths.length === 0 && keys.length === 0) return missing('not_included')
    const paths = file.paths.flatMap((path) => pathsOf(path, part))
    if (paths.length === 0 && keys.length === 0) return missing('unsafe_name')
    const keyed = keys.map((key) => this.#keyed().get(key.toLowerCase())).filter((one) => one !== undefined)
    // by what nothing else is called, before a name that people gave it
    const entry =
      keyed.find((one) => one !== 'twice') ??
      paths.map((path) => this.#byName.get(path)).find((one) => one !== undefined) ??
      keyed[0]
    if (entry === undefined || (entry !== 'twice' && entry.name === part)) return missing('not_there')
    if (entry === 'twice') return missing('ambiguous')
    let found = this.#found.get(entry)
    if (!found) {
      found = await this.#keep(entry)
      this.#found.set(entry, found)
    }
    return { entry, found }
  }

  #keyed(): ReadonlyMap<string, Entry | 'twice'> {
    if (this.#byKey) return this.#byKey
    const byKey = new Map<string, Entry | 'twice'>()
    for (const [name, entry] of this.#byName) {
      if (entry === 'twice') continue
      const steps = name.split('/')
      const file = steps.at(-1) ?? ''
      const keys = new Set([file, file.replace(/\.[^.]*$/, ''), steps.at(-2) ?? ''].map((key) => key.toLowerCase()))
      for (const key of keys) if (isKey(key)) byKey.set(key, byKey.has(key) ? 'twice' : entry)
    }
    this.#byKey = byKey
    return byKey
  }

  /** Its content once to know it, and, where the house does not have it, once more to keep it. */
  async #keep(entry: Pick<Entry, 'refused' | 'content'>): Promise<Found> {
    if (entry.refused) return { what: 'missing', why: `unreadable_${entry.refused}` }
    try {
      const digest = createHash('sha256')
      const head: Buffer[] = []
      let bytes = 0
      for await (const chunk of this.#inTurn(entry)) {
        if (bytes < HEAD_BYTES) head.push(Buffer.from(chunk.subarray(0, HEAD_BYTES - bytes)))
        bytes += chunk.length
        if (!this.#doors.take(chunk.length)) throw new Broken('bomb', 0)
        digest.update(chunk)
      }
      const sha256 = digest.digest()
      const { objects } = this.#doors
      if (objects && !(await objects.keep(sha256, this.#inTurn(entry)))) {
        return { what: 'missing', why: 'unreadable_damaged' } // it changed while it was read
      }
      return { what: 'kept', sha256: sha256.toString('hex'), bytes, type: fileTypeOf(Buffer.concat(head)) }
    } catch (error) {
      if (error instanceof Broken) return { what: 'missing', why: `unreadable_${error.reason}` }
      throw writeRefusal(error)
    }
  }

  async *#inTurn(entry: Pick<Entry, 'content'>): AsyncGenerator<Buffer> {
    let since = 0
    for await (const chunk of entry.content()) {
      yield chunk
      since += chunk.length
      if (since < TURN_EVERY) continue
      since = 0
      await this.#doors.turn()
    }
  }
}

/** Bytes of a message as a part of its source. */
function held(bytes: Buffer): Pick<Entry, 'refused' | 'content'> {
  return {
    refused: null,
    async *content() {
      yield bytes
    },
  }
}

/** What a platform makes up to name one file only; shorter ones are names of other things too. */
function isKey(key: string): boolean {
  return key.length >= 8 && key.length <= 200
}

function missing(why: Missing): { entry: null; found: Found } {
  return { entry: null, found: { what: 'missing', why } }
}

/**
 * Where a name can mean a part: beside the part that says it, or from the top of the source. [] where it leads out of it.
 */
export function pathsOf(path: string, part: string): string[] {
  const name = path.replaceAll('\\', '/').normalize('NFC')
  if (name === '' || name.startsWith('/') || /^[A-Za-z]:/.test(name) || name.includes('\0')) return []
  const folder = part.includes('/') ? part.slice(0, part.lastIndexOf('/')).normalize('NFC') : ''
  const found = [folder === '' ? name : `${folder}/${name}`, name].map(straight)
  return [...new Set(found)].filter((one) => one !== null && isSafeName(one)).map(String)
}

/** Without `.` and `..`; null where it climbs beyond the top. */
function straight(path: string): string | null {
  const steps: string[] = []
  for (const step of path.split('/')) {
    if (step === '..' && steps.pop() === undefined) return null
    if (step !== '..' && step !== '.' && step !== '') steps.push(step)
  }
  return steps.join('/')
}

/** A message that comes with its files says more than the same message that came without. */
export function identityWith(identity: string, attachments: readonly Attachment[]): string {
  const digests = attachments.flatMap((one) => ('sha256' in one ? [one.sha256] : []))
  return digests.length === 0 ? identity : hash('sha256', `${identity}\n${digests.join('\n')}`, 'base64')
}
