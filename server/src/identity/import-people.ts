import { decide, type PersonActor, type Role, requireAllowed } from '#access'
import { requireRecorded } from '#audit'
import { type PersonId, Refusal } from '#base'
import type { Tx } from '#platform'
import { type Line, managersFirst, onePerUsername, personOf, type RefusedLine, readLines } from './csv-people.ts'
import { evaluateRules, evaluateRulesOf } from './groups.ts'
import { type LinkDoors, writeLink } from './links.ts'
import { changePerson, writePerson } from './people.ts'
import { changesBetween, type FieldChange, snapshot } from './person-diff.ts'
import * as store from './store.ts'

export interface LineDone {
  /** Of the file; 0: not in the file (somebody who is taken out because the file does not name them). */
  readonly line: number
  readonly username: string
  readonly what: 'add' | 'update' | 'same' | 'disable'
  readonly changes: readonly FieldChange[]
}

export interface PeopleImported {
  readonly created: number
  readonly updated: number
  /** Told by the file as they were already. */
  readonly same: number
  readonly disabled: number
  /** Line numbers of the file, the header being line 1. */
  readonly refused: RefusedLine[]
  /** One link for each person who is new; none in a trial. */
  readonly links: { readonly username: string; readonly token: string }[]
  /** What changes, person by person. */
  readonly lines: readonly LineDone[]
  /** Memberships of groups with a rule that came and went. */
  readonly groups: { readonly added: number; readonly removed: number }
}

export interface ImportOptions {
  /** Everything is done and taken back: the answer says what would be. */
  readonly trial: boolean
  /** `disable`: people who came from a list before and are not in this one. */
  readonly absent: 'keep' | 'disable'
}

/** Yield to other requests after so many lines. */
const BREATH = 50

/**
 * People from CSV (csv-people.ts says how it is written). Each line is one transaction: taken whole, or refused with a
 * code. Managers may stand further down. A known username is updated; whom the rules of groups name moves with the line.
 *
 * @throws Refusal `csv_unreadable`, `csv_header_wrong` for the file as a whole, and those of access
 */
export async function importPeople(
  doors: LinkDoors,
  actor: PersonActor,
  csv: string,
  options: ImportOptions = { trial: false, absent: 'keep' },
): Promise<PeopleImported> {
  const note = { action: 'people.import', actor } as const
  for (const action of ['people.manage', 'people.import'] as const)
    await requireRecorded(doors.recorder, note, decide(actor, action, null, doors.rules(), doors.clock.now()))
  const lines = readLines(csv)
  const { trial } = options
  const outcome = await (trial ? tryAll : takeAll)(doors, actor, lines, options)
  outcome.refused.sort((a, b) => a.line - b.line)
  const { created, updated, disabled, refused } = outcome
  const counts = { created, updated, disabled, refused: refused.length }
  await doors.recorder.perform(note, async (tx, draft) => {
    draft.detail({ what: trial ? 'import_trial' : 'import', ...counts })
    if (trial) return
    // what the lines moved, and what an import that a crash of an older version ended left behind
    addUp(outcome, await evaluateRules(tx))
    draft.detail(outcome.groups)
  })
  return outcome
}

type Outcome = { -readonly [K in keyof PeopleImported]: PeopleImported[K] } & { lines: LineDone[] }

const nothingYet = (): Outcome => ({
  created: 0,
  updated: 0,
  same: 0,
  disabled: 0,
  refused: [],
  links: [],
  lines: [],
  groups: { added: 0, removed: 0 },
})

function count(outcome: Outcome, done: LineDone, token: string | null): void {
  if (done.what === 'add') outcome.created += 1
  if (done.what === 'update') outcome.updated += 1
  if (done.what === 'same') outcome.same += 1
  if (done.what === 'disable') outcome.disabled += 1
  if (done.what !== 'same') outcome.lines.push(done)
  if (token !== null) outcome.links.push({ username: done.username, token })
}

function addUp(outcome: Outcome, { added, removed }: PeopleImported['groups']): void {
  outcome.groups = { added: outcome.groups.added + added, removed: outcome.groups.removed + removed }
}

async function takeAll(
  doors: LinkDoors,
  actor: PersonActor,
  lines: readonly Line[],
  { absent }: ImportOptions,
): Promise<Outcome> {
  const outcome = nothingYet()
  const { ready, twice } = onePerUsername(lines)
  outcome.refused.push(...twice)
  for (const line of managersFirst(ready)) {
    await refusing(outcome, line.line, async () => {
      const note = { action: 'people.import', actor, detail: { line: line.line } } as const
      const { value } = await doors.recorder.perform(note, async (tx, draft) => {
        const taken = await takeLine(tx, doors, actor, line)
        // whom the rules put where changes what is seen: in the transaction of the act that says so
        const groups = await evaluateRulesOf(tx, taken.id)
        const roles = await store.rolesOfPerson(tx, taken.id)
        draft.detail({ person: taken.id, what: taken.done.what, roles, ...groups })
        return { ...taken, groups }
      })
      count(outcome, value.done, value.token)
      addUp(outcome, value.groups)
    })
  }
  for (const person of absent === 'disable' ? await missing(doors, lines) : []) {
    await refusing(outcome, 0, async () => {
      const note = { action: 'people.import', actor, detail: { person: person.id, what: 'disable' } } as const
      const { value } = await doors.recorder.perform(note, async (tx, draft) => {
        const done = await disable(tx, doors, actor, person)
        const groups = await evaluateRulesOf(tx, person.id)
        draft.detail(groups)
        return { done, groups }
      })
      count(outcome, value.done, null)
      addUp(outcome, value.groups)
    })
  }
  return outcome
}

