import type { Page } from 'playwright-core'
import { choose, must, reads, until, WORDS } from './hands.ts'
import type { Language, Stage } from './stage.ts'

const w = WORDS.zh

/** Asks in the box. */
export async function searchFor(page: Page, query: string, language: Language = 'zh'): Promise<void> {
  const box = page.getByRole('textbox', { name: WORDS[language].search.box })
  await box.fill(query)
  await box.press('Enter')
}

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
  await moreConditions(page)

  await page.getByRole('region', { name: w.search.facets.sender }).locator('.facet').first().click()
  await boxHolds(page, /^退款 sender:#\d+ kind:text/)
  await page.locator('.hit').first().waitFor()
  await page.getByRole('button', { name: w.search.next_hit }).click()
  await page.locator('.hit-open').waitFor()
  const ofForm = page.getByRole('region', { name: w.search.form.title }).locator('.ant-select-selection-item').first()
  must(/^#/.test(await ofForm.innerText()), false, 'a sender who is a number where a name was told')
  await stage.picture(page, 'legal-search-facets-and-next-hit')

  await page.getByLabel(w.search.saved.name).fill('退款，一人')
  await page.getByRole('button', { name: w.search.saved.save, exact: true }).click()
  await page.getByRole('button', { name: '退款，一人', exact: true }).waitFor()
  await page.getByRole('button', { name: w.search.clear }).click()
  await boxHolds(page, '退款')
  await page.getByRole('button', { name: '退款，一人', exact: true }).click()
  await boxHolds(page, /^退款 sender:#\d+ kind:text/)
  await stage.picture(page, 'legal-search-saved')

  await handsOnTheKeys(page)
  await searchFor(page, 'from:昨天')
  await page.getByText(w.problems.what.query_time_unreadable).first().waitFor()
  await reads(page, w.search.form.behind) // the form still shows the question before
  await stage.picture(page, 'legal-search-refused')
}

/** By keyboard alone: from the box to the hits, from hit to hit, into the conversation and out again. */
async function handsOnTheKeys(page: Page): Promise<void> {
  const hits = page.locator('.hit')
  const hasKeys = (n: number) =>
    until(
      page,
      `hit ${n} has the keyboard`,
      () => hits.nth(n).evaluate((one) => one === document.activeElement),
      Boolean,
    )
  await page.keyboard.press('/')
  await page.keyboard.type('退款 kind:text')
  await page.keyboard.press('Enter')
  await hasKeys(0)
  await page.keyboard.press('j')
  await hasKeys(1)
  await page.keyboard.press('Enter')
  const talk = page.getByRole('region', { name: w.conversation.messages })
  await talk.waitFor()
  await page.keyboard.press('Escape')
  await talk.waitFor({ state: 'hidden' })
  await hasKeys(1)
}

/** What is asked for seldom waits behind its name; what is set of it can never be hidden. */
async function moreConditions(page: Page): Promise<void> {
  const { form } = w.search
  const groups = page.getByRole('combobox', { name: form.groups, exact: true })
  const [more, fewer] = [form.more, form.fewer].map((name) => page.getByRole('button', { name, exact: true }))
  must(await groups.isVisible(), false, 'a group is asked for seldom')
  await more?.click()
  await groups.waitFor()
  await fewer?.click()
  await groups.waitFor({ state: 'hidden' })
  await searchFor(page, '退款 platform:wecom')
  await page.getByRole('combobox', { name: form.platforms, exact: true }).waitFor()
  must(await fewer?.isVisible(), false, 'a way to hide what is set')
  await searchFor(page, '退款 kind:text from:2020-01-01T00:00:01 to:2030-01-01T08:30:15')
  await page.locator('.hit').first().waitFor()
}

async function fill(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true })
  await field.click()
  await field.fill(text)
  await page.keyboard.press('Enter')
}

/** The form is read from the box by the house: the next field is filled in when it has been, as somebody does who looks. */
async function formFollows(page: Page): Promise<void> {
  await page.waitForResponse((one) => one.url().endsWith('/api/search/explain'), { timeout: 1500 }).catch(() => null)
  await page.waitForTimeout(200)
}

/** The box says what the form says. */
export async function boxHolds(page: Page, query: string | RegExp): Promise<void> {
  const box = page.getByRole('textbox', { name: w.search.box })
  for (let tries = 0; tries < 60; tries++) {
    const value = await box.inputValue()
    if (typeof query === 'string' ? value === query : query.test(value)) return formFollows(page)
    await page.waitForTimeout(250)
  }
  throw new Error('the box does not say what the form says')
}

/** Empties every field of the form but the words. */
export async function clearFilters(page: Page): Promise<void> {
  await page.getByRole('button', { name: w.search.clear }).click()
}

/** Asks, and holds the page to the house's own answer: the same total, and this text among the hits. */
export async function finds(page: Page, query: string, total: number | 'some', text?: string): Promise<void> {
  await searchFor(page, query)
  await answers(page, total, text, query)
}

/** What is shown now is what must be shown: so many hits, and this text among them. */
export async function answers(
  page: Page,
  total: number | 'some',
  text: string | undefined,
  what: string,
): Promise<void> {
  if (total === 0) {
    await reads(page, w.search.none)
    return
  }
  const shown = await until(
    page,
    `hits for ${what}`,
    () => shownTotal(page),
    (n) => (total === 'some' ? n > 0 : n === total),
    20,
  )
  must(shown > 0, true, what)
  if (text === undefined) return
  const hit = page.locator('.hit').filter({ hasText: text }).first()
  await hit.waitFor().catch(() => {
    throw new Error(`${what} does not show “${text}”`)
  })
}

async function shownTotal(page: Page): Promise<number> {
  const found = page.locator('.summary-total')
  if ((await found.count()) === 0) return -1
  return Number(((await found.first().textContent()) ?? '').replace(/\D/g, '') || '-1')
}

/** Chooses one of what a field offers, without typing: what is typed there may be a value of one's own. */
export async function pickOffered(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click()
  await page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
    .filter({ hasText: option })
    .first()
    .click()
  await page.keyboard.press('Escape')
}
