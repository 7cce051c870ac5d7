import { MINUTE } from '#base'
import type { Exports } from '#evidence'
import type { Intake } from '#intake'
import type { Papers } from '#papers'
import type { Log } from '#platform'
import type { Requests } from '#requests'
import type { Subjects } from '#subjects'

// Clocks that run out: consents, requests, grants, packages; and what still has to leave.

/** Accounts that one turn looks at for proposals; the rest waits for the next. */
const NEW_ACCOUNTS = 50_000

interface Repeated {
  readonly requests: Pick<Requests, 'sweep' | 'appendStatements' | 'deliverDue'>
  readonly subjects: Pick<Subjects, 'look'>
  readonly exports: Pick<Exports, 'sweep'>
  readonly papers: Pick<Papers, 'appendStatements'>
  readonly intake: Pick<Intake, 'purge'>
}

/** Each in turn, one that fails holding up none of the others: a package must end though a customer's gateway does not answer. */
export function dueNow({ requests, subjects, exports, papers, intake }: Repeated): readonly (() => Promise<unknown>)[] {
  return [
    () => requests.sweep(),
    () => requests.appendStatements(),
    () => requests.deliverDue(),
    () => exports.sweep(),
    () => intake.purge(),
    () => papers.appendStatements(),
    () => subjects.look(NEW_ACCOUNTS),
  ]
}

/** Does what is due at once and then every minute. Answers how to stop. */
export function repeat(log: Pick<Log, 'error'>, due: readonly (() => Promise<unknown>)[]): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve()
  const turn = () => {
    running = running.then(async () => {
      for (const work of due) {
        try {
          await work()
        } catch (error) {
          log.error('sweep_failed', error) // the next turn finds the same thing due
        }
      }
    })
  }
  turn()
  const timer = setInterval(turn, MINUTE)
  return async () => {
    clearInterval(timer)
    await running
  }
}
