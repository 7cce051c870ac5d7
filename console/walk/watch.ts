import type { Page } from 'playwright-core'
import type { Walk } from './given.ts'
import { choose, enter, firstRow, go, must, reads, said, switchTo, WORDS } from './hands.ts'
import { ledgersVouchedFor } from './vouched.ts'

const w = WORDS.zh

/** The auditor: every act, one act whole, what was refused, the ledgers. */
export async function watch(walk: Walk): Promise<void> {
  const { stage } = walk
  const { context, page } = await enter(stage, walk.member('auditor'), 'zh')
  await go(stage, page, '/audit')
  await firstRow(page).waitFor()
  await stage.picture(page, 'auditor-audit')
  await choose(page, w.audit.act, w.actions.search_grant)
  await firstRow(page).waitFor()
  await firstRow(page).click()
  await page.getByRole('heading', { name: w.audit.detail }).waitFor()
  const act = page.locator('.split-detail')
  await reads(act, /^G-\d{4}-\d{4}$/) // the grant by the number that people know
  await reads(act, w.search.newest)
  await stage.picture(page, 'auditor-one-act')
  await page.keyboard.press('Escape')
  await act.waitFor({ state: 'detached' })
  must(await firstRow(page).isVisible(), true, 'the list after the act was closed')
  await go(stage, page, `/requests/${walk.made.request}#?box=all`)
  await page.getByRole('heading', { name: w.requests.timeline }).waitFor()
  must(
    await page.getByRole('button', { name: w.requests.search_inside }).count(),
    0,
    'a search inside a grant that is another’s',
  )
  await stage.picture(page, 'auditor-request')
  await go(stage, page, '/ledgers')
  await page.getByRole('heading', { name: w.ledgers.audit, level: 2 }).waitFor()
  await stage.picture(page, 'auditor-ledgers')
  await ledgersVouchedFor(walk, page)
  await stage.picture(page, 'auditor-ledgers-vouched-for')
  await readsPeople(walk, page)
  await context.close()
}

/** Who may only read people types nothing into them, and is told why; the part of the page outlives a reload. */
async function readsPeople({ stage }: Walk, page: Page): Promise<void> {
  await go(stage, page, '/people')
  await firstRow(page).click()
  await reads(page, said(w.words.only_read, { why: w.reasons.role_missing }))
  must(await page.getByLabel(w.people.name, { exact: true }).isDisabled(), true, 'a name that is only read')
  await stage.picture(page, 'auditor-person')
  await switchTo(page, w.person_groups.title)
  await page.locator('.split-detail').waitFor({ state: 'detached' })
  await page.reload()
  await page.locator('.ant-segmented-item-selected', { hasText: w.person_groups.title }).waitFor()
  await page.goBack()
  await page.locator('.split-detail').waitFor() // the person who was looked at
}
