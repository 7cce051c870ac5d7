import { type ColumnType, type Generated, sql } from 'kysely'
import type { Brand, Instant, PersonId, RecordNo } from '#base'
import type { Migration, ReadableDb, Tx } from '#platform'
import type { Recipient } from '#policy'

// All SQL of this room. What is written here stays: a rule that was in force, a field that was shown, what somebody said of a name.

export type RevealId = Brand<string, 'RevealId'> // rvl_

export interface PolicyRow {
  recipient: Recipient
  /** JSON of MaskRules; null: what the pack says. */
  rules: string | null
  reason: string
  by: PersonId
  at: Instant
}
export type StoredPolicy = PolicyRow & { version: number }

export interface RevealRow {
  id: RevealId
  permit: string
  record: RecordNo
  field: string
  by: PersonId
  at: Instant
}

export type ProposalId = Brand<string, 'ProposalId'> // mpr_

/** Looser rules that wait for a second person. */
export interface ProposalRow {
  id: ProposalId
  recipient: Recipient
  /** As of PolicyRow. */
  rules: string | null
  /** JSON: the kinds that are looser. */
  looser: string
  reason: string
  by: PersonId
  at: Instant
  /** The version in force that it was held against. */
  seen: number | null
}

export interface ProposalEndRow {
  proposal: ProposalId
  what: 'approved' | 'declined'
  reason: string
  by: PersonId
  at: Instant
  /** Of the policy that it became; null: it was declined. */
  version: number | null
}

/** A surface form of one case, as somebody judged it; the newest word on a form counts. */
export interface FormRow {
  /** The case's number as the request gave it. */
  case_no: string
  /** What the spellings of one name have in common. */
  spelling: string
  /** As it was written where it was found. */
  form: string
  verdict: 'name' | 'none'
  by: PersonId
  at: Instant
}

/** Whether the scorer learns from what was said of forms; the newest row counts. */
export interface SwitchRow {
  on_: 0 | 1
  reason: string
  by: PersonId
  at: Instant
}

type Fixed<Row> = { [C in keyof Row]: ColumnType<Row[C], Row[C], never> }

interface RedactionTables {
  redaction_policy: Fixed<PolicyRow> & { version: Generated<number> }
  redaction_reveal: Fixed<RevealRow>
  redaction_form: Fixed<FormRow> & { seq: Generated<number> }
  redaction_learning: Fixed<SwitchRow> & { seq: Generated<number> }
  redaction_proposal: Fixed<ProposalRow>
  redaction_proposal_end: Fixed<ProposalEndRow>
}

export const redactionMigrations: readonly Migration[] = [
  {
    name: '001_masking',
    async up(db) {
      for (const statement of [
        sql`create table redaction_policy (version integer primary key autoincrement, recipient text not null,
          rules text, reason text not null, by text not null, at integer not null) strict`,
        sql`create table redaction_reveal (id text primary key, permit text not null, record integer not null,
          field text not null, by text not null, at integer not null) strict`,
        sql`create index redaction_reveal_by on redaction_reveal (by, at)`,
        sql`create table redaction_form (seq integer primary key autoincrement, case_no text not null,
          spelling text not null, form text not null, verdict text not null, by text not null, at integer not null) strict`,
        sql`create index redaction_form_case on redaction_form (case_no, spelling)`,
      ])
        await statement.execute(db)
      for (const table of ['redaction_policy', 'redaction_reveal', 'redaction_form'])
        for (const verb of ['update', 'delete'])
          await sql`create trigger ${sql.raw(`${table}_no_${verb}`)} before ${sql.raw(verb)} on ${sql.raw(table)}
            begin select raise(abort, 'it was so, and stays written'); end`.execute(db)
    },
  },
  {
    name: '002_learning',
    async up(db) {
      await sql`create table redaction_learning (seq integer primary key autoincrement, on_ integer not null,
        reason text not null, by text not null, at integer not null) strict`.execute(db)
      for (const verb of ['update', 'delete'])
        await sql`create trigger ${sql.raw(`redaction_learning_no_${verb}`)} before ${sql.raw(verb)} on redaction_learning
          begin select raise(abort, 'it was so, and stays written'); end`.execute(db)
    },
  },
  {
    name: '003_proposals',
    async up(db) {
      await sql`create table redaction_proposal (id text primary key, recipient text not null, rules text,
        looser text not null, reason text not null, by text not null, at integer not null, seen integer) strict`.execute(
        db,
      )
      // a proposal ends once
      await sql`create table redaction_proposal_end (proposal text primary key, what text not null, reason text not null,
        by text not null, at integer not null, version integer) strict`.execute(db)
      for (const table of ['redaction_proposal', 'redaction_proposal_end'])
        for (const verb of ['update', 'delete'])
          await sql`create trigger ${sql.raw(`${table}_no_${verb}`)} before ${sql.raw(verb)} on ${sql.raw(table)}
            begin select raise(abort, 'it was so, and stays written'); end`.execute(db)
    },
  },
]

