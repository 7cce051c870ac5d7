import { durable } from '#platform'
import type { AnchorPlaces } from '../places.ts'
import { stampNotes } from '../state.ts'
import { rehashFolders } from './files.ts'

/** What the house page tells of the newest renewal of the hash. Times in milliseconds UTC. */
export interface HashRenewalStatus {
  /** `begun`: the trees are not rebuilt yet. `unstamped`: the ledger has its entry, and nobody has stamped it. */
  readonly state: 'begun' | 'unstamped' | 'stamped' | 'unreadable'
  readonly number: number
  readonly hash: string | null
  /** Entries of the ledger that it is over. */
  readonly size: number | null
  /** Entries whose data went in, and those whose data was not kept; when the ledger had its entry. */
  readonly retained: number | null
  readonly without: number | null
  readonly at: number | null
  readonly stamps: readonly { readonly authority: string; readonly time: number; readonly notAfter: number }[]
}

/** Null: there was none. */
export function hashRenewalStatus(places: AnchorPlaces): HashRenewalStatus | null {
  const [number, folder] = [...rehashFolders(places, durable)].at(-1) ?? [0, null]
  if (folder === null) return null
  const none = { number, hash: null, size: null, retained: null, without: null, at: null, stamps: [] }
  try {
    const [plan, entry] = [folder.plan(), folder.entry()]
    const { hash = null, size = null } = plan ?? {}
    if (entry === null) return { ...none, state: 'begun', hash, size }
    const stamps = [...stampNotes(folder.dir)].map(({ authority, time, notAfter }) => ({ authority, time, notAfter }))
    const { retained, without, at } = entry
    const state = stamps.length > 0 ? 'stamped' : 'unstamped'
    return { state, number, hash, size, retained, without, at, stamps }
  } catch {
    return { ...none, state: 'unreadable' } // fsck says which file
  }
}
