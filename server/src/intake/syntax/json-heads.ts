import type { Reason } from '../piece.ts'
import { ContainerPaths, type Place } from './json-path.ts'
import { isObject, type Json, type JsonObject, readJson, Unreadable } from './json-value.ts'

/** Of one object; more than that cannot be what stands around a list of messages. */
const MOST_MEMBERS = 1000

export interface HeadOptions {
  /**
   * The members that stand in its object before a container, and the container itself, empty: a chat's name, its
   * members. Whoever asks for it reads it, so what stands before containers is structure then; else objects and arrays
   * there go to quarantine. After damage that hides a head it is {}.
   */
  onHead?(head: JsonObject): void
  /** The members behind a container in its object, once the object ends; asked for, they are structure too. */
  onTail?(tail: JsonObject): void
}

interface Around extends Place {
  members: Map<string, Json>
  kept: number
  /** A container was in this object. */
  isPassed: boolean
}

/** What stands around the containers: the brackets that are open, and what their objects say besides. */
export class JsonHeads {
  readonly paths: ContainerPaths
  /** A root object too long to know beforehand whether it has a container: until one is met nothing in it is read. */
  isDoubtful = false
  /** Behind damage, before the next container: the brackets that seem to be open may be those of a broken element. */
  isShaken = false
  readonly #options: HeadOptions
  readonly #most: number
  #open: Around[] = []

  constructor(containers: readonly string[], options: HeadOptions, most: number) {
    this.paths = new ContainerPaths(containers)
    this.#options = options
    this.#most = most
  }

  get here(): Place | undefined {
    return this.#open.at(-1)
  }

  /** True while elements belong to a container, not to a root array. */
  get isInside(): boolean {
    return this.#open.length > 0
  }

  enter(place: Place): void {
    this.#open.push({ ...place, members: new Map(), kept: 0, isPassed: false })
  }

  /** The container under `key` begins. @returns what tells the source its head */
  pass(key: string): () => void {
    const around = this.#open.at(-1)
    const head = { ...Object.fromEntries(around?.members ?? []), [key]: [] }
    this.isDoubtful = false
    this.isShaken = false
    if (around) Object.assign(around, { members: new Map(), kept: 0, isPassed: true })
    return () => this.#options.onHead?.(head)
  }

  /** The bracket that was open last closes. @returns what tells the source what stood behind its container */
  leave(): () => void {
    const around = this.#open.pop()
    const tail = around?.isPassed && around.members.size > 0 ? Object.fromEntries(around.members) : null
    return () => tail && this.#options.onTail?.(tail)
  }

  /** Damage: what comes next lies in an object of this list, whatever was open before. */
  moveTo(list: string): void {
    this.#open = []
    this.isShaken = false
    for (const place of this.paths.placesTo(list)) this.enter(place)
  }

  /** Damage: what comes next are elements of a container whose head cannot be known. */
  lose(): () => void {
    this.isDoubtful = false
    return () => this.#options.onHead?.({})
  }

  /**
   * A member (`"key": value`) that is no way to a container. Null: it is structure; else why it is not.
   *
   * @param isContainer it has a container's name but is no array
   */
  aside(bytes: Buffer, isNested: boolean, isContainer: boolean): Reason | null {
    const around = this.#open.at(-1)
    if (!around || around.isArray || this.isShaken) return 'not_messages'
    if (this.isDoubtful || bytes.length > this.#most) return 'too_long'
    if (isContainer) return 'wrong_shape'
    const read = readJson(Buffer.concat([Buffer.from('{'), bytes, Buffer.from('}')]))
    if (read instanceof Unreadable) return read.reason
    const asked = around.isPassed ? this.#options.onTail : this.#options.onHead
    if (!asked) return isNested ? 'not_messages' : null
    around.kept += bytes.length
    if (around.kept > this.#most || around.members.size >= MOST_MEMBERS) return 'too_long'
    for (const [key, value] of isObject(read) ? Object.entries(read) : []) {
      if (around.members.has(key)) return 'duplicate_key'
      around.members.set(key, value)
    }
    return null
  }
}
