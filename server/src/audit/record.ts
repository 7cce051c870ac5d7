import { randomBytes } from 'node:crypto'
import { statementDigest } from '@cunzhen/proof/keeping'
import { type Action, type Actor, classOf, requireAllowed, rolesOf, type Verdict } from '#access'
import { type ActId, type Clock, type ConsentId, newId, Refusal, type RequestId } from '#base'
import type { HouseDb, Tx } from '#platform'
import { encodeAuditEntry } from './entry.ts'
import { type ActReceipt, issueReceipt } from './receipt.ts'
import { type ActRow, insertAct, type Outcome } from './store.ts'

type DetailValue = string | number | boolean | null | readonly (string | number)[]
/** Whole numbers, words and lists of them. Message text never; what somebody typed into a search, yes. */
export type ActDetail = Readonly<Record<string, DetailValue>>

export interface ActNote {
  readonly action: Action
  readonly actor: Actor
  readonly permit?: string | null
  readonly request?: RequestId | null
  readonly detail?: ActDetail
}

/** Completes the note of the act that is being done, and adds further ones to the same transaction. */
export interface ActDraft {
  permit(id: string): void
  request(id: RequestId): void
  detail(more: ActDetail): void
  /** Another act with this one's fate, e.g. the grant that the last approval issues. */
  also(note: ActNote): Promise<void>
}

export interface Performed<T> {
  readonly value: T
  readonly receipt: ActReceipt
}

export interface Recorder {
  /**
   * Does a thing and says so, in one transaction. When `work` throws a Refusal, nothing of it stays, the attempt is
   * recorded as refused with the refusal's code, and the refusal goes on to the caller.
   * @throws Refusal `audit_unwritable` (unavailable) when the act cannot be written: it has then not happened
   */
  perform<T>(note: ActNote, work: (tx: Tx, draft: ActDraft) => Promise<T>): Promise<Performed<T>>
  /**
   * As `perform`, for what somebody else may have done meanwhile: where `work` answers false there was nothing left to do, and
   * no act says that it was done. @returns whether it was
   */
  performIf(note: ActNote, work: (tx: Tx, draft: ActDraft) => Promise<boolean>): Promise<boolean>
  /** Writes one act on its own: before content is read, or when an attempt was refused. Synced when it resolves. */
  record(note: ActNote, refusedFor?: string): Promise<ActReceipt>
}

export function createRecorder(house: HouseDb, clock: Clock): Recorder {
  const recorder: Recorder = {
    async perform(note, work) {
      const draft = openDraft(note, clock)
      const refusals: unknown[] = []
      let id: ActId
      let value: Awaited<ReturnType<typeof work>>
      try {
        const done = await house.write(async (tx) => {
          // 1. the work itself. A crash or a throw from here to the commit leaves nothing of it.
          const result = await work(tx, draft.bound(tx)).catch((error: unknown) => {
            if (error instanceof Refusal) refusals.push(error)
            throw error
          })
          // 2. its act, in the same transaction: both are there or neither.
          return { result, act: await writeAct(tx, clock, draft.note(), 'allowed', null) }
        }) // 3. the commit, synced
        value = done.result
        id = done.act
      } catch (error) {
        if (!(error instanceof Refusal) || !refusals.includes(error)) throw asUnwritable(error)
        await recorder.record(draft.note(), error.code)
        throw error
      }
      return { value, receipt: issueReceipt(id, note.action, draft.note().permit ?? null) }
    },

    async performIf(note, work) {
      try {
        await recorder.perform(note, async (tx, draft) => {
          if (!(await work(tx, draft))) throw new NothingLeft()
        })
        return true
      } catch (error) {
        if (error instanceof NothingLeft) return false
        throw error
      }
    },

    async record(note, refusedFor) {
      const outcome = refusedFor === undefined ? 'allowed' : 'refused'
      try {
        const id = await house.write((tx) => writeAct(tx, clock, note, outcome, refusedFor ?? null))
        return issueReceipt(id, note.action, note.permit ?? null)
      } catch (error) {
        throw asUnwritable(error, true)
      }
    },
  }
  return recorder
}

