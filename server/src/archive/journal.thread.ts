import { systemClock } from '#base'
import { move, serveThread } from '#platform'
import { openKeyRegister } from '#platform/keys'
import type { PackedArrivals } from './arrival.ts'
import { archiveFiles } from './house-files.ts'
import { openJournalDb } from './journal.store.ts'
import { type JournalOptions, JournalWriter } from './journal-writer.ts'

/** Keys the journal thread takes; its copies are zeroed once the files are open. */
export interface JournalThreadSecrets {
  journal: Uint8Array
  house: Uint8Array
  register: Uint8Array
  dedupe: Uint8Array
  log: Uint8Array
}

export interface JournalThreadInit {
  house: string
  secrets: JournalThreadSecrets
  options: JournalOptions
}

function serve({ house, secrets, options }: JournalThreadInit) {
  const files = archiveFiles(house)
  const register = openKeyRegister(files.house, secrets.house, secrets.register, systemClock)
  const db = openJournalDb(files.journal, secrets.journal)
  const writer = new JournalWriter(db, secrets, register, systemClock, options)
  for (const key of Object.values(secrets)) key.fill(0)
  return {
    async admit(packed: PackedArrivals) {
      const outcomes = await writer.admit(packed)
      return move(outcomes, [outcomes.buffer])
    },
    appendStatement: writer.appendStatement.bind(writer),
    beginSeal: writer.beginSeal.bind(writer),
    registerSegment: writer.registerSegment.bind(writer),
    dropAttempt: writer.dropAttempt.bind(writer),
    prune: writer.prune.bind(writer),
    retireEpochs: writer.retireEpochs.bind(writer),
    async stopping() {
      writer.close()
      await new Promise((resolve) => setImmediate(resolve)) // the last answers are on their way
    },
  }
}

export type JournalHandlers = ReturnType<typeof serve>

await serveThread(serve)
