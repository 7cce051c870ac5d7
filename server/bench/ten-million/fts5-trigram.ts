import { existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import type { Peer } from './peer.ts'
import { replay } from './replay.ts'

// SQLite's own trigram table, not encrypted. Strings of fewer than three characters it can only scan for.

export const fts5Trigram: Peer = {
  name: 'fts5_trigram',
  absent: null,
  async open(home, messages) {
    const path = join(home, 'fts5.db')
    if (!existsSync(path)) await build(path, messages)
    const db = new Database(path, { readonly: true })
    db.pragma('cache_size = -262144')
    return {
      bytes: statSync(path).size,
      async ask({ strings }) {
        const long = strings.filter((string) => [...string].length >= 3)
        const short = strings.filter((string) => [...string].length < 3)
        const match = long.map((string) => `"${string}"`).join(' AND ')
        const where = [...(match ? ['m match ?'] : []), ...short.map(() => 'text like ?')].join(' and ')
        const values = [...(match ? [match] : []), ...short.map((string) => `%${string}%`)]
        const total = db
          .prepare(`select count(*) from m where ${where}`)
          .pluck()
          .get(...values)
        db.prepare(`select rowid, text from m where ${where} order by rowid desc limit 50`).all(...values)
        return Number(total)
      },
      async close() {
        db.close()
      },
    }
  },
}

async function build(path: string, messages: number): Promise<void> {
  rmSync(`${path}.part`, { force: true })
  const db = new Database(`${path}.part`)
  db.pragma('journal_mode = off')
  db.pragma('synchronous = off')
  db.pragma('cache_size = -262144')
  db.exec(`create virtual table m using fts5 (text, tokenize = 'trigram'); begin`)
  const insert = db.prepare('insert into m (rowid, text) values (?, ?)')
  for await (const { seq, text } of replay(messages)) insert.run(seq, text)
  db.exec(`commit; insert into m (m) values ('optimize')`)
  db.close()
  renameSync(`${path}.part`, path)
}
