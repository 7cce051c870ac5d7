import { createHash } from 'node:crypto'
import { type Instant, MINUTE, Refusal, SECOND } from '#base'
import type { HouseDb } from '#platform'
import { deleteAttempts, deleteAttemptsBefore, findAttempts, saveAttempts } from './store.ts'

// Tries are counted before they are checked, so a burst in parallel gains nothing; a success takes its own try back.
// Five per account and sixty per address in fifteen minutes (ours): enough for typing errors and for an office behind
// one address; 480 guesses a day at a code of a million.

const WINDOW = 15 * MINUTE
const LIMITS = { account: 5, address: 60, link: 5 } as const

export type Tried = Partial<Record<keyof typeof LIMITS, string>>

/**
 * Counts one try for each key. A name that nobody has is counted like one that somebody has.
 * @throws Refusal `too_many_attempts` with the seconds to wait; it does not say which key is full
 */
export async function countTry(house: HouseDb, tried: Tried, now: Instant): Promise<void> {
  const wait = await house.write(async (tx) => {
    await deleteAttemptsBefore(tx, (now - WINDOW) as Instant) // a moment before now
    let longest = 0
    for (const { key, limit } of keysOf(tried)) {
      const before = (await findAttempts(tx, key)) ?? { failures: 0, since: now }
      if (before.failures >= limit) longest = Math.max(longest, before.since + WINDOW - now)
      else await saveAttempts(tx, { key, failures: before.failures + 1, since: before.since })
    }
    return longest
  })
  if (wait > 0) throw new Refusal('too_many', 'too_many_attempts', { seconds: Math.ceil(wait / SECOND) })
}

/** After a success: account and link start afresh; the address gets this one try back, or one account could wash it. */
export async function forgiveTries(house: HouseDb, { account, link, address }: Tried): Promise<void> {
  await house.write(async (tx) => {
    for (const { key } of keysOf({ account, link })) await deleteAttempts(tx, key)
    for (const { key } of keysOf({ address })) {
      const before = await findAttempts(tx, key)
      if (before) await saveAttempts(tx, { key, failures: Math.max(before.failures - 1, 0), since: before.since })
    }
  })
}

function keysOf(tried: Tried): { key: string; limit: number }[] {
  const keys: { key: string; limit: number }[] = []
  for (const kind of ['account', 'address', 'link'] as const) {
    const value = tried[kind]
    // attacker-controlled: hashed, so that a key has one length and a mistyped password is not kept
    if (value !== undefined) keys.push({ key: `${kind}:${hash(value)}`, limit: LIMITS[kind] })
  }
  return keys
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
