import type { Page } from 'playwright-core'
import { searchFor } from './decide.ts'
import { choose, WORDS } from './hands.ts'
import type { Stage } from './stage.ts'

const w = WORDS.zh

/** Every way to ask: the language in the box, the form beside it, facets, days, what was saved, and from hit to hit. */
export async function searchEveryWay(stage: Stage, page: Page): Promise<void> {
  await page.getByRole('button', { name: w.search.how }).click()
  await page.getByText(w.search.language.evasive_means).waitFor()
  await stage.picture(page, 'legal-search-help')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: w.search.how }).click()

  await searchFor(page, '(~退款 OR py:tk OR evasive:微信) -=ok from:2020-01-01T00:00:01')
  await page.locator('.hit').first().waitFor()
  await fill(page, w.search.form.words, '退款')
  await boxHolds(page, '退款 from:2020-01-01T00:00:01')
  await choose(page, w.search.kinds, w.kinds.text)
  await boxHolds(page, '退款 kind:text from:2020-01-01T00:00:01')
  await page.keyboard.press('Escape')
  await fill(page, w.search.form.to, '2030-01-01 08:30:15')
  await boxHolds(page, '退款 kind:text from:2020-01-01T00:00:01 to:2030-01-01T08:30:15')
  await stage.picture(page, 'legal-search-form')

  await page.getByRole('region', { name: w.search.facets.sender }).locator('.facet').first().click()
  await boxHolds(page, /^退款 sender:#\d+ kind:text/)
  await page.locator('.hit').first().waitFor()
  await page.getByRole('button', { name: w.search.next_hit }).click()
  await page.locator('.hit-open').waitFor()
  await stage.picture(page, 'legal-search-facets-and-next-hit')

  await page.getByLabel(w.search.saved.name).fill('退款，一人')
  await page.getByRole('button', { name: w.search.saved.save, exact: true }).click()
  await page.getByRole('button', { name: '退款，一人', exact: true }).waitFor()
  await page.getByRole('button', { name: w.search.clear }).click()
  await boxHolds(page, '退款')
  await page.getByRole('button', { name: '退款，一人', exact: true }).click()
  await boxHolds(page, /^退款 sender:#\d+ kind:text/)
  await stage.picture(page, 'legal-search-saved')

  await searchFor(page, 'from:昨天')
  await page.getByText(w.problems.what.query_time_unreadable).first().waitFor()
  await stage.picture(page, 'legal-search-refused')
}

async function fill(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true })
  await field.click()
  await field.fill(text)
  await page.keyboard.press('Enter')
}

async function boxHolds(page: Page, query: string | RegExp): Promise<void> {
  const box = page.getByRole('textbox', { name: w.search.box })
  for (let tries = 0; tries < 60; tries++) {
    const value = await box.inputValue()
    if (typeof query === 'string' ? value === query : query.test(value)) return
    await page.waitForTimeout(250)
  }
  throw new Error('the box does not say what the form says')
}
