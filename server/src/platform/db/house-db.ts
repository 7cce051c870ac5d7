import { AsyncLocalStorage } from 'node:async_hooks'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { Fault } from '#base'
import { openEncrypted, type SqliteDatabase } from './connect.ts'
import { PreparedStatements } from './prepared.ts'
import { sqliteFault } from './sqlite-fault.ts'

/** What reading needs and nothing that writes. A writer (`Kysely<T>` of a transaction) is also a reader. */
export type Reader<T> = Pick<
  Kysely<T>,
  'selectFrom' | 'selectNoFrom' | 'with' | 'withRecursive' | 'fn' | 'dynamic' | 'case' | 'getExecutor'
>

/** Where a room reads its tables: the house database (committed state) or a transaction (its own writes included). */
export interface ReadableDb {
  tables<T>(): Reader<T>
}

declare const insideTransaction: unique symbol

/** A running write transaction. It dies with `write`: used after commit or rollback it throws. */
export interface Tx extends ReadableDb {
  readonly [insideTransaction]: true
  tables<T>(): Kysely<T>
}

export interface HouseDb extends ReadableDb {
  /** Each statement sees the newest committed state; the connection cannot write. */
  tables<T>(): Reader<T>
  /**
   * Runs `work` in one `BEGIN IMMEDIATE` transaction; commits (synced) when it resolves, rolls back when it throws.
   * Transactions queue up; one inside another is a Fault. Never await anything slow inside.
   */
  write<R>(work: (tx: Tx) => Promise<R>): Promise<R>
  /**
   * Runs `work` while no transaction of this connection is open: for a second connection of the same thread to the same
   * file (the key register), which would otherwise block the thread that the transaction needs to end.
   */
  between<R>(work: () => R): Promise<R>
  close(): Promise<void>
}

/** Opens house.db on this thread: one connection that writes, one that only reads. Run the migrations next. */
export function openHouseDb(path: string, key: Uint8Array): HouseDb {
  const writer = openEncrypted(path, key)
  const statements = new PreparedStatements(writer)
  const reader = openEncrypted(path, key, { readonly: true })
  const reading = kyselyOver(new SqliteConnection(new PreparedStatements(reader), path))
  const inside = new AsyncLocalStorage<true>()
  let queue: Promise<unknown> = Promise.resolve()
  return {
    tables: <T>() => reading as Reader<unknown> as Reader<T>, // the type is the room's own word for its own tables
    write(work) {
      if (inside.getStore()) {
        return Promise.reject(new Fault('broken_invariant', 'must be true: a transaction is not opened inside another'))
      }
      const turn = queue.then(() => inside.run(true, () => runTransaction(statements, path, work)))
      queue = turn.catch(() => undefined) // the caller has the error; the queue only needs the order
      return turn
    },
    between(work) {
      const turn = queue.then(work)
      queue = turn.then(
        () => undefined,
        () => undefined,
      )
      return turn
    },
    async close() {
      await queue
      reader.close()
      writer.close()
    },
  }
}

async function runTransaction<R>(
  statements: PreparedStatements,
  path: string,
  work: (tx: Tx) => Promise<R>,
): Promise<R> {
  const { db } = statements
  const connection = new SqliteConnection(statements, path)
  const kysely = kyselyOver(connection)
  execute(db, path, 'BEGIN IMMEDIATE')
  try {
    // the only place that makes a Tx; the table types are the room's own word for its own tables
    const result = await work({ tables: <T>() => kysely as Kysely<unknown> as Kysely<T> } as Tx)
    execute(db, path, 'COMMIT')
    return result
  } catch (error) {
    if (db.inTransaction) execute(db, path, 'ROLLBACK')
    throw error
  } finally {
    connection.end()
  }
}

function execute(db: SqliteDatabase, path: string, sql: 'BEGIN IMMEDIATE' | 'COMMIT' | 'ROLLBACK'): void {
  try {
    db.exec(sql)
  } catch (error) {
    throw sqliteFault(error, path)
  }
}

function kyselyOver(connection: SqliteConnection): Kysely<unknown> {
  return new Kysely<unknown>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => driverOver(connection),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  })
}

function driverOver(connection: SqliteConnection): Driver {
  const refuse = () =>
    Promise.reject(new Fault('broken_invariant', 'must be true: transactions are opened by HouseDb.write only'))
  return {
    init: () => Promise.resolve(),
    acquireConnection: () => Promise.resolve(connection),
    releaseConnection: () => Promise.resolve(),
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    destroy: () => Promise.resolve(),
  }
}

class SqliteConnection implements DatabaseConnection {
  readonly #statements: PreparedStatements
  readonly #path: string
  #ended = false

  constructor(statements: PreparedStatements, path: string) {
    this.#statements = statements
    this.#path = path
  }

  end(): void {
    this.#ended = true
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#ended) throw new Fault('transaction_over', 'a transaction handle was used after its transaction ended')
    try {
      const statement = this.#statements.of(query.sql)
      if (statement.reader) return { rows: statement.all(...query.parameters) as R[] } // Kysely's typed row
      const { changes, lastInsertRowid } = statement.run(...query.parameters)
      return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
    } catch (error) {
      throw sqliteFault(error, this.#path)
    }
  }

  // biome-ignore lint/correctness/useYield: an open cursor keeps the WAL from shrinking, so none is ever handed out
  async *streamQuery<R>(): AsyncGenerator<QueryResult<R>> {
    throw new Fault('broken_invariant', 'must be true: long reads are paged by key, never streamed')
  }
}
