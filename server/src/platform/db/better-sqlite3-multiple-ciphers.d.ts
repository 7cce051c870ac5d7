// The library's own declarations are not reachable through its "exports"; its API is better-sqlite3's plus keys.
declare module 'better-sqlite3-multiple-ciphers' {
  import BetterSqlite3 from 'better-sqlite3'

  interface CipheredDatabase extends BetterSqlite3.Database {
    /** sqlite3_key: `raw:` ‖ 32 bytes key ‖ 16 bytes salt, or a pass phrase. Returns an SQLite result code. */
    key(key: Buffer): number
    rekey(key: Buffer): number
  }

  const Database: new (filename: string, options?: BetterSqlite3.Options) => CipheredDatabase
  namespace Database {
    type Database = CipheredDatabase
    type Statement<Bind extends unknown[], Row> = BetterSqlite3.Statement<Bind, Row>
  }
  export default Database
}
