import { KINDS, type Kind, type RecordFields } from '@cunzhen/proof/keeping'
import { type ImportId, type RecordNo, Refusal } from '#base'
import { type Moved, move } from '#platform'

/** One record on its way in, with everything that is costly to compute already computed by the intake thread. */
export interface Arrival {
  fields: RecordFields
  /** What makes it the same message in this source; kept only as a keyed hash, together with platform and origin. */
  identity: string
  /** '' where the source gives none. */
  conversationTitle: string
  members: readonly { account: string; name: string }[]
  importId: ImportId
  /** The 16 random bytes that `digest` and `encoded` were made with. */
  seed: Uint8Array
  /** recordDigest(seed, fields), 32 bytes. */
  digest: Uint8Array
  /** encodeRecord(seed, fields). */
  encoded: Uint8Array
}

/** `duplicate`: the same source id was archived before, as `record`; nothing was added. */
export interface Outcome {
  outcome: 'archived' | 'duplicate'
  record: RecordNo
}

/** Most arrivals in one call of admit; about 1,000 fill a group commit. */
export const MOST_ARRIVALS = 10_000

/** Longest canonical record, in bytes. */
const MOST_BYTES = 64 * 1024 * 1024

/** A code for a kind: its place in the list of formats/canonical-record.md, from 0. */
const KIND_CODES: ReadonlyMap<Kind, number> = new Map(KINDS.map((kind, code) => [kind, code]))

export function kindCode(kind: Kind): number {
  const code = KIND_CODES.get(kind)
  if (code === undefined) throw new Refusal('invalid', 'bad_arrival', { field: 'kind' })
  return code
}

/** The kind of a code that this room wrote. */
export function kindOf(code: number): Kind {
  return KINDS[code] ?? 'unknown'
}

export interface PackedConversation {
  platform: string
  origin: string
  conversation: string
  title: string
  /** Places in `people`, members and senders alike. */
  members: number[]
}

export interface PackedPerson {
  platform: string
  account: string
  /** Every name seen in the batch, the last one last. */
  names: string[]
}

/**
 * A batch as it crosses to the journal thread: what repeats is said once, the rest lies in two buffers that are handed
 * over, not copied (cloning 1,000 Arrivals costs the journal thread about as much as storing them).
 */
export interface PackedArrivals {
  count: number
  imports: ImportId[]
  conversations: PackedConversation[]
  people: PackedPerson[]
  /** Per arrival, column by column: source time (NaN = undated). */
  times: Float64Array
  /** Per arrival COLUMNS numbers: conversation, sender + 1 (0 = none), kind, import, length of identity, of encoded. */
  columns: Uint32Array
  /** Per arrival: digest (32) ‖ identity in UTF-8 ‖ encoded. */
  heap: Uint8Array
}

export const COLUMNS = 6
export const DIGEST = 32

/**
 * Packs a batch for its journey.
 * @throws Refusal `batch_too_large`, `bad_arrival` (naming the field): a caller that breaks the shape of Arrival
 */
export function packArrivals(batch: readonly Arrival[]): Moved<PackedArrivals> {
  if (batch.length > MOST_ARRIVALS) throw new Refusal('too_large', 'batch_too_large', { most: MOST_ARRIVALS })
  const tables = new Tables()
  const times = new Float64Array(batch.length)
  const columns = new Uint32Array(batch.length * COLUMNS)
  let size = 0
  batch.forEach((arrival, at) => {
    checkArrival(arrival)
    const { fields } = arrival
    const conversation = tables.conversation(arrival)
    const identity = Buffer.byteLength(arrival.identity)
    times[at] = fields.sourceTs ?? Number.NaN
    columns[at * COLUMNS] = conversation
    columns[at * COLUMNS + 1] = tables.sender(conversation, fields) + 1
    columns[at * COLUMNS + 2] = kindCode(fields.kind)
    columns[at * COLUMNS + 3] = tables.importPlace(arrival.importId)
    columns[at * COLUMNS + 4] = identity
    columns[at * COLUMNS + 5] = arrival.encoded.length
    size += DIGEST + identity + arrival.encoded.length
  })
  const heap = Buffer.from(new ArrayBuffer(size)) // a buffer of its own: a slice of the shared pool cannot be handed over
  let end = 0
  for (const { digest, identity, encoded } of batch) {
    heap.set(digest, end)
    end += DIGEST
    end += heap.write(identity, end)
    heap.set(encoded, end)
    end += encoded.length
  }
  const { conversations, people, imports } = tables.packed()
  const packed = {
    count: batch.length,
    imports,
    conversations,
    people,
    times,
    columns,
    heap: new Uint8Array(heap.buffer),
  }
  return move(packed, [times.buffer, columns.buffer, heap.buffer])
}

