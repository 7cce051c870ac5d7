import type { SqliteDatabase, SqliteStatement } from './connect.ts'

/** Statements of one connection that are kept; a room's queries are some hundred, those with lists in them are without number. */
const MOST = 400

/** A connection's statements, prepared once: making one ready takes longer than most of them run. */
export class PreparedStatements {
  readonly db: SqliteDatabase
  readonly #kept = new Map<string, SqliteStatement>()

  constructor(db: SqliteDatabase) {
    this.db = db
  }

  /** @throws what `prepare` throws */
  of(sql: string): SqliteStatement {
    const known = this.#kept.get(sql)
    const statement = known ?? this.db.prepare(sql)
    this.#kept.delete(sql)
    this.#kept.set(sql, statement) // most recently used last
    if (this.#kept.size > MOST) this.#kept.delete(this.#kept.keys().next().value ?? sql)
    return statement
  }
}
