import type { Page } from 'playwright-core'
import { QUERIES } from '../../server/src/demo/story.ts'
import type { Walk } from './given.ts'
import { enter, go, must, WORDS } from './hands.ts'
import { ledgersVouchedFor } from './vouched.ts'

const w = WORDS.zh

/** As wide as a telephone: rows are cards, a conversation lies over its hits, and nothing stands beyond the edge. */
export async function onATelephone(walk: Walk): Promise<void> {
  const { made } = walk
  const requester = ['/requests', '/grants', '/customers', '/exports', `/exports/${made.export}`]
  await each(walk, 'requester', requester, (page) => readsAHit(walk, page))
  await each(walk, 'auditor', ['/audit', '/ledgers'], async (page) => {
    await ledgersVouchedFor(walk, page)
    await walk.stage.picture(page, 'telephone-auditor-ledgers-vouched-for')
    await nothingBeyond(page, 'ledgers that others vouch for')
  })
  await each(walk, 'administrator', ['/intake', '/people', '/masking', '/status', '/connectors'])
}

async function each(
  walk: Walk,
  role: string,
  paths: string[],
  then: (page: Page) => Promise<void> = async () => undefined,
): Promise<void> {
  const { context, page } = await enter(walk.stage, walk.member(role), 'zh')
  await page.setViewportSize({ width: 390, height: 844 })
  for (const path of paths) {
    await go(walk.stage, page, path)
    await page.locator('#main h1').first().waitFor()
    await walk.stage.picture(page, `telephone-${role}${path.replace(/\W+/g, '-')}`)
    await nothingBeyond(page, path)
  }
  await then(page)
  await context.close()
}

async function readsAHit(walk: Walk, page: Page): Promise<void> {
  await go(walk.stage, page, `/search#?q=${encodeURIComponent(QUERIES[0] ?? '退款')}`)
  const hit = page.locator('.hit').first()
  await hit.click()
  const said = page.getByRole('region', { name: w.conversation.messages })
  await said.waitFor()
  await walk.stage.picture(page, 'telephone-requester-conversation')
  await nothingBeyond(page, 'a conversation')
  const box = await said.boundingBox()
  must((box?.width ?? 0) > 300 && (box?.height ?? 0) > 400, true, 'the conversation has the page to itself')
  await page.getByRole('button', { name: w.acts.close }).first().click()
  await said.waitFor({ state: 'detached' })
  await hit.click({ trial: true }) // seen again, with nothing over it
}

/** What a person would have to drag into view, without being told that it is there. */
async function nothingBeyond(page: Page, where: string): Promise<void> {
  const wider = await page.evaluate(() =>
    [...document.querySelectorAll('.main, .search, .split-list, .split-detail, .table-box')]
      .filter((one) => one.scrollWidth > one.clientWidth + 1)
      .map((one) => `${one.className} ${one.scrollWidth} > ${one.clientWidth}`),
  )
  must(wider, [], `beyond the edge on ${where}`)
}
