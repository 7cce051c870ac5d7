import { Fault, MINUTE, Refusal, systemClock } from '#base'
import { type Caller, parent, peer, serveThread } from '#platform'
import { openSigner } from '#platform/keys'
import type { JournalHandlers } from './journal.thread.ts'
import { Keeper, type KeeperOptions, type KeeperSecrets } from './keeper-work.ts'
import type { SealingJournal } from './seal-steps.ts'

export interface KeeperThreadInit {
  house: string
  secrets: KeeperSecrets
  /** Names and seeds of the two signers; the seeds are zeroed once the signers hold them. */
  signers: Record<'evidence' | 'audit', { name: string; seed: Uint8Array }>
  options: KeeperOptions
}

/** What the thread tells its starter. */
export interface KeeperListener {
  /** A turn failed; it is tried again. Codes only. */
  trouble(code: string): void
}

const TURN_MS = 200

async function serve({ house, secrets, signers, options }: KeeperThreadInit) {
  const keeper = await Keeper.open({
    house,
    secrets,
    signers: {
      evidence: openSigner(signers.evidence.name, signers.evidence.seed),
      audit: openSigner(signers.audit.name, signers.audit.seed),
    },
    journal: journalPeer(),
    clock: systemClock,
    options,
  })
  for (const key of Object.values(secrets)) key.fill(0)
  const turns = startTurns(keeper)
  return {
    /** Once, when the line to the journal is there: clears away what a crash left, then the turns begin. */
    async begin() {
      await keeper.repair()
      turns.begin()
    },
    seal: () => keeper.seal(),
    /** Signs what waits now. @returns how far both ledgers are */
    integrate() {
      keeper.integrate(true)
      return keeper.status()
    },
    noteIndexed: (no: number) => keeper.noteIndexed(no),
    async prune() {
      await keeper.prune()
      return keeper.status()
    },
    status: () => keeper.status(),
    async stopping() {
      await turns.end()
      await keeper.close()
    },
  }
}

export type KeeperHandlers = ReturnType<typeof serve> extends Promise<infer H> ? H : never

/** Every turn: sign what is due at once; seal and prune beside it, so that a long seal holds up no checkpoint. */
function startTurns(keeper: Keeper) {
  let timer: NodeJS.Timeout | null = null
  let slow: Promise<void> | null = null
  /** After a failed seal or prune: the next attempt costs as much as the last, so not at every turn. */
  let restsUntil = 0
  let told: { code: string; at: number } | null = null
  const tell = (error: unknown) => {
    const code = error instanceof Refusal || error instanceof Fault ? error.code : 'unexpected_error'
    const at = systemClock.now()
    // the same trouble comes back each turn until somebody mends it
    if (told?.code === code && at - told.at < MINUTE) return
    told = { code, at }
    void parent<KeeperListener>()
      .trouble(code)
      .catch(() => undefined) // the starter is gone: so is who could be told
  }
  const turn = () => {
    try {
      keeper.integrate()
    } catch (error) {
      tell(error)
    }
    if (systemClock.now() < restsUntil) return
    slow ??= keeper
      .sealDue()
      .then(() => keeper.prune())
      .catch((error: unknown) => {
        restsUntil = systemClock.now() + MINUTE
        tell(error)
      })
      .finally(() => {
        slow = null
      })
  }
  return {
    begin() {
      timer ??= setInterval(turn, TURN_MS)
    },
    async end() {
      if (timer) clearInterval(timer)
      await slow
    },
  }
}

/** The journal thread's handlers; the line is connected after both threads are ready. */
function journalPeer(): SealingJournal {
  const call = (): Promise<Caller<JournalHandlers>> => peer<JournalHandlers>('journal')
  return {
    beginSeal: async (...args) => (await call()).beginSeal(...args),
    registerSegment: async (...args) => (await call()).registerSegment(...args),
    dropAttempt: async (...args) => (await call()).dropAttempt(...args),
    prune: async (...args) => (await call()).prune(...args),
    retireEpochs: async () => (await call()).retireEpochs(),
  }
}

await serveThread(serve, 'background')
