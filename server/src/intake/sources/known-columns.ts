import { readRow } from '../syntax/csv-rows.ts'
import { DELIMITERS, firstRows, rowsUnder } from './csv.ts'

// Tables whose header says by itself what its columns hold, so that they need no mapping. Nothing is guessed: a header
// in which two columns could hold the same thing is not known.

/** What a column may be called, by what it holds: lower case, without spaces, points, strokes and brackets. */
export type Roles<Role extends string> = Readonly<Record<Role, readonly string[]>>

export interface KnownTable<Role extends string> {
  delimiter: string
  columns: string[]
  roles: ReadonlyMap<Role, number>
  /** Rows above the header: a title, whose bill it is. */
  above: number
}

/** A bill says whose it is before its table begins. */
const HEADER_WITHIN = 10

/** null: under no delimiter does one of the first rows hold each of `needed` exactly once. */
export function knownTable<Role extends string>(
  head: string,
  roles: Roles<Role>,
  needed: readonly NoInfer<Role>[],
): KnownTable<Role> | null {
  const start = head.search(/[^\s\ufeff]/)
  if (start < 0) return null
  for (const delimiter of DELIMITERS) {
    for (const [above, row] of firstRows(head.slice(start), delimiter, HEADER_WITHIN).entries()) {
      const columns = readRow(row, delimiter)
      const found = rolesOf(columns, roles)
      if (needed.every((role) => found.has(role))) return { delimiter, columns, roles: found, above }
    }
  }
  return null
}

/** A role that two columns could have is nobody's. */
function rolesOf<Role extends string>(columns: readonly string[], roles: Roles<Role>): Map<Role, number> {
  const names = columns.map(plainName)
  const found = new Map<Role, number>()
  for (const [role, words] of Object.entries<readonly string[]>(roles)) {
    const at = names.flatMap((name, index) => (words.includes(name) ? [index] : []))
    const [only, second] = at
    if (only !== undefined && second === undefined) found.set(role as Role, only) // the keys of a Roles<Role> are Role
  }
  return found
}

function plainName(column: string): string {
  return column.toLowerCase().replace(/[\s_.\-/（）()*:：]/g, '')
}

export interface KnownRow<Role extends string> {
  /** The cell under a role; '' where there is no such column. */
  cell(role: Role): string
  /** All cells under their columns' names; two columns of one name are told apart by their place. */
  rest(held: readonly Role[]): Record<string, string>
}

/** Reads the rows of a known table. */
export function knownRows<Role extends string, Read>(
  table: KnownTable<Role>,
  read: (row: KnownRow<Role>) => Read,
): ReturnType<typeof rowsUnder<Read>> {
  return rowsUnder(table, (cells) => read(rowOf(table, cells)))
}

function rowOf<Role extends string>(table: KnownTable<Role>, cells: readonly string[]): KnownRow<Role> {
  const at = (role: Role) => table.roles.get(role) ?? -1
  return {
    cell: (role) => (cells[at(role)] ?? '').trim(),
    rest(held) {
      const skipped = new Set(held.map(at))
      const rest: [string, string][] = []
      for (const [index, column] of table.columns.entries()) {
        const name = table.columns.indexOf(column) === index ? column : `${column}#${index + 1}`
        if (!skipped.has(index) && cells[index] !== '') rest.push([name, cells[index] ?? ''])
      }
      return Object.fromEntries(rest)
    },
  }
}
