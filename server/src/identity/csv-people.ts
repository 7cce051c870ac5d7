import { isRole, type Role } from '#access'
import { Refusal } from '#base'
import { readTable } from '#platform'
import { ATTRIBUTES, type Attribute, type Attributes } from './attributes.ts'
import type { EditPerson, NewPerson } from './people.ts'
import type { Account } from './store.ts'

// The list of people: CSV with a header of COLUMNS in any order. Lists are split by `;`, accounts are written
// `platform:account`.

const COLUMNS = [
  'username',
  'name',
  'roles',
  'groups',
  'manager',
  'accounts',
  'phone',
  'active',
  ...ATTRIBUTES,
] as const
type Column = (typeof COLUMNS)[number]

export interface Line {
  readonly line: number
  readonly cells: Partial<Record<Column, string>>
}

export interface RefusedLine {
  readonly line: number
  readonly code: string
}

/** @throws Refusal `csv_unreadable`, `csv_header_wrong` for the file as a whole */
export function readLines(csv: string): Line[] {
  const lines = readTable(csv, { columns: COLUMNS, needed: ['username', 'name'], longest: 100_000 })
  return lines.map(({ line, cells }) => ({ line, cells: cells ?? {} })) // no username: refused as a line of the wrong width
}

/**
 * attacker-controlled: cells of a file. Lists are only split here; people.ts checks what they hold. A column that is
 * absent leaves what is there.
 * @throws Refusal `columns_wrong`, `role_unknown`, `account_invalid`, `active_invalid`
 */
export function personOf(cells: Line['cells']): NewPerson & Pick<EditPerson, 'disabled'> {
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
    ...(cells.active !== undefined && cells.active !== '' && { disabled: !isYes(cells.active) }),
    attributes: attributesOf(cells),
  }
}

function attributesOf(cells: Line['cells']): Attributes {
  const given: Partial<Record<Attribute, string>> = {}
  for (const name of ATTRIBUTES) {
    const value = cells[name]
    if (value !== undefined) given[name] = value
  }
  return given
}

function isYes(word: string): boolean {
  const plain = word.toLowerCase()
  if (['yes', 'true', '1', '是', '在职', 'active'].includes(plain)) return true
  if (['no', 'false', '0', '否', '离职', 'inactive'].includes(plain)) return false
  throw new Refusal('invalid', 'active_invalid')
}

function roleOf(word: string): Role {
  if (!isRole(word)) throw new Refusal('invalid', 'role_unknown')
  return word
}

function accountOf(word: string): Account {
  const colon = word.indexOf(':')
  if (colon < 1) throw new Refusal('invalid', 'account_invalid')
  return { platform: word.slice(0, colon), account: word.slice(colon + 1).trim() }
}

export function onePerUsername(lines: readonly Line[]): { ready: Line[]; twice: RefusedLine[] } {
  const seen = new Set<string>()
  const ready: Line[] = []
  const twice: RefusedLine[] = []
  for (const line of lines) {
    const username = line.cells.username?.toLowerCase()
    if (username !== undefined && seen.has(username)) twice.push({ line: line.line, code: 'username_twice' })
    else ready.push(line)
    if (username !== undefined) seen.add(username)
  }
  return { ready, twice }
}

/** So that a manager is there when the line that names him is taken. Circles keep their order and are refused. */
export function managersFirst(lines: readonly Line[]): Line[] {
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
