import { join } from 'node:path'

// `anchors/` in the house: settings.json, state.json, and by size of the ledger what was said of that checkpoint. Numbers go
// in groups of three digits, as in tlog-tiles: no folder has more than a thousand entries.

export interface AnchorPlaces {
  readonly dir: string
  readonly state: string
  /** Folder of one checkpoint: `checkpoint` (the note with its cosignatures), `<authority>.tsr`, `<authority>.json`. */
  ofSize(size: number): string
  /** Folder of one renewal: `list`, `<authority>.tsr`, `<authority>.json`. */
  ofRenewal(no: number): string
  /** Folder of one renewal of the hash: rehash/files.ts. */
  ofRehash(no: number): string
  readonly stamps: string
  readonly renewals: string
  readonly rehash: string
  /** What each epoch seal says, for auditing cosigners. */
  readonly seals: string
}

/** One epoch seal, by the index of its entry. */
export const sealPath = (seals: string, index: number): string => join(seals, `${grouped(index)}.json`)

/** Where a stamp of this sort is kept. */
export function folderOf(places: AnchorPlaces, of: 'checkpoint' | 'renewal' | 'hash', number: number): string {
  if (of === 'checkpoint') return places.ofSize(number)
  return of === 'renewal' ? places.ofRenewal(number) : places.ofRehash(number)
}

export function anchorPlaces(house: string): AnchorPlaces {
  const dir = join(house, 'anchors')
  const stamps = join(dir, 'stamps')
  const renewals = join(dir, 'renewals')
  const rehash = join(dir, 'rehash')
  return {
    dir,
    stamps,
    renewals,
    rehash,
    seals: join(dir, 'seals'),
    state: join(dir, 'state.json'),
    ofSize: (size) => join(stamps, grouped(size)),
    ofRenewal: (no) => join(renewals, grouped(no)),
    ofRehash: (no) => join(rehash, grouped(no)),
  }
}

function grouped(n: number): string {
  const digits = String(n)
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? []
  return groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/')
}