/**
 * A yes passes; a no is in the audit before it is told. For what is decided outside of the transaction that does it.
 * @throws the verdict's Refusal; Refusal `audit_unwritable`
 */
export async function requireRecorded(
  recorder: Pick<Recorder, 'record'>,
  note: ActNote,
  verdict: Verdict,
): Promise<void> {
  if (!verdict.allowed) await recorder.record(note, verdict.reason ?? 'unknown_action')
  requireAllowed(verdict)
}

class UnwritableAct extends Error {}
/** Takes the transaction back: neither work nor act. */
class NothingLeft extends Error {}

async function writeAct(tx: Tx, clock: Clock, note: ActNote, outcome: Outcome, reason: string | null): Promise<ActId> {
  const { actor } = note
  const salt = randomBytes(16)
  const act = {
    id: newId<ActId>('act'),
    at: clock.now(),
    action: note.action,
    class: classOf(note.action),
    actor: actor.kind,
    person: actor.kind === 'person' ? actor.id : null,
    roles: JSON.stringify(rolesOf(actor)),
    outcome,
    reason,
    permit: note.permit ?? null,
    request: note.request ?? null,
    detail: JSON.stringify(wellFormed(note.detail ?? {}, actor.kind === 'customer' ? actor.consent : null)),
    ip: actor.kind === 'house' ? null : actor.ip,
  }
  const leaf = leafOf(act, salt)
  try {
    await insertAct(tx, { ...act, salt, leaf })
  } catch (error) {
    throw new UnwritableAct('', { cause: error })
  }
  return act.id
}

type ActFields = Omit<ActRow, 'salt' | 'leaf'>

/** The audit ledger's entry for an act: what fsck computes again from the row. */
export function leafOf(act: ActFields, salt: Uint8Array): Uint8Array {
  const statement = {
    v: 1,
    id: act.id,
    at: act.at,
    action: act.action,
    class: act.class,
    actor: act.actor,
    person: act.person,
    roles: JSON.parse(act.roles) as unknown, // canonicalJson checks it
    outcome: act.outcome,
    reason: act.reason,
    permit: act.permit,
    request: act.request,
    detail: JSON.parse(act.detail) as unknown, // canonicalJson checks it
    ip: act.ip,
  }
  return encodeAuditEntry({ at: act.at, digest: statementDigest(salt, statement) })
}

/** attacker-controlled: typed text may hold lone surrogates, which canonical JSON refuses. */
function wellFormed(detail: ActDetail, consent: ConsentId | null): Record<string, DetailValue> {
  const clean = (value: DetailValue): DetailValue => {
    if (typeof value === 'string') return value.toWellFormed()
    return Array.isArray(value) ? value.map((each) => (typeof each === 'string' ? each.toWellFormed() : each)) : value
  }
  const entries = Object.entries(detail).map(([key, value]) => [key, clean(value)] as const)
  return Object.fromEntries(consent === null ? entries : [...entries, ['consent', consent] as const])
}

/**
 * What failed while writing the act or committing it is one refusal; what failed in the work itself passes unchanged.
 */
function asUnwritable(error: unknown, always = false): unknown {
  const unwritable =
    always || error instanceof UnwritableAct || (error instanceof Refusal && error.kind === 'unavailable')
  return unwritable ? new Refusal('unavailable', 'audit_unwritable') : error
}

function openDraft(start: ActNote, clock: Clock) {
  let permit = start.permit ?? null
  let request = start.request ?? null
  let detail: ActDetail = start.detail ?? {}
  return {
    note: (): ActNote => ({ action: start.action, actor: start.actor, permit, request, detail }),
    bound: (tx: Tx): ActDraft => ({
      permit(id) {
        permit = id
      },
      request(id) {
        request = id
      },
      detail(more) {
        detail = { ...detail, ...more }
      },
      async also(note) {
        await writeAct(tx, clock, note, 'allowed', null)
      },
    }),
  }
}
