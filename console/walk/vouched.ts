import type { Page } from 'playwright-core'
import type { Walk } from './given.ts'
import { go, reads, WORDS } from './hands.ts'

const w = WORDS.zh.anchors
const DAY = 86_400_000

/**
 * The ledgers of a house for which others vouch and whose hash was renewed. Both come from outside, and a renewal needs a house at
 * rest: the house's own answer is given them on its way to the page, to see what the page says of it.
 */
export async function ledgersVouchedFor({ stage }: Walk, page: Page): Promise<void> {
  const now = Date.now()
  const last = { size: 300, time: now - 600_000, notAfter: now + 900 * DAY }
  const trouble = { code: 'unreachable', since: now - 3_600_000, tries: 4 }
  await page.route('**/api/house', async (route) => {
    const answer = await route.fetch()
    const body = (await answer.json()) as object // HouseStatus
    const anchors = {
      settings: 'read',
      authorities: [
        { id: 'one', name: '示范时间戳机构甲', last, trouble: null },
        { id: 'two', name: '示范时间戳机构乙', last: null, trouble },
      ],
      witnesses: [{ name: 'witness.example/w1', last, trouble: null }],
      renewal: { lastAt: null, earliest: last.notAfter, trouble: null },
      hashRenewal: {
        state: 'stamped',
        hash: 'sha512',
        size: 280,
        at: now - DAY,
        without: 1,
        stamps: [{ authority: 'one', time: now - DAY, notAfter: last.notAfter }],
      },
    }
    await route.fulfill({ response: answer, json: { ...body, anchors } })
  })
  await go(stage, page, '/ledgers')
  const panel = page.getByRole('region', { name: w.title })
  for (const words of [w.well, w.trouble.unreachable, w.rehash.stamped]) await reads(panel, words)
  await panel.getByText('示范时间戳机构甲').last().scrollIntoViewIfNeeded()
  await page.unroute('**/api/house')
}
