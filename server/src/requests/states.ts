import { STAGES, type Stage } from '#access'
import { Refusal } from '#base'

// A request's life as one table: what is not here cannot happen. The moves' names stand in the timeline and the audit.

export const REQUEST_STATES = ['consent', ...STAGES, 'granted', 'refused', 'cancelled', 'expired', 'revoked'] as const
export type RequestState = (typeof REQUEST_STATES)[number]

export type Move =
  | 'consents_given' // every customer asked has agreed
  | 'consent_refused' // one has refused: what rests on consent stops
  | 'consent_silent' // no answer within the pack's period counts as a refusal
  | 'consent_withdrawn'
  | 'approve'
  | 'refuse'
  | 'cancel' // by the requester
  | 'run_out' // the period of use is over
  | 'revoke'

/** The stage after this one in the pack's order, or `granted` after the last. */
const NEXT = 'next'

const STAGE_MOVES = {
  approve: NEXT,
  refuse: 'refused',
  consent_withdrawn: 'refused',
  cancel: 'cancelled',
  run_out: 'expired',
} as const

export const MOVES = {
  consent: {
    consents_given: NEXT,
    consent_refused: 'refused',
    consent_silent: 'refused',
    consent_withdrawn: 'refused',
    cancel: 'cancelled',
    run_out: 'expired',
  },
  supervisor: STAGE_MOVES,
  it: STAGE_MOVES,
  legal: STAGE_MOVES,
  data_security: STAGE_MOVES,
  granted: { consent_withdrawn: 'revoked', revoke: 'revoked', run_out: 'expired' },
  refused: {},
  cancelled: {},
  expired: {},
  revoked: {},
} as const satisfies Readonly<Record<RequestState, Readonly<Partial<Record<Move, RequestState | typeof NEXT>>>>>

/** The stage whose turn it is; null while the customer is asked, and after the end. */
export function stageOf(state: RequestState): Stage | null {
  return STAGES.find((stage) => stage === state) ?? null
}

/** Consent or a stage: nothing is decided yet for good. */
export function isOpen(state: RequestState): boolean {
  return 'cancel' in MOVES[state]
}

/**
 * Where a move leads.
 * @throws Refusal `not_open` (conflict) where the table has no such move; `no_approval_chain` where the pack has no
 *   stages, or no longer has the one that the request stands at
 */
export function stateAfter(
  state: RequestState,
  move: Move,
  stages: readonly { readonly stage: Stage }[],
): RequestState {
  const moves: Readonly<Partial<Record<Move, RequestState | typeof NEXT>>> = MOVES[state]
  const target = moves[move]
  if (target === undefined) throw new Refusal('conflict', 'not_open')
  if (target !== NEXT) return target
  const at = state === 'consent' ? -1 : stages.findIndex(({ stage }) => stage === state)
  if (stages.length === 0 || (state !== 'consent' && at < 0)) throw new Refusal('unavailable', 'no_approval_chain')
  return stages[at + 1]?.stage ?? 'granted'
}
