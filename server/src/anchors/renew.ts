import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatRenewal, type RenewedStamp, toHex, utf8 } from '@cunzhen/proof'
import { DAY } from '#base'
import type { Head } from '#ledger'
import type { DurableFiles } from '#platform'
import type { AnchorPlaces } from './places.ts'
import type { StampSubject } from './stamp.ts'
import { type AnchorState, stampNotes } from './state.ts'

// RFC 4998 section 5.2: before a certificate behind older stamps ages, all of them are stamped anew.

/** How long before the end of the first certificate. */
const AHEAD = 90 * DAY
/** Not more often, however short the authority's certificates are. */
const BETWEEN = 30 * DAY

export function renewalDue({ earliest, lastAt }: AnchorState['renewal'], now: number): boolean {
  if (earliest === null || now < earliest - AHEAD) return false
  return lastAt === null || now - lastAt >= BETWEEN
}

/**
 * Every stamp since the last renewal, and that renewal's own, with the newest checkpoint: the text that is stamped, kept on
 * disk before anybody is asked. One that a crash left is gone on with as it is.
 */
export function renewalSubject(
  places: AnchorPlaces,
  files: DurableFiles,
  state: AnchorState['renewal'],
  head: Head,
  origin: string,
): StampSubject {
  const dir = places.ofRenewal(state.next)
  const path = join(dir, 'list')
  if (!existsSync(path)) {
    const since = state.lastAt ?? 0
    const stamps: RenewedStamp[] = []
    for (const folder of [places.stamps, places.renewals]) {
      for (const { at, sha256, of, number, authority } of stampNotes(folder)) {
        if (at >= since) stamps.push({ sha256, of, number, authority })
      }
    }
    const { size, root } = head
    files.ensureDir(dir)
    files.writeFileDurably(path, utf8(formatRenewal({ checkpoint: { origin, size, root }, stamps })))
  }
  const message = new Uint8Array(readFileSync(path))
  const list = createHash('sha256').update(message).digest('hex')
  return { of: 'renewal', number: state.next, message, size: head.size, root: toHex(head.root), list, dir }
}
