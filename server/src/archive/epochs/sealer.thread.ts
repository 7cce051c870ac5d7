import { type ConversationNo, Fault, invariant, MINUTE, Refusal, systemClock } from '#base'
import { parent, peer, serveThread } from '#platform'
import type { JournalHandlers } from '../journal.thread.ts'
import type { KeeperListener } from '../keeper.thread.ts'
import { Sealer, type SealerOptions } from './sealer.ts'

export interface SealerThreadInit {
  house: string
  secrets: { journal: Uint8Array; log: Uint8Array }
  verifierKey: string
  options: SealerOptions
}

const TURN_MS = 1000

function serve({ house, secrets, verifierKey, options }: SealerThreadInit) {
  let opened: { sealer: Sealer; turns: ReturnType<typeof startTurns> } | null = null
  return {
    /** Once, when there is a ledger and a line to the journal. */
    begin() {
      const sealer = Sealer.open({
        house,
        secrets,
        verifierKey,
        appendStatement: async (input) => (await peer<JournalHandlers>('journal')).appendStatement(input),
        clock: systemClock,
        options,
      })
      for (const key of Object.values(secrets)) key.fill(0)
      opened = { sealer, turns: startTurns(sealer) }
    },
    seal(wanted: readonly ConversationNo[] | 'all') {
      invariant(opened, 'begin comes first')
      return opened.sealer.seal(wanted)
    },
    async stopping() {
      opened?.turns.end()
      await opened?.sealer.close()
    },
  }
}

export type SealerHandlers = ReturnType<typeof serve>

function startTurns(sealer: Sealer) {
  let isRunning = false
  let restsUntil = 0
  const turn = async () => {
    if (isRunning || systemClock.now() < restsUntil) return
    isRunning = true
    try {
      await sealer.turn()
    } catch (error) {
      // what failed costs as much again: not at every turn
      restsUntil = systemClock.now() + MINUTE
      const code = error instanceof Refusal || error instanceof Fault ? error.code : 'unexpected_error'
      void parent<KeeperListener>()
        .trouble(code)
        .catch(() => undefined) // the starter is gone: so is who could be told
    } finally {
      isRunning = false
    }
  }
  const timer = setInterval(() => void turn(), TURN_MS)
  return { end: () => clearInterval(timer) }
}

await serveThread(serve, 'background')
