import { parseArgs } from 'node:util'
import type { HashRenewed, RehashProgress } from '#anchors'
import { type Config, data, say } from '#platform'
import { openHouse } from '#wire'
import { administrator } from './administrator.ts'

const TOLD_EVERY_MS = 5000

/** Renews the hash with the server stopped: the ledger gets its entry from its one writer. */
export async function renewHash(config: Config, args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { hash: { type: 'string' } } })
  const { house, close } = await openHouse(config, {})
  try {
    const actor = await administrator(house)
    return told(await house.renewHash(actor, values.hash ?? 'sha512', seldom(tell)))
  } finally {
    await close()
  }
}

function tell({ done, total, perSecond, secondsLeft }: RehashProgress): void {
  const left =
    secondsLeft === null
      ? ''
      : `, ${secondsLeft < 120 ? `${secondsLeft} s` : `${Math.ceil(secondsLeft / 60)} min`} left`
  say(`rebuilt ${done} of ${total} entries, ${perSecond} a second${left}`)
}

function seldom(work: (progress: RehashProgress) => void): (progress: RehashProgress) => void {
  let last = performance.now()
  return (progress) => {
    if (performance.now() - last < TOLD_EVERY_MS) return
    last = performance.now()
    work(progress)
  }
}

function told({ stamps, troubles, ...renewed }: HashRenewed): number {
  data({ ...renewed, stamps: stamps.map(({ authority, time, notAfter }) => ({ authority, time, notAfter })), troubles })
  for (const { authority, code } of troubles) say(`not stamped by ${authority}: ${code}`)
  say(
    stamps.length > 0
      ? 'the trees are rebuilt, bound in the ledger and stamped; `cunzhen fsck` computes them again'
      : 'the trees are rebuilt and bound in the ledger, but nobody has stamped that: run the same command again',
  )
  return stamps.length > 0 ? 0 : 1
}
