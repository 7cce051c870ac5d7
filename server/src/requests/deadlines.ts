import { HOUSE } from '#access'
import type { Policy, WorkdayCalendar } from '#policy'
import { dueFrom } from './move.ts'
import { type RequestsParts, readablePolicy } from './parts.ts'
import * as store from './store.ts'

// A deadline that led through a year without data was flagged, not guessed. Once its days are known it is computed, from when its
// clock began. One that was computed stays as it is: it was told to people, it stands in the audit, and whoever brings a calendar
// in must not lengthen by it a clock that runs for others.

/** @returns how many deadlines were flagged and are set now */
export async function setFlagged(parts: RequestsParts): Promise<number> {
  const policy = parts.policy()
  if (!policy.readable) return 0
  let set = 0
  for (const { id } of await computable(parts, policy, parts.calendar())) {
    const about = { action: 'request.set_deadline', actor: HOUSE, request: id } as const
    const isSet = await parts.recorder.performIf(about, async (tx) => {
      const request = await store.findRequest(tx, id)
      if (request === undefined || request.due_at !== null) return false // moved on meanwhile
      const since = await store.clockBegan(tx, id)
      const due = since === null ? null : dueFrom(since, parts.calendar(), readablePolicy(parts), request.state)
      if (due !== null) await store.setDue(tx, id, due)
      return due !== null
    })
    if (isSet) set += 1
  }
  return set
}

/** How many deadlines run without an end, and how many of them a calendar would give one. */
export async function flaggedDeadlines(
  parts: RequestsParts,
  calendar: WorkdayCalendar,
): Promise<{ flagged: number; computable: number }> {
  const policy = readablePolicy(parts)
  const flagged = await store.listFlagged(parts.db, clocked(policy))
  return { flagged: flagged.length, computable: (await computable(parts, policy, calendar)).length }
}

async function computable(
  parts: RequestsParts,
  policy: Policy,
  calendar: WorkdayCalendar | null,
): Promise<store.StoredRequest[]> {
  const found: store.StoredRequest[] = []
  for (const request of await store.listFlagged(parts.db, clocked(policy))) {
    const since = await store.clockBegan(parts.db, request.id)
    if (since !== null && dueFrom(since, calendar, policy, request.state) !== null) found.push(request)
  }
  return found
}

/** States whose clock runs. */
function clocked(policy: Policy) {
  return [...policy.stages.map(({ stage }) => stage), 'granted'] as const
}