/** Thrown to take back what a trial did; carries what it would have been. */
class TrialOver extends Error {
  readonly outcome: Outcome
  constructor(outcome: Outcome) {
    super('')
    this.outcome = outcome
  }
}

async function tryAll(
  doors: LinkDoors,
  actor: PersonActor,
  lines: readonly Line[],
  { absent }: ImportOptions,
): Promise<Outcome> {
  try {
    await doors.db.write(async (tx) => {
      const outcome = nothingYet()
      const { ready, twice } = onePerUsername(lines)
      outcome.refused.push(...twice)
      for (const [place, line] of managersFirst(ready).entries()) {
        if (place % BREATH === 0) await new Promise((resume) => setImmediate(resume))
        await store.startLine(tx)
        const isTaken = await refusing(outcome, line.line, async () =>
          count(outcome, (await takeLine(tx, doors, actor, line)).done, null),
        )
        await (isTaken ? store.keepLine(tx) : store.undoLine(tx))
      }
      for (const person of absent === 'disable' ? await missing(doors, lines) : []) {
        await refusing(outcome, 0, async () => count(outcome, await disable(tx, doors, actor, person), null))
      }
      outcome.groups = await evaluateRules(tx)
      throw new TrialOver(outcome)
    })
  } catch (error) {
    if (error instanceof TrialOver) return error.outcome
    throw error
  }
  return nothingYet()
}

/** A refusal is told beside its line and ends nothing else. True where there was none. */
async function refusing(outcome: Outcome, line: number, work: () => Promise<void>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind === 'unavailable') throw error
    outcome.refused.push({ line, code: error.code })
    return false
  }
}

async function takeLine(
  tx: Tx,
  doors: LinkDoors,
  actor: PersonActor,
  { cells, line }: Line,
): Promise<{ id: PersonId; done: LineDone; token: string | null }> {
  const person = personOf(cells)
  const { username } = person
  const known = await store.findUsername(tx, username)
  if (known) {
    const before = await snapshot(tx, known.id)
    await requireNotOwn(doors, actor, known.id, await store.rolesOfPerson(tx, known.id), person)
    // only what changes is written: disabling again would end sessions for nothing
    const stays = person.disabled === (known.state === 'disabled')
    await changePerson(tx, doors, known.id, stays ? { ...person, disabled: undefined } : person)
    await store.updatePerson(tx, known.id, { source: 'csv', ...(person.disabled === false && { held: null }) })
    const changes = changesBetween(before, await snapshot(tx, known.id))
    const what = changes.length === 0 ? 'same' : person.disabled && !stays ? 'disable' : 'update'
    return { id: known.id, done: { line, username, what, changes }, token: null }
  }
  const id = await writePerson(tx, doors, person, 'csv')
  if (person.disabled) await store.updatePerson(tx, id, { state: 'disabled' })
  const token = person.disabled ? null : (await writeLink(tx, id, 'enrol', doors.clock.now())).token
  return { id, done: { line, username, what: 'add', changes: changesBetween(null, await snapshot(tx, id)) }, token }
}

async function missing(doors: LinkDoors, lines: readonly Line[]): Promise<store.PersonRow[]> {
  const named = new Set(lines.map(({ cells }) => cells.username?.toLowerCase()))
  return (await store.fromLists(doors.db)).filter(({ username }) => !named.has(username))
}

async function disable(tx: Tx, doors: LinkDoors, actor: PersonActor, person: store.PersonRow): Promise<LineDone> {
  await requireNotOwn(doors, actor, person.id, [], { disabled: true })
  const before = await snapshot(tx, person.id)
  await changePerson(tx, doors, person.id, { disabled: true })
  const changes = changesBetween(before, await snapshot(tx, person.id))
  return { line: 0, username: person.username, what: 'disable', changes }
}

/** Nobody changes the own roles or locks the own door by a list. @throws Refusal `own_roles` */
async function requireNotOwn(
  doors: LinkDoors,
  actor: PersonActor,
  person: PersonId,
  before: readonly Role[],
  { roles, disabled }: { readonly roles?: readonly Role[]; readonly disabled?: boolean | undefined },
): Promise<void> {
  const sameRoles = roles === undefined || [...before].sort().join() === [...roles].sort().join()
  if (sameRoles && disabled !== true) return
  requireAllowed(decide(actor, 'people.roles', { person }, doors.rules(), doors.clock.now()))
}
