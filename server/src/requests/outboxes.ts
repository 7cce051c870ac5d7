import { HOUR, type Instant, MINUTE, Refusal } from '#base'
import type { RequestsParts } from './parts.ts'
import * as store from './store.ts'

// Two things leave this room after their transaction: statements for the evidence ledger, and messages to customers.
// Both are written down with what caused them and carried out afterwards; a crash in between repeats them at the next
// run.

export interface Outboxes {
  /** Sends what is due. A message that was taken is deleted, its link and code with it. */
  deliverDue(): Promise<{ readonly delivered: number; readonly waiting: number }>
  /** Hands every open statement to the journal, in order, and notes its index. */
  appendStatements(): Promise<number>
  /** Both, in the background; failures wait for the next run. */
  kick(): void
}

export function createOutboxes(parts: RequestsParts): Outboxes {
  const delivering = oneAtATime(() => deliverDue(parts))
  const appending = oneAtATime(() => appendStatements(parts))
  return {
    deliverDue: delivering,
    appendStatements: appending,
    kick() {
      // what fails here stays in its table, and the schedule's next run reports it
      delivering().catch(() => undefined)
      appending().catch(() => undefined)
    },
  }
}

/** Runs follow each other: one that starts while another runs sees what that one left. */
function oneAtATime<T>(run: () => Promise<T>): () => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return () => {
    const next = last.then(run)
    last = next.catch(() => undefined) // the caller has the error; the queue only needs the order
    return next
  }
}

async function deliverDue(parts: RequestsParts): Promise<{ delivered: number; waiting: number }> {
  let delivered = 0
  let waiting = 0
  for (const message of await store.listDueMessages(parts.db, parts.clock.now())) {
    const isPointless = message.consent_state !== 'requested'
    // 1. the message goes out. A crash after it sends the same message once more: same link, same code.
    const wasTaken = isPointless || (await isTaken(parts, message))
    // 2. it is forgotten, or tried again later.
    if (wasTaken) await parts.db.write((tx) => store.deleteMessage(tx, message.id))
    else await parts.db.write((tx) => store.delayMessage(tx, message.id, nextTry(parts, message.tries)))
    if (!wasTaken) waiting += 1
    else if (!isPointless) delivered += 1
  }
  return { delivered, waiting }
}

async function isTaken(parts: RequestsParts, message: store.MessageRow): Promise<boolean> {
  try {
    await parts.deliver({ to: message.recipient, text: message.text })
    return true
  } catch {
    return false // whatever the gateway said may quote the number; the message stays and is tried again
  }
}

/** After 1, 2, 4, … minutes, at most an hour. */
function nextTry(parts: RequestsParts, tries: number): Instant {
  return (parts.clock.now() + Math.min(HOUR, MINUTE * 2 ** Math.min(tries, 6))) as Instant // an Instant and a wait
}

async function appendStatements(parts: RequestsParts): Promise<number> {
  const open = await store.listOpenStatements(parts.db)
  for (const { key, type, salt, statement } of open) {
    const value: unknown = JSON.parse(statement)
    if (typeof value !== 'object' || value === null) throw new Refusal('unavailable', 'statement_damaged')
    // 1. the journal has it, durable. A crash here repeats it with the same key: the same entry.
    const index = await parts.appendStatement({ type, key, salt: new Uint8Array(salt), statement: value })
    // 2. its index is noted.
    await parts.db.write((tx) => store.setLedgerIndex(tx, key, index))
  }
  return open.length
}
