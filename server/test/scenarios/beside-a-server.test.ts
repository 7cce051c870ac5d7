import { execFile } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, takeIn, type World } from '#test/world'

// What an operator asks while the house runs: it is answered, and the house goes on as if nobody had asked.

let world: World
let house: string
beforeAll(async () => {
  world = await openWorld()
  house = join(world.dir, 'house')
})
afterAll(() => world.close())

const main = join(import.meta.dirname, '../../src/cli/main.ts')

/** The house lives in this process, and goes on while the command runs. */
function cunzhen(...args: string[]): Promise<{ status: unknown; out: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args, '--house', house], (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : error.code, out: stdout + stderr })
    })
  })
}

const lines = (from: number) =>
  Array.from({ length: 20 }, (_, no) => ({
    conv: 'c',
    sender: 'a',
    text: `n ${from + no}`,
    ts: 1_788_000_000_000 + no,
  }))

test('stats, doctor and key leave the journal of a running house alone, and it takes in more', async () => {
  await takeIn(world, lines(0), 'before.jsonl')
  const wal = join(house, 'journal.db-wal')
  const size = statSync(wal).size
  expect(size).toBeGreaterThan(0)
  for (const times of [1, 2]) {
    const { status, out } = await cunzhen('stats', '--json')
    expect([status, JSON.parse(out).records], `asked ${times} times`).toEqual([0, 20])
  }
  expect((await cunzhen('doctor')).out).toContain('it opens the keyring')
  expect((await cunzhen('key')).status).toBe(0)
  expect(statSync(wal).size).toBe(size)
  await takeIn(world, lines(20), 'after.jsonl')
  expect(JSON.parse((await cunzhen('stats', '--json')).out).records).toBe(40)
})

test('what needs the house to itself is refused, and nothing is broken', async () => {
  const told = 'refused: house_in_use\nhint: stop the server first: one program has a house at a time'
  const only = [['fsck'], ['rebuild'], ['renew-hash'], ['key', 'move', '--to', 'file']]
  const inConsole = [['rotate-keys'], ['import', main], ['calendar']]
  for (const words of only) expect([words, await cunzhen(...words)]).toEqual([words, { status: 1, out: `${told}\n` }])
  for (const words of inConsole)
    expect([words, await cunzhen(...words)]).toEqual([words, { status: 1, out: `${told}; or do it in the console\n` }])
})

test('after that the house is well', async () => {
  await world.leave()
  const { status, out } = await cunzhen('fsck')
  expect([status, out]).toEqual([0, expect.stringContaining('"records":40')])
})
