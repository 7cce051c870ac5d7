import type { RequestView, Stage } from '../../wire.ts'

// Where a request stands, read from what the server sent: no rule is decided here, only the order in which it is drawn.

export const STAGES: readonly Stage[] = ['supervisor', 'it', 'legal', 'data_security']

export interface RequestStop {
  key: 'asked' | 'consent' | Stage | 'grant'
  state: 'done' | 'now' | 'next' | 'no' | 'skipped'
  at: number | null
  by: string | null
  due: number | null
}

type Standing = Pick<
  RequestView,
  'state' | 'basis' | 'askedAt' | 'requesterName' | 'consents' | 'decisions' | 'waitingFor' | 'grantId'
>

/** The line of a request: asked, consent (where it rests on it), the four stages in order, the grant. */
export function stopsOf(request: Standing): RequestStop[] {
  const ended = ['refused', 'cancelled', 'expired'].includes(request.state)
  const stops: RequestStop[] = [
    { key: 'asked', state: 'done', at: request.askedAt, by: request.requesterName, due: null },
  ]
  if (request.basis === 'consent' || request.consents.length > 0) stops.push(consentStop(request, ended))
  for (const stage of STAGES) {
    const decision = request.decisions.find((one) => one.stage === stage)
    const isTurn = request.state === stage && !ended
    stops.push({
      key: stage,
      state: decision ? (decision.verdict === 'approve' ? 'done' : 'no') : isTurn ? 'now' : ended ? 'skipped' : 'next',
      at: decision?.at ?? null,
      by: decision?.byName ?? null,
      due: isTurn ? (request.waitingFor?.due ?? null) : null,
    })
  }
  const granted = request.grantId !== null
  stops.push({
    key: 'grant',
    state: request.state === 'revoked' ? 'no' : granted ? 'done' : ended ? 'skipped' : 'next',
    at: null,
    by: null,
    due: null,
  })
  return stops
}

function consentStop(request: Standing, ended: boolean): RequestStop {
  const answers = request.consents
  const last = answers.reduce<number | null>(
    (latest, one) => (one.answeredAt === null ? latest : Math.max(latest ?? 0, one.answeredAt)),
    null,
  )
  const waiting = answers.some((one) => one.state === 'requested')
  const agreed = answers.some((one) => one.state === 'agreed')
  const state = waiting
    ? ended
      ? 'skipped'
      : 'now'
    : agreed
      ? 'done'
      : answers.length > 0
        ? 'no'
        : ended
          ? 'skipped'
          : 'now'
  const due = waiting
    ? Math.min(...answers.filter((one) => one.state === 'requested').map((one) => one.expiresAt))
    : null
  return { key: 'consent', state, at: waiting ? null : last, by: null, due: state === 'now' ? due : null }
}

/** A request that still can move. */
export function isOpen(state: RequestView['state']): boolean {
  return state === 'consent' || STAGES.some((stage) => stage === state)
}