function checkArrival(arrival: Arrival): void {
  const { platform, origin, sourceTs } = arrival.fields
  // both end at a NUL in what is hashed and tagged: one inside would let two names mean the same
  if (platform.includes('\0') || platform === '') throw badArrival('platform')
  if (origin.includes('\0')) throw badArrival('origin')
  if (sourceTs !== null && !Number.isSafeInteger(sourceTs)) throw badArrival('sourceTs')
  if (arrival.digest.length !== DIGEST) throw badArrival('digest')
  if (arrival.encoded.length === 0 || arrival.encoded.length > MOST_BYTES) throw badArrival('encoded')
  if (!arrival.identity.isWellFormed()) throw badArrival('identity') // two lone surrogates are one in UTF-8
}

function badArrival(field: string): Refusal {
  return new Refusal('invalid', 'bad_arrival', { field })
}

interface OpenConversation {
  place: number
  packed: PackedConversation
  members: Set<number>
  lastMembers: Arrival['members'] | null
}

/** The tables of one batch while it is packed. */
class Tables {
  readonly #conversations = new Map<string, OpenConversation>()
  readonly #open: OpenConversation[] = []
  readonly #places = new Map<string, number>()
  readonly #people: PackedPerson[] = []
  readonly #imports: ImportId[] = []

  conversation(arrival: Arrival): number {
    const { platform, origin, conversation } = arrival.fields
    const key = `${platform}\0${origin}\0${conversation}`
    let open = this.#conversations.get(key)
    if (!open) {
      const packed = { platform, origin, conversation, title: '', members: [] }
      open = { place: this.#open.length, packed, members: new Set(), lastMembers: null }
      this.#conversations.set(key, open)
      this.#open.push(open)
    }
    if (arrival.conversationTitle !== '') open.packed.title = arrival.conversationTitle
    // a parser hands over the same list for message after message
    if (arrival.members !== open.lastMembers) {
      for (const { account, name } of arrival.members)
        if (account !== '') open.members.add(this.#person(platform, account, name))
      open.lastMembers = arrival.members
    }
    return open.place
  }

  /** Place of the sender among the people, -1 where the record names none. */
  sender(conversation: number, fields: RecordFields): number {
    if (fields.sender === '') return -1
    const place = this.#person(fields.platform, fields.sender, fields.senderName)
    this.#open[conversation]?.members.add(place)
    return place
  }

  importPlace(id: ImportId): number {
    const place = this.#imports.lastIndexOf(id)
    return place >= 0 ? place : this.#imports.push(id) - 1
  }

  packed(): { conversations: PackedConversation[]; people: PackedPerson[]; imports: ImportId[] } {
    const conversations = this.#open.map(({ packed, members }) => ({ ...packed, members: [...members] }))
    return { conversations, people: this.#people, imports: this.#imports }
  }

  #person(platform: string, account: string, name: string): number {
    const key = `${platform}\0${account}`
    let place = this.#places.get(key)
    if (place === undefined) {
      place = this.#people.push({ platform, account, names: [] }) - 1
      this.#places.set(key, place)
    }
    const names = this.#people[place]?.names
    if (names && name !== '' && names.at(-1) !== name) {
      const before = names.indexOf(name)
      if (before >= 0) names.splice(before, 1)
      names.push(name)
    }
    return place
  }
}
