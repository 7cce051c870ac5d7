import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '#base'
import { migrate, openHouseDb } from '#platform/house'
import { keyRegisterMigrations, openKeyRegister } from '#platform/keys'
import { chance } from '#test/search-oracle'
import { Searcher } from '../find/searcher.ts'
import { EVERYTHING, ToldSource } from '../search.test-support.ts'
import { Signals } from '../shards/signals.ts'
import { ask, randomScope, scan, tell } from '../story.test-support.ts'
import { Indexer } from './indexer.ts'

describe('killed at any moment', () => {
  const SEED = 17
  const RECORDS = 5000
  let dir = ''
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'cunzhen-kill-'))
    const db = openHouseDb(join(dir, 'house.db'), new Uint8Array(32))
    await migrate(db, [{ room: 'keys', migrations: keyRegisterMigrations }], systemClock)
    await db.close()
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  test('the indexer leaves no row doubled and none missing below its position', async () => {
    const random = chance(18)
    for (let kill = 0; kill < 10; kill++) {
      await runAndKill(random.below(900))
      expectConsistent()
    }
    expectConsistent(true)
  })

  async function runAndKill(afterMs: number): Promise<void> {
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, 'indexer.test-child.ts'), dir, String(SEED), String(RECORDS)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    await once(child.stdout, 'data')
    await new Promise((resolve) => setTimeout(resolve, afterMs))
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(child.signalCode).toBe('SIGKILL')
  }

  function expectConsistent(finish = false): void {
    const source = new ToldSource()
    source.add(...tell(chance(SEED), RECORDS))
    const register = openKeyRegister(join(dir, 'house.db'), new Uint8Array(32), new Uint8Array(32), systemClock)
    const parts = { dir: join(dir, 'index'), source, register, clock: systemClock, signals: new Signals() }
    const indexer = new Indexer(parts)
    while (finish && indexer.step());
    const searcher = new Searcher(parts)
    const numbers: number[] = []
    for (let cursor: string | null = null; ; ) {
      const page: ReturnType<Searcher['run']> = searcher.run({
        scope: EVERYTHING,
        query: '',
        mode: 'normal',
        order: 'oldest',
        limit: 1000,
        cursor,
      })
      numbers.push(...page.hits.map((hit) => hit.record))
      cursor = page.next
      if (!cursor) break
    }
    if (finish) expectScans(source, searcher)
    const below = (no: number) => no < indexer.position
    expect(new Set(numbers).size).toBe(numbers.length)
    const expected = [...source.told.keys()].filter((no) => source.told[no] && below(no))
    expect(numbers.filter(below).sort((a, b) => a - b)).toEqual(expected)
    const files = readdirSync(parts.dir).filter((name) => name.endsWith('.db'))
    expect(files.sort()).toEqual(indexer.files.entries.map(({ file }) => file).sort())
    searcher.close()
    indexer.close()
    register.close()
  }

  function expectScans(source: ToldSource, searcher: Searcher): void {
    const random = chance(19)
    for (let n = 0; n < 30; n++) {
      const asked = ask(random, source.told, 'normal')
      const under = { ...randomScope(random), cursor: null }
      const found = searcher.run({ ...under, query: asked.query, mode: 'normal', limit: RECORDS })
      expect(found.hits.map(({ record }) => record)).toEqual(scan(source.told, under, asked.holds).inScope)
    }
  }
})