const on = (db: ReadableDb) => db.tables<RedactionTables>()
const to = (tx: Tx) => tx.tables<RedactionTables>()

/** Newest first. */
export function listPolicies(db: ReadableDb): Promise<StoredPolicy[]> {
  return on(db).selectFrom('redaction_policy').selectAll().orderBy('version', 'desc').execute()
}

export async function newestPolicy(db: ReadableDb, recipient: Recipient): Promise<StoredPolicy | undefined> {
  return on(db)
    .selectFrom('redaction_policy')
    .selectAll()
    .where('recipient', '=', recipient)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function insertPolicy(tx: Tx, row: PolicyRow): Promise<void> {
  await to(tx).insertInto('redaction_policy').values(row).execute()
}

export async function insertProposal(tx: Tx, row: ProposalRow): Promise<void> {
  await to(tx).insertInto('redaction_proposal').values(row).execute()
}

/** Those that nobody approved or declined, oldest first. */
export function listOpenProposals(db: ReadableDb): Promise<ProposalRow[]> {
  return on(db)
    .selectFrom('redaction_proposal')
    .selectAll()
    .where('id', 'not in', (one) => one.selectFrom('redaction_proposal_end').select('proposal'))
    .orderBy('at')
    .execute()
}

export function findProposal(
  db: ReadableDb,
  id: ProposalId,
): Promise<(ProposalRow & { ended: ProposalEndRow['what'] | null }) | undefined> {
  return on(db)
    .selectFrom('redaction_proposal')
    .leftJoin('redaction_proposal_end', 'redaction_proposal_end.proposal', 'redaction_proposal.id')
    .selectAll('redaction_proposal')
    .select('redaction_proposal_end.what as ended')
    .where('redaction_proposal.id', '=', id)
    .executeTakeFirst()
}

export async function insertProposalEnd(tx: Tx, row: ProposalEndRow): Promise<void> {
  await to(tx).insertInto('redaction_proposal_end').values(row).execute()
}

/** Who approved a version, by its number. */
export async function approversOfVersions(db: ReadableDb): Promise<Map<number, PersonId>> {
  const rows = await on(db)
    .selectFrom('redaction_proposal_end')
    .select(['version', 'by'])
    .where('version', 'is not', null)
    .execute()
  return new Map(rows.flatMap(({ version, by }) => (version === null ? [] : [[version, by] as const])))
}

export async function insertReveal(tx: Tx, row: RevealRow): Promise<void> {
  await to(tx).insertInto('redaction_reveal').values(row).execute()
}

export async function countReveals(db: ReadableDb, by: PersonId, since: Instant): Promise<number> {
  const row = await on(db)
    .selectFrom('redaction_reveal')
    .select(({ fn }) => fn.countAll<number>().as('reveals'))
    .where('by', '=', by)
    .where('at', '>=', since)
    .executeTakeFirstOrThrow()
  return row.reveals
}

/** What was said of each form of a case, in order: the last word on a spelling counts. */
export function listForms(db: ReadableDb, caseNo: string): Promise<(FormRow & { seq: number })[]> {
  return on(db).selectFrom('redaction_form').selectAll().where('case_no', '=', caseNo).orderBy('seq').execute()
}

export async function insertForm(tx: Tx, row: FormRow): Promise<void> {
  await to(tx).insertInto('redaction_form').values(row).execute()
}

/** Number of the last thing said of any form; 0: nothing ever was. */
export async function lastForm(db: ReadableDb): Promise<number> {
  const row = await on(db)
    .selectFrom('redaction_form')
    .select(({ fn }) => fn.max('seq').as('last'))
    .executeTakeFirst()
  return row?.last ?? 0
}

/** The last word on each form of each case, in the order in which they were said. */
export function standingForms(db: ReadableDb): Promise<Pick<FormRow, 'form' | 'verdict'>[]> {
  return on(db)
    .selectFrom('redaction_form')
    .select(['form', 'verdict'])
    .where('seq', 'in', (one) =>
      one
        .selectFrom('redaction_form')
        .select(({ fn }) => fn.max('seq').as('seq'))
        .groupBy(['case_no', 'spelling']),
    )
    .orderBy('seq')
    .execute()
}

export function lastSwitch(db: ReadableDb): Promise<SwitchRow | undefined> {
  return on(db)
    .selectFrom('redaction_learning')
    .select(['on_', 'reason', 'by', 'at'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function insertSwitch(tx: Tx, row: SwitchRow): Promise<void> {
  await to(tx).insertInto('redaction_learning').values(row).execute()
}
