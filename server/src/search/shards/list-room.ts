import { release } from '#base'

// Where the lists of one search stand. A search makes some ten of them for each month, up to megabytes long, and all but the last of each
// month are of no use a millisecond later. As objects of the collector's they made the heap look full, so that it was looked through in the
// middle of somebody's search, and fifty megabytes waited for that. Here they are laid one behind the other, and what is done with is
// written over.

export type Ordinals = Int32Array

/** Ordinals of a slab: four megabytes, the lists of a month. */
const SLAB = 1024 * 1024

interface Place {
  readonly slab: number
  readonly at: number
}

class ListRoom {
  readonly #slabs: Int32Array[] = []
  #slab = 0
  #at = 0

  /** Whatever stands there is in it. */
  take(length: number): Int32Array {
    for (; this.#slab < this.#slabs.length; this.#slab++, this.#at = 0) {
      const slab = this.#slabs[this.#slab]
      if (slab === undefined || this.#at + length > slab.length) continue
      this.#at += length
      return slab.subarray(this.#at - length, this.#at)
    }
    const slab = new Int32Array(Math.max(length, SLAB))
    this.#slabs.push(slab)
    this.#at = length
    return slab.subarray(0, length)
  }

  /** The list as far as it is needed; the rest can be taken again where nothing was taken since. */
  trimmed(list: Int32Array, length: number): Int32Array {
    const isLast = list.buffer === this.#slabs[this.#slab]?.buffer && list.byteOffset / 4 + list.length === this.#at
    if (isLast) this.#at -= list.length - length
    return list.subarray(0, length)
  }

  get place(): Place {
    return { slab: this.#slab, at: this.#at }
  }

  /** Of all that was taken since then only this is needed; it moves to where that began. */
  keepOnly(since: Place, list: Ordinals | null): Ordinals | null {
    this.#slab = since.slab
    this.#at = since.at
    if (list === null || !this.#slabs.some(({ buffer }) => buffer === list.buffer)) return list
    const kept = this.take(list.length)
    kept.set(list) // they may lie over each other: set copies as if they did not
    return kept
  }

  /** Nothing of it is needed any more. */
  clear(): void {
    release(...this.#slabs.splice(1))
    if ((this.#slabs[0]?.length ?? 0) > SLAB) release(...this.#slabs.splice(0))
    this.#slab = 0
    this.#at = 0
  }
}

/** A thread's own, between two searches empty; null: nobody searches, and lists are made for good. */
let open: ListRoom | null = null
const room = new ListRoom()

/** A search: its lists are gone when it ends, so it gives away copies. Searches of a thread do not overlap. */
export function inListRoom<T>(search: () => T): T {
  if (open) return search()
  open = room
  try {
    return search()
  } finally {
    open = null
    room.clear()
  }
}

/** How far the lists of this search reach, for `dropLists`; null: lists are made for good. */
export function listsSoFar(): Place | null {
  return open?.place ?? null
}

/** Of the lists made since then only this one is needed: what it answers takes its place. */
export function dropLists(since: Place | null, keep: Ordinals | null): Ordinals | null {
  return open && since ? open.keepOnly(since, keep) : keep
}

/** Room for a list, to be filled and trimmed. */
export function newList(length: number): Int32Array {
  return open ? open.take(length) : new Int32Array(length)
}

/** The first so many of a list that newList gave. */
export function trimmed(list: Int32Array, length: number): Int32Array {
  return open ? open.trimmed(list, length) : list.subarray(0, length)
}
