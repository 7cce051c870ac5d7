import type { Walk } from './given.ts'
import { enter, firstRow, go, WORDS, withStepUp } from './hands.ts'
import { searchEveryWay, searchFor } from './search.ts'

const w = WORDS.zh

/** Four stages in order, each by another person, each with a second factor. */
export async function decideAll(walk: Walk): Promise<void> {
  await legalSearches(walk)
  await decide(walk, 'supervisor', 'supervisor')
  await decide(walk, 'it_reviewer', 'it')
  await decide(walk, 'legal', 'legal')
  await decide(walk, 'data_security', 'data_security')
}

/** Legal has a window over everything, masked: the fullest search page. */
async function legalSearches(walk: Walk): Promise<void> {
  const { stage } = walk
  const { context, page } = await enter(stage, walk.member('legal'), 'zh')
  await go(stage, page, '/search')
  await page.getByText(w.search.how).waitFor()
  await stage.picture(page, 'legal-search-before')
  await searchFor(page, '退款')
  await page.locator('.hit').first().waitFor()
  await stage.picture(page, 'legal-search-window')
  await searchFor(page, '这个词哪里都没有')
  await page.getByText(w.search.none).waitFor()
  await stage.picture(page, 'legal-search-nothing')
  await searchEveryWay(stage, page)
  await context.close()
}

async function decide(walk: Walk, role: string, stageName: keyof typeof w.stages): Promise<void> {
  const { stage } = walk
  const member = walk.member(role)
  const { context, page } = await enter(stage, member, 'zh')
  await go(stage, page, '/inbox')
  await firstRow(page).waitFor()
  if (role === 'supervisor') await stage.picture(page, 'supervisor-inbox')
  await firstRow(page).click()
  const approve = page.getByRole('button', { name: w.inbox.approve.replace('{{stage}}', w.stages[stageName]) })
  await approve.waitFor()
  await stage.picture(page, `${role.replace('_', '-')}-decision`)
  if (role === 'supervisor') {
    await page.getByRole('button', { name: w.inbox.refuse, exact: true }).click()
    await page.getByLabel(w.inbox.reason_refuse).waitFor()
    await stage.picture(page, 'supervisor-refusing-needs-a-reason')
    await page.getByRole('button', { name: w.acts.back }).click()
  }
  await withStepUp(
    stage,
    page,
    member,
    'zh',
    () => approve.click(),
    () => (role === 'supervisor' ? stage.picture(page, 'supervisor-second-factor') : Promise.resolve()),
  )
  await page.waitForURL(/\/inbox(#.*)?$/)
  if (role === 'data_security') await stage.picture(page, 'data-security-inbox-empty')
  await context.close()
}
