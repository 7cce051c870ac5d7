import type { Instant, ParticipantNo, PersonId, SubjectId } from '#base'
import type { ReadableDb, Tx } from '#platform'
import type { KeyKind } from './lookups.ts'
import { at, type MergeId, type MergeRow, on, type ProposalId, type ProposalRow } from './tables.store.ts'

// What the house thinks belongs together, what people said to it, and merges with what went over.

/** The newest participant that was looked at; 0: none yet. */
export async function seenTo(db: ReadableDb): Promise<number> {
  const row = await on(db)
    .selectFrom('subjects_seen')
    .select(({ fn }) => fn.max('participant').as('last'))
    .executeTakeFirst()
  return row?.last ?? 0
}

export type SeenRow = { participant: ParticipantNo; by: KeyKind | null; lookup: Buffer | null }

export const addSeen = (tx: Tx, rows: readonly SeenRow[]) =>
  at(tx)
    .insertInto('subjects_seen')
    .values([...rows])
    .execute()

export const seenOf = async (db: ReadableDb, participants: readonly ParticipantNo[]): Promise<SeenRow[]> =>
  participants.length === 0
    ? []
    : on(db)
        .selectFrom('subjects_seen')
        .selectAll()
        .where('participant', 'in', [...participants])
        .execute()

/** Keys of these participants that another participant has, too, or that a customer is known by. */
export async function sharedKeys(db: ReadableDb, from: number, to: number): Promise<Buffer[]> {
  const found = on(db)
    .selectFrom('subjects_seen as mine')
    .select('mine.lookup')
    .distinct()
    .where('mine.participant', '>=', from as ParticipantNo) // numbers of the catalog
    .where('mine.participant', '<=', to as ParticipantNo)
    .where('mine.lookup', 'is not', null)
    .where(({ exists, or, selectFrom }) =>
      or([
        exists(
          selectFrom('subjects_seen as other')
            .select('other.participant')
            .whereRef('other.lookup', '=', 'mine.lookup')
            .whereRef('other.participant', '!=', 'mine.participant'),
        ),
        exists(
          selectFrom('subjects_identifier as held').select('held.subject').whereRef('held.lookup', '=', 'mine.lookup'),
        ),
      ]),
    )
  return (await found.execute()).flatMap(({ lookup }) => (lookup ? [Buffer.from(lookup)] : []))
}

export const withKey = async (db: ReadableDb, lookup: Buffer, limit: number): Promise<ParticipantNo[]> =>
  (
    await on(db)
      .selectFrom('subjects_seen')
      .select('participant')
      .where('lookup', '=', lookup)
      .orderBy('participant')
      .limit(limit)
      .execute()
  ).map(({ participant }) => participant)

/** Keeps a proposal that was made before, whatever became of it. True where it is new. */
export async function addProposal(tx: Tx, row: ProposalRow): Promise<boolean> {
  const added = at(tx)
    .insertInto('subjects_proposal')
    .values(row)
    .onConflict((conflict) => conflict.columns(['what', 'lookup', 'subject', 'other', 'participant']).doNothing())
  return (await added.executeTakeFirst()).numInsertedOrUpdatedRows === 1n
}

export const proposalById = (db: ReadableDb, id: ProposalId) =>
  on(db).selectFrom('subjects_proposal').selectAll().where('id', '=', id).executeTakeFirst()

export const openProposals = (db: ReadableDb, limit: number) =>
  on(db)
    .selectFrom('subjects_proposal')
    .selectAll()
    .where('state', '=', 'open')
    .orderBy('made_at')
    .orderBy('id')
    .limit(limit)
    .execute()

export async function countOpen(db: ReadableDb): Promise<number> {
  const row = await on(db)
    .selectFrom('subjects_proposal')
    .where('state', '=', 'open')
    .select(({ fn }) => fn.countAll<number>().as('open'))
    .executeTakeFirst()
  return row?.open ?? 0
}

export async function decideProposal(
  tx: Tx,
  id: ProposalId,
  decision: { state: 'confirmed' | 'refused'; decided_at: Instant; decided_by: PersonId; reason: string },
): Promise<void> {
  await at(tx).updateTable('subjects_proposal').set(decision).where('id', '=', id).execute()
}

/** What a change of links has answered already: nobody need be asked. */
export async function closeStale(tx: Tx): Promise<void> {
  const over = () => at(tx).updateTable('subjects_proposal').set({ state: 'over' }).where('state', '=', 'open')
  const merged = at(tx).selectFrom('subjects_subject').select('id').where('merged_into', 'is not', null)
  const linked = at(tx).selectFrom('subjects_link').select('participant')
  await over().where('what', '=', 'link').where('participant', 'in', linked).execute()
  await over()
    .where((e) => e.or([e('subject', 'in', merged), e('other', 'in', merged)]))
    .execute()
}

/** A proposal of a new customer is over once somebody of the accounts is a customer's. */
export const closeNew = (tx: Tx, lookup: Buffer) =>
  at(tx)
    .updateTable('subjects_proposal')
    .set({ state: 'over' })
    .where('what', '=', 'new')
    .where('state', '=', 'open')
    .where('lookup', '=', lookup)
    .execute()

// --- what a person told to be two ---

export const addApart = (tx: Tx, subject: SubjectId, other: string) =>
  at(tx)
    .insertInto('subjects_apart')
    .values({ subject, other })
    .onConflict((conflict) => conflict.doNothing())
    .execute()

export const dropApart = (tx: Tx, subject: SubjectId, other: string) =>
  at(tx).deleteFrom('subjects_apart').where('subject', '=', subject).where('other', '=', other).execute()

export async function isApart(db: ReadableDb, subject: SubjectId, other: string): Promise<boolean> {
  const row = on(db).selectFrom('subjects_apart').select('other').where('subject', '=', subject)
  return (await row.where('other', '=', other).executeTakeFirst()) !== undefined
}

// --- merges ---

export const addMerge = (tx: Tx, row: MergeRow) => at(tx).insertInto('subjects_merge').values(row).execute()

export const mergeById = (db: ReadableDb, id: MergeId) =>
  on(db).selectFrom('subjects_merge').selectAll().where('id', '=', id).executeTakeFirst()

export const mergesOf = (db: ReadableDb, kept: SubjectId) =>
  on(db).selectFrom('subjects_merge').selectAll().where('kept', '=', kept).orderBy('at', 'desc').execute()

export const endMerge = (tx: Tx, id: MergeId, undone: { at: Instant; by: PersonId; reason: string }) =>
  at(tx)
    .updateTable('subjects_merge')
    .set({ undone_at: undone.at, undone_by: undone.by, undone_reason: undone.reason })
    .where('id', '=', id)
    .execute()
