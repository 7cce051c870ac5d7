import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ArchiveHouse, arrivals, makeArchiveHouse } from './archive-house.ts'
import { checkHouse, checkSearch } from './house-check.ts'
import { openSearchHouse } from './search-house.ts'

// Whoever judges a killed house must know that the judge sees what is wrong.

let made: ArchiveHouse
beforeAll(async () => {
  made = await makeArchiveHouse()
  const house = await openSearchHouse({}, made)
  await house.admit(arrivals(0, 30))
  await house.close()
})
afterAll(() => made.remove())

test('a house that keeps its promises has no problems', async () => {
  const acks = new Map([
    ['msg-3', 3],
    ['msg-4', null],
  ])
  const { problems, numbers } = await checkHouse(made.dir, made.keyring, acks)
  expect(problems).toEqual([])
  expect(acks.get('msg-4')).toBe(4) // from now on it must stay that
  expect(await checkSearch(made.dir, numbers)).toEqual([])
})

test('a lost message, another number and bare content are seen', async () => {
  const bare = join(made.dir, 'index', 'bare')
  writeFileSync(bare, '资金已于昨日')
  const acks = new Map([
    ['msg-3', 5],
    ['msg-77', null],
  ])
  const { problems } = await checkHouse(made.dir, made.keyring, acks)
  writeFileSync(bare, '')
  expect(problems).toEqual([
    'message msg-3 was record 5 and is 3',
    'acknowledged message msg-77 is lost',
    'bare content in index/bare',
  ])
})

test('a search that leaves one out, or finds one too many, is seen', async () => {
  const { numbers } = await checkHouse(made.dir, made.keyring, new Map())
  const fewer = new Map([...numbers].slice(1))
  expect(await checkSearch(made.dir, fewer)).toContain('a search for all finds others')
  expect(await checkSearch(made.dir, new Map([...numbers, ['msg-0', 99]]))).toContain('msg-0 is not found')
})
