import { type ActClass, type Action, type FormerAction, isRole, type Role } from '#access'
import { type ActId, DAY, HOUSE_OFFSET, type Instant, type PersonId, type RequestId, rowCursor } from '#base'
import type { ReadableDb } from '#platform'
import {
  type ActFilter,
  type ActorKind,
  type Outcome,
  type StoredAct,
  selectActs,
  selectPerDay,
  selectPerPerson,
} from './store.ts'

/** One act as the auditor reads it. Names are not kept here: look `byId` up in identity. */
export interface ReadAct {
  readonly id: ActId
  readonly at: Instant
  readonly action: Action | FormerAction
  readonly class: ActClass
  readonly actor: ActorKind
  readonly byId: PersonId | null
  /** Whose account somebody without a session came for: who signed in, opened a link or enrolled, or tried to. */
  readonly accountId: PersonId | null
  readonly roles: readonly Role[]
  readonly outcome: Outcome
  readonly reason: string | null
  readonly permit: string | null
  readonly requestId: RequestId | null
  readonly detail: Readonly<Record<string, unknown>>
  readonly ip: string | null
  /** Index in the audit ledger; null: not yet under a signed checkpoint. */
  readonly ledgerIndex: number | null
}

export interface ActPage {
  readonly acts: ReadAct[]
  /** Opaque; null on the last page. */
  readonly next: string | null
  /** Acts and refusals per day (house zone, `2026-11-21`), newest first, at most 366 days, over the whole filter. */
  readonly perDay: { readonly day: string; readonly acts: number; readonly refused: number }[]
  /** On the first page, over the whole filter: who did how much, at most 12 people, those who opened most content first. */
  readonly perPerson: {
    readonly id: PersonId
    readonly content: number
    readonly other: number
    readonly refused: number
  }[]
}

export interface ReadOptions {
  readonly cursor?: string | null
  readonly limit?: number
  /** Entries under the newest checkpoint of the audit ledger. */
  readonly ledgerSize: number
}

const DAYS = 366
const LIMIT = 200
const PEOPLE = 12

/** Acts that fit the filter, newest first. @throws Refusal `cursor_invalid` */
export async function readActs(db: ReadableDb, filter: ActFilter, options: ReadOptions): Promise<ActPage> {
  const limit = Math.min(Math.max(options.limit ?? 50, 1), LIMIT)
  const cursor = rowCursor(options.cursor)
  const rows = await selectActs(db, filter, cursor, limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const perDay = await selectPerDay(db, filter, HOUSE_OFFSET, DAY, DAYS)
  const perPerson = cursor === null ? await selectPerPerson(db, filter, PEOPLE) : []
  return {
    acts: page.map((row) => actOf(row, options.ledgerSize)),
    next: rows.length > limit && last ? String(last.seq) : null,
    perDay: perDay.map(({ day, acts, refused }) => ({
      day: new Date(day * DAY).toISOString().slice(0, 10),
      acts,
      refused,
    })),
    perPerson: perPerson.map(({ person, ...acts }) => ({ id: person, ...acts })),
  }
}

function actOf(row: StoredAct, ledgerSize: number): ReadAct {
  const roles: unknown = JSON.parse(row.roles)
  const detail = JSON.parse(row.detail) as Record<string, unknown> // record.ts writes nothing but an object
  return {
    id: row.id,
    at: row.at,
    action: row.action,
    class: row.class,
    actor: row.actor,
    byId: row.person,
    accountId: row.actor === 'stranger' && typeof detail.person === 'string' ? (detail.person as PersonId) : null,
    roles: Array.isArray(roles) ? roles.filter((role) => isRole(role)) : [],
    outcome: row.outcome,
    reason: row.reason,
    permit: row.permit,
    requestId: row.request,
    detail,
    ip: row.ip,
    ledgerIndex: row.seq <= ledgerSize ? row.seq - 1 : null,
  }
}
