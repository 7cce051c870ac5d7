import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  formatRenewal,
  fromUtf8,
  hashOf,
  parseRenewal,
  type Renewal,
  type RenewedStamp,
  toHex,
  treeHash,
  utf8,
} from '@cunzhen/proof'
import { DAY } from '#base'
import type { Head } from '#ledger'
import type { DurableFiles } from '#platform'
import { type AnchorPlaces, folderOf } from './places.ts'
import { rehashFolders } from './rehash/files.ts'
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
    const { size, root } = head
    const hash = hashInForce(places, files)
    const stamps = stampsSince(places, hash, state.lastAt ?? 0)
    files.ensureDir(dir)
    files.writeFileDurably(path, utf8(formatRenewal({ hash, checkpoint: { origin, size, root }, stamps })))
  }
  const message = new Uint8Array(readFileSync(path))
  const { hash } = parseRenewal(fromUtf8(message))
  const list = createHash(hash).update(message).digest('hex')
  const imprint = hash === 'sha256' ? {} : { hash }
  return { of: 'renewal', number: state.next, message, size: head.size, root: toHex(head.root), list, dir, ...imprint }
}

/** Once the trees were rebuilt with another hash, stamps are renewed with that one too. */
function hashInForce(places: AnchorPlaces, files: DurableFiles): Renewal['hash'] {
  let hash: Renewal['hash'] = 'sha256'
  for (const [, folder] of rehashFolders(places, files)) if (folder.entry() !== null) hash = folder.plan()?.hash ?? hash
  return hash
}

function stampsSince(places: AnchorPlaces, hash: Renewal['hash'], since: number): RenewedStamp[] {
  const stamps: RenewedStamp[] = []
  const folders = [places.stamps, places.renewals, ...(hash === 'sha256' ? [] : [places.rehash])]
  for (const folder of folders) {
    for (const { at, sha256, of, number, authority } of stampNotes(folder)) {
      if (at < since) continue
      const path = join(folderOf(places, of, number), `${authority}.tsr`)
      const digest = hash === 'sha256' ? sha256 : toHex(hashOf(treeHash(hash), new Uint8Array(readFileSync(path))))
      stamps.push({ digest, of, number, authority })
    }
  }
  return stamps
}
