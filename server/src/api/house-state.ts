import type { z } from 'zod'
import { type Instant, SECOND } from '#base'
import { diskRoom, diskShares, SHARES } from '#platform'
import type { House } from './house.ts'
import type { HouseStatus } from './schema/index.ts'
import { inspectTls } from './tls.ts'

// What the house page says of the machine: who ends TLS, and what lies on the disk.

type Told = z.input<typeof HouseStatus>
type Disk = Told['disk']

export function anchorsState({ anchors }: House): Told['anchors'] {
  const { settings, authorities, witnesses, renewal, hashRenewal } = anchors.status()
  return {
    settings,
    authorities: [...authorities],
    witnesses: [...witnesses],
    renewal: { ...renewal },
    hashRenewal: hashRenewal && { ...hashRenewal, stamps: [...hashRenewal.stamps] },
  }
}

export function tlsState({ config }: House): Told['tls'] {
  if (config.tls) return { ends: 'here', validUntil: endOf(config.tls) }
  return { ends: config.origin.startsWith('https:') ? 'proxy' : 'nowhere', validUntil: null }
}

/** Null where the files are no longer what was served at the start. */
function endOf(files: NonNullable<House['config']['tls']>): Instant | null {
  try {
    return inspectTls(files)
  } catch {
    return null // the page says that they cannot be read; what is served is served on
  }
}

const DISK_EVERY = 60 * SECOND
const counted = new WeakMap<House, () => Promise<Disk>>()

/** Counted at most once a minute: a large house has many files. */
export function diskState(house: House): Promise<Disk> {
  const ask = counted.get(house) ?? seldom(() => diskOf(house.config.house), DISK_EVERY)
  counted.set(house, ask)
  return ask()
}

async function diskOf(path: string): Promise<Disk> {
  const shares = await diskShares(path)
  const room = await diskRoom(path)
  return { shares: SHARES.map((share) => ({ share, bytes: shares[share] })), ...room }
}

/** Answers the same for `every` milliseconds; what failed is asked again at once. */
export function seldom<T>(ask: () => Promise<T>, every: number): () => Promise<T> {
  let asked: { at: number; answer: Promise<T> } | null = null
  return () => {
    if (asked !== null && performance.now() - asked.at < every) return asked.answer
    const fresh = { at: performance.now(), answer: ask() }
    asked = fresh
    fresh.answer.catch(() => {
      if (asked === fresh) asked = null
    })
    return fresh.answer
  }
}
