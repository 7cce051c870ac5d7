import { CsvError, parse } from 'csv-parse/sync'
import { decide, isRole, type PersonActor, type Role, requireAllowed } from '#access'
import { type PersonId, Refusal } from '#base'
import { type LinkDoors, writeLink } from './links.ts'
import { changePerson, type EditPerson, type NewPerson, writePerson } from './people.ts'
import * as store from './store.ts'

export interface PeopleImported {
  readonly created: number
  readonly updated: number
  /** Line numbers of the file, the header being line 1. */
  readonly refused: { readonly line: number; readonly code: string }[]
  /** One link for each person who is new. */
  readonly links: { readonly username: string; readonly token: string }[]
}

const COLUMNS = ['username', 'name', 'roles', 'groups', 'manager', 'accounts', 'phone'] as const
type Column = (typeof COLUMNS)[number]

interface Line {
  readonly line: number
  readonly cells: Partial<Record<Column, string>>
}

/**
 * CSV with a header of COLUMNS in any order (`username` and `name` needed); lists split by `;`, accounts as
 * `platform:account`. Each line is one transaction: taken whole, or refused with a code. Managers may stand further
 * down. A known username is updated; a column that is absent leaves what is there.
 *
 * @throws Refusal `csv_unreadable`, `csv_header_wrong` for the file as a whole, and those of access
 */
export async function importPeople(doors: LinkDoors, actor: PersonActor, csv: string): Promise<PeopleImported> {
  requireAllowed(decide(actor, 'people.manage', null, doors.rules(), doors.clock.now()))
  requireAllowed(decide(actor, 'people.import', null, doors.rules(), doors.clock.now()))
  const outcome = {
    created: 0,
    updated: 0,
    refused: [] as PeopleImported['refused'],
    links: [] as PeopleImported['links'],
  }
  const { ready, twice } = onePerUsername(readLines(csv))
  outcome.refused.push(...twice)
  for (const line of managersFirst(ready)) {
    try {
      const { id, isNew, token } = await importLine(doors, actor, line)
      if (isNew) outcome.created += 1
      else outcome.updated += 1
      if (token !== null) outcome.links.push({ username: id, token })
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind === 'unavailable') throw error
      outcome.refused.push({ line: line.line, code: error.code })
    }
  }
  outcome.refused.sort((a, b) => a.line - b.line)
  const { created, updated, refused } = outcome
  const detail = { what: 'import', created, updated, refused: refused.length }
  await doors.recorder.record({ action: 'people.import', actor, detail })
  return outcome
}

async function importLine(doors: LinkDoors, actor: PersonActor, { cells, line }: Line) {
  const note = { action: 'people.import', actor, detail: { line } } as const
  const { value } = await doors.recorder.perform(note, async (tx, draft) => {
    const person = personOf(cells)
    const known = await store.findUsername(tx, person.username)
    if (known) {
      const change: EditPerson = { ...person }
      await requireNotOwnRoles(doors, actor, known.id, await store.rolesOfPerson(tx, known.id), person.roles)
      await changePerson(tx, doors, known.id, change)
      draft.detail({ person: known.id, what: 'update' })
      return { id: person.username, isNew: false, token: null }
    }
    const id = await writePerson(tx, doors, person)
    draft.detail({ person: id, what: 'add', roles: [...(person.roles ?? [])] })
    const { token } = await writeLink(tx, id, 'enrol', doors.clock.now())
    return { id: person.username, isNew: true, token }
  })
  return value
}

async function requireNotOwnRoles(
  doors: LinkDoors,
  actor: PersonActor,
  person: PersonId,
  before: readonly Role[],
  after: readonly Role[] | undefined,
): Promise<void> {
  if (after === undefined || [...before].sort().join() === [...after].sort().join()) return
  requireAllowed(decide(actor, 'people.roles', { person }, doors.rules(), doors.clock.now()))
}

function readLines(csv: string): Line[] {
  let rows: { record: string[]; info: { lines: number } }[]
  try {
    rows = parse(csv, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 100_000,
    }) as unknown as typeof rows // with `info` csv-parse answers {record, info}; its types do not say so
  } catch (error) {
    // its message may quote the file
    throw new Refusal('invalid', 'csv_unreadable', { line: error instanceof CsvError ? Number(error.lines ?? 0) : 0 })
  }
  const header = rows[0]?.record.map((word) => word.trim().toLowerCase()) ?? []
  const isKnown = (word: string): word is Column => (COLUMNS as readonly string[]).includes(word)
  if (!header.every(isKnown) || new Set(header).size < header.length) throw new Refusal('invalid', 'csv_header_wrong')
  if (!header.includes('username') || !header.includes('name')) throw new Refusal('invalid', 'csv_header_wrong')
  return rows.slice(1).map(({ record, info }) => ({
    line: info.lines,
    cells:
      record.length === header.length
        ? Object.fromEntries(header.map((column, place) => [column, (record[place] ?? '').trim()]))
        : {}, // no username: refused as a line of the wrong width
  }))
}

/** attacker-controlled: cells of a file. Lists are only split here; people.ts checks what they hold. */
function personOf(cells: Line['cells']): NewPerson {
  if (cells.username === undefined) throw new Refusal('invalid', 'columns_wrong')
  const list = (cell: string) =>
    cell
      .split(';')
      .map((word) => word.trim())
      .filter((word) => word !== '')
  return {
    username: cells.username.toLowerCase(),
    name: cells.name ?? '',
    ...(cells.roles !== undefined && { roles: list(cells.roles).map(roleOf) }),
    ...(cells.groups !== undefined && { groups: list(cells.groups) }),
    ...(cells.manager !== undefined && { manager: cells.manager.toLowerCase() || null }),
    ...(cells.accounts !== undefined && { accounts: list(cells.accounts).map(accountOf) }),
    ...(cells.phone !== undefined && { phone: cells.phone || null }),
  }
}

function roleOf(word: string): Role {
  if (!isRole(word)) throw new Refusal('invalid', 'role_unknown')
  return word
}

function accountOf(word: string): store.Account {
  const colon = word.indexOf(':')
  if (colon < 1) throw new Refusal('invalid', 'account_invalid')
  return { platform: word.slice(0, colon), account: word.slice(colon + 1).trim() }
}

function onePerUsername(lines: readonly Line[]): { ready: Line[]; twice: PeopleImported['refused'] } {
  const seen = new Set<string>()
  const ready: Line[] = []
  const twice: PeopleImported['refused'] = []
  for (const line of lines) {
    const username = line.cells.username?.toLowerCase()
    if (username !== undefined && seen.has(username)) twice.push({ line: line.line, code: 'username_twice' })
    else ready.push(line)
    if (username !== undefined) seen.add(username)
  }
  return { ready, twice }
}

/** So that a manager is there when the line that names him is taken. Circles keep their order and are refused. */
function managersFirst(lines: readonly Line[]): Line[] {
  const byUsername = new Map(lines.map((line) => [line.cells.username?.toLowerCase(), line]))
  const ordered = new Set<Line>()
  for (const start of lines) {
    const chain: Line[] = []
    for (let line: Line | undefined = start; line && !ordered.has(line) && !chain.includes(line); ) {
      chain.unshift(line)
      const manager: string | undefined = line.cells.manager?.toLowerCase()
      line = manager ? byUsername.get(manager) : undefined
    }
    for (const line of chain) ordered.add(line)
  }
  return [...ordered]
}
