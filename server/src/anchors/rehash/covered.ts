import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashOf, type StampedBefore, type StampedKind, type TreeHash, toHex } from '@cunzhen/proof'
import { Fault } from '#base'
import { type AnchorPlaces, folderOf } from '../places.ts'
import { type StampNote, stampNotes } from '../state.ts'

/** As the list of a hash renewal calls them. */
const KIND_OF = { checkpoint: 'checkpoint', renewal: 'renewal', hash: 'hash-renewal' } as const
const TEXT_OF = { renewal: ['renewal-list', 'list'], hash: ['hash-renewal-text', 'text'] } as const

/**
 * Every stamp over the first `size` entries or less, and every text that one is over: a checkpoint's follows from the entries.
 * @throws Fault `stamp_damaged`: what is not whole must not be vouched for anew
 */
export function coveredStamps(places: AnchorPlaces, hash: TreeHash, size: number): StampedBefore[] {
  const covered: StampedBefore[] = []
  const digestOf = (bytes: Uint8Array) => toHex(hashOf(hash, bytes))
  for (const folder of [places.stamps, places.renewals, places.rehash]) {
    let lastText = ''
    for (const note of stampNotes(folder)) {
      if (note.size > size) continue
      const { of, number, authority } = note
      const response = storedBytes(places, KIND_OF[of], number, authority)
      if (response === null || createHash('sha256').update(response).digest('hex') !== note.sha256) throw damaged(note)
      covered.push({ digest: digestOf(response), of: KIND_OF[of], number, authority })
      if (of === 'checkpoint' || lastText === `${of} ${number}`) continue
      lastText = `${of} ${number}`
      const [kind] = TEXT_OF[of]
      const text = storedBytes(places, kind, number, null)
      if (text === null) throw damaged(note)
      covered.push({ digest: digestOf(text), of: kind, number, authority: null })
    }
  }
  return covered
}

/** What a line of the list is of, as it is kept; null: it is not there. */
export function storedBytes(
  places: AnchorPlaces,
  of: StampedKind,
  number: number,
  authority: string | null,
): Uint8Array | null {
  const sort = of === 'checkpoint' ? 'checkpoint' : of.startsWith('renewal') ? 'renewal' : 'hash'
  const name = authority === null ? (sort === 'renewal' ? 'list' : 'text') : `${authority}.tsr`
  const path = join(folderOf(places, sort, number), name)
  return existsSync(path) ? new Uint8Array(readFileSync(path)) : null
}

function damaged({ of, number, authority }: StampNote): Fault {
  const hint = 'put anchors/ back from a backup: `cunzhen fsck` names every stamp that is not whole'
  return new Fault('stamp_damaged', hint, { of, number, authority })
}
