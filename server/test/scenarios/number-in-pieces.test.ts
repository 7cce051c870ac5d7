import type { ConversationAnswer } from '@cunzhen/server/wire-types'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { type Instant, systemClock } from '#base'
import { grantFor, openWorld, participantOf, takeIn, type World } from '#test/world'

// A number that somebody sends in three messages is whole on no screen, wherever a page begins; what the permit does not hold is not
// looked at, not even to tell.

type Page = z.output<typeof ConversationAnswer>

const START = Date.UTC(2026, 8, 1)
const MINUTE = 60_000
const TOLD = ['身份证我分开发', '330106', '19880322', '嗯', '4061，截图别外传', '收到，谢谢']
const PIECES = ['330106', '19880322', '4061']

let world: World
let conversation = 0
let whole = ''
let cut = ''

beforeAll(async () => {
  world = await openWorld({ now: () => systemClock.now() as Instant })
  await takeIn(
    world,
    TOLD.map((text, n) => ({
      conv: 'pieces',
      sender: n === 3 || n === 5 ? 'clerk' : 'anna',
      text,
      ts: START + n * MINUTE,
    })),
  )
  const people = [participantOf(world, 'anna')]
  whole = await grantFor(world, { people, from: START, to: START + 60 * MINUTE })
  cut = await grantFor(world, { people, from: START, to: START + 2 * MINUTE - 1 })
  const { hits } = await world.person('requester').client.post<{ hits: { conversation: number }[] }>('/api/search', {
    permit: whole,
    open: false,
  })
  conversation = hits[0]?.conversation ?? 0
}, 180_000)
afterAll(() => world.close())

const page = (permit: string, asked: object = {}) =>
  world.person('requester').client.post<Page>('/api/search/conversation', { permit, conversation, ...asked })
const shown = ({ records }: Page) => records.map(({ text }) => text.text)

describe('a number in three messages', () => {
  test('is hidden on a page that holds all of them', async () => {
    const texts = shown(await page(whole))
    expect(texts).toHaveLength(TOLD.length)
    for (const piece of PIECES) expect(texts.join('\n')).not.toContain(piece)
    expect(texts.at(-1)).toBe('收到，谢谢')
  })

  test('is hidden on pages that end between two of them, and one can read on', async () => {
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const one: Page = await page(whole, { limit: 2, direction: 'older', ...(cursor === null ? {} : { cursor }) })
      seen.unshift(...shown(one))
      cursor = one.older
    } while (cursor !== null)
    expect(seen).toHaveLength(TOLD.length)
    for (const piece of PIECES) expect(seen.join('\n')).not.toContain(piece)
  })

  test('is not looked for beyond what the permit holds', async () => {
    const one = await page(cut)
    expect(one.total).toBe(2)
    // the rest of it was never there for this reader: six figures by themselves say nothing
    expect(shown(one)).toEqual(['身份证我分开发', '330106'])
  })
})
