import { lstat, readdir, statfs } from 'node:fs/promises'
import { join } from 'node:path'

// How much room a house takes, by what it is for. Sizes are the files' own, in bytes.

export const SHARES = [
  'segments',
  'journal',
  'index',
  'ledger',
  'attachments',
  'quarantine',
  'exports',
  'house',
  'other',
] as const
export type Share = (typeof SHARES)[number]

/** Which share each name in the house's folder belongs to; an SQLite file's companions go with it. */
const SHARE_OF: readonly [pattern: RegExp, share: Share][] = [
  [/^segments$/, 'segments'],
  [/^journal\.db/, 'journal'],
  [/^index$/, 'index'],
  [/^(?:ledger|audit|anchors)$/, 'ledger'],
  [/^epochs\.db/, 'ledger'],
  [/^(?:attachments|objects)$/, 'attachments'],
  [/^(?:quarantine|spool|scratch)$/, 'quarantine'],
  [/^exports$/, 'exports'],
  [/^(?:house\.(?:db|lock)|keys$)/, 'house'],
]

/** Bytes of every share. What disappears while it is looked at counts as nothing. */
export async function diskShares(house: string): Promise<Record<Share, number>> {
  const shares: Record<Share, number> = {
    segments: 0,
    journal: 0,
    index: 0,
    ledger: 0,
    attachments: 0,
    quarantine: 0,
    exports: 0,
    house: 0,
    other: 0,
  }
  for (const name of await readdir(house)) {
    const share = SHARE_OF.find(([pattern]) => pattern.test(name))?.[1] ?? 'other'
    shares[share] += await bytesUnder(join(house, name))
  }
  return shares
}

/** Bytes that this process may still write where the house is, and how many there are altogether. */
export async function diskRoom(house: string): Promise<{ free: number; total: number }> {
  const { bavail, blocks, bsize } = await statfs(house)
  return { free: bavail * bsize, total: blocks * bsize }
}

/** Folders one after another, so that a house of a hundred thousand tiles does not hold the thread. */
async function bytesUnder(path: string): Promise<number> {
  let bytes = 0
  const folders: string[] = []
  const note = async (each: string) => {
    const stat = await lstat(each).catch(() => null)
    if (stat?.isDirectory()) folders.push(each)
    else bytes += stat?.size ?? 0
  }
  await note(path)
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const within: string = folder
    const names = await readdir(within).catch(() => [])
    for (let at = 0; at < names.length; at += 64) {
      await Promise.all(names.slice(at, at + 64).map((name) => note(join(within, name))))
    }
  }
  return bytes
}
