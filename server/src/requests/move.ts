import { randomBytes } from 'node:crypto'
import { canonicalJson } from '@cunzhen/proof'
import { type Instant, type PersonId, Refusal } from '#base'
import type { Tx } from '#platform'
import { dueAfter, type Policy, type WorkdayCalendar } from '#policy'
import type { RequestsParts, Statement } from './parts.ts'
import { type Move, type RequestState, stageOf, stateAfter } from './states.ts'
import * as store from './store.ts'

/**
 * Takes one request one step on, inside the caller's transaction. Of several who try at once exactly one succeeds.
 * @throws Refusal `not_open`, `changed_meanwhile` (conflict), `no_approval_chain`
 */
export async function moveRequest(
  tx: Tx,
  parts: RequestsParts,
  policy: Policy,
  request: Pick<store.RequestRow, 'id' | 'state'>,
  move: Move,
): Promise<RequestState> {
  const state = stateAfter(request.state, move, policy.stages)
  const after = { state, due_at: dueOf(parts, policy, state) }
  if (!(await store.moveRequest(tx, request.id, request.state, after))) {
    throw new Refusal('conflict', 'changed_meanwhile')
  }
  if (stageOf(state) === null && state !== 'granted') {
    await store.endOpenConsents(tx, request.id)
    await store.setRevoked(tx, request.id, parts.clock.now())
  }
  return state
}

/** End of the clock that starts now; null: none runs, or the calendar does not reach that far (shown as flagged). */
export function dueOf(
  parts: Pick<RequestsParts, 'clock' | 'calendar'>,
  policy: Policy,
  state: RequestState,
): Instant | null {
  return dueFrom(parts.clock.now(), parts.calendar(), policy, state)
}

/** End of the clock of a state that began at `since`. */
export function dueFrom(
  since: Instant,
  calendar: WorkdayCalendar | null,
  policy: Policy,
  state: RequestState,
): Instant | null {
  const due = state === 'granted' ? policy.execution.due : policy.stages.find(({ stage }) => stage === state)?.due
  const counted = calendar?.id === policy.workdayCalendar ? calendar : null
  return due === undefined ? null : dueAfter(since, due, counted)
}

export async function note(
  tx: Tx,
  parts: RequestsParts,
  request: store.EventRow['request_id'],
  what: string,
  by: PersonId | null,
  detail: string | null = null,
): Promise<void> {
  await store.insertEvent(tx, { request_id: request, at: parts.clock.now(), what, by_id: by, detail })
}

/** Puts a statement into the outbox of the evidence ledger, in the transaction of what it states. */
export async function state(tx: Tx, type: Statement['type'], key: string, statement: object): Promise<void> {
  await store.insertStatement(tx, { key, type, salt: randomBytes(16), statement: canonicalJson(statement) })
}
