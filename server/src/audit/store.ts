import type { ColumnType, Generated } from 'kysely'
import type { ActClass, Action, FormerAction } from '#access'
import type { ActId, Instant, PersonId, RequestId } from '#base'
import type { Migration, ReadableDb, SqliteDatabase, Tx } from '#platform'

/** Written once: no column has an update face, and triggers hold the same in SQL. */
type Fixed<T> = ColumnType<T, T, never>

export type Outcome = 'allowed' | 'refused'
export type ActorKind = 'person' | 'customer' | 'house' | 'stranger'

export interface ActRow {
  id: ActId
  at: Instant
  action: Action | FormerAction
  class: ActClass
  actor: ActorKind
  person: PersonId | null
  /** JSON array of roles at that moment. */
  roles: string
  outcome: Outcome
  reason: string | null
  permit: string | null
  request: RequestId | null
  /** JSON object: codes, counts, ids, and what was typed into a search. Encrypted at rest with the file. */
  detail: string
  ip: string | null
  /** 16 random bytes. */
  salt: Uint8Array
  /** The entry of the audit ledger. */
  leaf: Uint8Array
}

export interface AuditTables {
  audit_act: { [Column in keyof ActRow]: Fixed<ActRow[Column]> } & { seq: Generated<number> }
}

// The query builder is imported where it runs, on the main thread: every worker that looks at a receipt loads this file.
export const auditMigrations: readonly Migration[] = [
  {
    name: '001_acts',
    async up(db) {
      const { sql } = await import('kysely')
      await sql`create table audit_act (
        seq integer primary key autoincrement, id text not null unique, at integer not null, action text not null,
        class text not null, actor text not null, person text, roles text not null, outcome text not null,
        reason text, permit text, request text, detail text not null, ip text, salt blob not null, leaf blob not null
      ) strict`.execute(db)
      await sql`create index audit_act_at on audit_act (at)`.execute(db)
      await sql`create index audit_act_person on audit_act (person, seq)`.execute(db)
      await sql`create index audit_act_request on audit_act (request, seq) where request is not null`.execute(db)
      for (const change of ['update', 'delete']) {
        await sql`create trigger ${sql.raw(`audit_act_no_${change}`)} before ${sql.raw(change)} on audit_act
          begin select raise(abort, 'acts are only added'); end`.execute(db)
      }
    },
  },
  {
    name: '002_accounts',
    async up(db) {
      const { sql } = await import('kysely')
      await sql`create index audit_act_account on audit_act (json_extract(detail, '$.person'), seq)
        where actor = 'stranger'`.execute(db)
    },
  },
]

export async function insertAct(tx: Tx, row: ActRow): Promise<void> {
  await tx.tables<AuditTables>().insertInto('audit_act').values(row).execute()
}

export interface ActFilter {
  /** Who did it, or whose account somebody without a session came for. */
  readonly person?: PersonId | null
  readonly action?: Action | FormerAction | null
  readonly class?: ActClass | null
  readonly outcome?: Outcome | null
  readonly request?: RequestId | null
  /** Half-open [from, to). */
  readonly from?: Instant | null
  readonly to?: Instant | null
}

export type StoredAct = ActRow & { seq: number }

function filtered(db: ReadableDb, filter: ActFilter, { sql }: typeof import('kysely')) {
  let query = db.tables<AuditTables>().selectFrom('audit_act')
  // letter for letter what the index 002_accounts says, or it is not used
  const isAccount = sql<boolean>`(actor = 'stranger' and json_extract(detail, '$.person') = ${filter.person})`
  if (filter.person) query = query.where((is) => is.or([is('person', '=', filter.person ?? null), isAccount]))
  if (filter.action) query = query.where('action', '=', filter.action)
  if (filter.class) query = query.where('class', '=', filter.class)
  if (filter.outcome) query = query.where('outcome', '=', filter.outcome)
  if (filter.request) query = query.where('request', '=', filter.request)
  if (typeof filter.from === 'number') query = query.where('at', '>=', filter.from)
  if (typeof filter.to === 'number') query = query.where('at', '<', filter.to)
  return query
}

/** Newest first, strictly before `before` (a seq); one row more than asked tells whether there is a next page. */
export async function selectActs(
  db: ReadableDb,
  filter: ActFilter,
  before: number | null,
  rows: number,
): Promise<StoredAct[]> {
  let query = filtered(db, filter, await import('kysely'))
    .selectAll()
    .orderBy('seq', 'desc')
    .limit(rows)
  if (before !== null) query = query.where('seq', '<', before)
  return query.execute()
}

/** How many acts there are: their numbers have no gaps. */
export async function lastAct(db: ReadableDb): Promise<number> {
  const row = await db
    .tables<AuditTables>()
    .selectFrom('audit_act')
    .select(({ fn }) => fn.max<number | null>('seq').as('last'))
    .executeTakeFirst()
  return row?.last ?? 0
}

/** Newest day first. Days of the house zone (UTC+8), as numbers since 1970-01-01. */
export async function selectPerDay(
  db: ReadableDb,
  filter: ActFilter,
  offset: number,
  dayLength: number,
  days: number,
): Promise<{ day: number; acts: number; refused: number }[]> {
  const kysely = await import('kysely')
  const { sql } = kysely
  // numbers are bound as reals: the cast makes the division one of integers
  const day = sql<number>`cast((at + ${offset}) / ${dayLength} as integer)`
  return filtered(db, filter, kysely)
    .select(({ fn }) => [
      day.as('day'),
      fn.countAll<number>().as('acts'),
      sql<number>`sum(outcome = 'refused')`.as('refused'),
    ])
    .groupBy(day)
    .orderBy(day, 'desc')
    .limit(days)
    .execute()
}

/** Whose acts they were, those who looked at most content first: content opened, other acts, and what was refused. */
export async function selectPerPerson(
  db: ReadableDb,
  filter: ActFilter,
  people: number,
): Promise<{ person: PersonId; content: number; other: number; refused: number }[]> {
  const kysely = await import('kysely')
  const { sql } = kysely
  // `+`: read in the order in which they lie, for by the index over persons each act would be looked up by itself
  const whose = sql<PersonId | null>`+person`
  const rows = await filtered(db, filter, kysely)
    .where(whose, 'is not', null)
    .select(({ fn }) => [
      'person',
      sql<number>`sum(outcome = 'allowed' and class = 'content')`.as('content'),
      sql<number>`sum(outcome = 'allowed' and class <> 'content')`.as('other'),
      sql<number>`sum(outcome = 'refused')`.as('refused'),
      fn.countAll<number>().as('acts'),
    ])
    .groupBy(whose)
    .orderBy('content', 'desc')
    .orderBy('acts', 'desc')
    .orderBy('person')
    .limit(people)
    .execute()
  return rows.flatMap(({ person, content, other, refused }) =>
    person === null ? [] : [{ person, content, other, refused }],
  )
}

// --- for the keeper's thread, over a read-only connection of its own ---

export function prepareLeaves(db: SqliteDatabase) {
  const count = db.prepare<[], number>('select coalesce(max(seq), 0) from audit_act').pluck()
  const leaves = db.prepare<[number, number], { seq: number; leaf: Uint8Array }>(
    'select seq, leaf from audit_act where seq > ? order by seq limit ?',
  )
  const rows = db.prepare<[number, number], StoredAct>('select * from audit_act where seq > ? order by seq limit ?')
  return { count, leaves, rows }
}
