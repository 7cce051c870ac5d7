import type { BrowserContext, Locator, Page, Request } from 'playwright-core'
import { en } from '../src/words/en/index.ts'
import { zh } from '../src/words/zh/index.ts'
import { type Language, type Member, PATIENCE, type Stage } from './stage.ts'

// What a person does with a page, by the names that they read on it.

export const WORDS = { zh, en } as const

/** Signs in through the sign-in page; a code that the house has seen already is followed by the next one. */
export async function signIn(stage: Stage, page: Page, member: Member, language: Language): Promise<void> {
  const w = WORDS[language].sign_in
  await page.goto(`${stage.base}/sign-in`)
  for (let attempt = 0; attempt < 3; attempt++) {
    await page.getByLabel(w.username).fill(member.username)
    await page.getByLabel(w.password, { exact: true }).fill(member.password)
    await page.getByLabel(w.code).fill(await stage.freshCode(member))
    const [answer] = await Promise.all([
      page.waitForResponse((one) => one.url().endsWith('/api/session') && one.request().method() === 'POST'),
      page.getByRole('button', { name: w.enter }).click(),
    ])
    if (answer.ok()) {
      await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
      return
    }
    await page.locator(`.code-input:not([value]), .code-input[value=""]`).waitFor() // the page clears a code that was refused
  }
  throw new Error(`${member.role} could not sign in`)
}

const LONGEST_ANSWER = 30_000

/** Whether a request does something; how a query is read is only looked up. */
function isAct(request: Request): boolean {
  return request.method() !== 'GET' && !request.url().endsWith('/explain')
}

/** Presses an act that may ask for a second factor, and gives it. `asked` is called while the box is open. */
export async function withStepUp(
  stage: Stage,
  page: Page,
  member: Member,
  language: Language,
  press: () => Promise<void>,
  asked?: () => Promise<void>,
): Promise<void> {
  const w = WORDS[language].step_up
  const box = page.getByRole('dialog', { name: w.title })
  // whichever comes first: the house did it, because the sign-in was fresh enough, or it asks
  const done = page
    .waitForResponse((one) => one.ok() && isAct(one.request()), { timeout: LONGEST_ANSWER })
    .then(
      () => false,
      () => false,
    )
  await press()
  const asks = box.waitFor({ timeout: LONGEST_ANSWER }).then(
    () => true,
    () => false,
  )
  const came = await Promise.race([done, asks])
  if (!came) return
  await asked?.()
  for (let attempt = 0; attempt < 3 && (await box.isVisible()); attempt++) {
    await box.getByLabel(w.code).fill(await stage.freshCode(member))
    await box.getByRole('button', { name: w.confirm }).click()
    await box.waitFor({ state: 'hidden', timeout: 8000 }).catch(() => undefined) // refused: the next code
  }
}

/** Chooses from a drop-down by its label and the option's text; a long one is searched by typing. */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  const field = page.getByRole('combobox', { name: label, exact: true })
  await field.click()
  if (await field.isEditable()) await field.fill(option)
  await page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
    .filter({ hasText: option })
    .first()
    .click()
}

/** Types a range of days into a range field, as somebody does who knows the dates. */
export async function typeRange(page: Page, label: string, from: string, to: string): Promise<void> {
  const first = page.getByLabel(label).first()
  await first.click()
  await first.fill(from)
  await page.keyboard.press('Enter')
  await page.keyboard.type(to)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
}

/** The first row of the list in view. */
export function firstRow(page: Page) {
  return page.locator('tr.opens').first()
}

export async function go(stage: Stage, page: Page, path: string): Promise<void> {
  await page.goto(`${stage.base}${path}`)
}

/** A page of this person's: signed in through the sign-in page the first time, by what the browser kept afterwards. */
export async function enter(
  stage: Stage,
  member: Member,
  language: Language,
  look: { shade?: 'light' | 'dark' } = {},
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await stage.context(language, { ...look, of: member })
  const page = await context.newPage()
  // a session that was kept may have ended: whose roles are written anew signs in anew
  const isIn = stage.sessions.has(member.username) && (await context.request.get(`${stage.base}/api/session`)).ok()
  if (!isIn) {
    await signIn(stage, page, member, language)
    stage.sessions.set(member.username, await context.storageState())
  }
  return { context, page }
}

/** The words, with what stands for `{{name}}` put in. */
export function said(words: string, values: Readonly<Record<string, string | number>> = {}): string {
  return words.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''))
}

/** Stops the walk unless these words can be read, there or anywhere on the page. */
export async function reads(where: Page | Locator, words: string | RegExp, timeout = PATIENCE): Promise<void> {
  await where
    .getByText(words)
    .filter({ visible: true })
    .first()
    .waitFor({ timeout })
    .catch(() => {
      throw new Error(`“${words}” cannot be read on the page`)
    })
}

/** Stops the walk unless what was found is what must be. */
export function must<T>(found: T, wanted: T, what: string): void {
  if (JSON.stringify(found) !== JSON.stringify(wanted)) {
    throw new Error(`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`)
  }
}

/** Asks the house as the person whose page this is, by the same session. */
export async function ask<T>(page: Page, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await askRaw<T>(page, method, path, body)
  if (answer.status >= 400) throw new Error(`${method} ${path} was answered with ${answer.status}`)
  return answer.body
}

/** The same, whatever the answer. */
export async function askRaw<T>(
  page: Page,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: T }> {
  const found = await page.evaluate(
    async ([how, where, what]) => {
      const answer = await fetch(where ?? '', {
        method: how ?? 'GET',
        headers: { 'x-cunzhen': '1', ...(what !== null && { 'content-type': 'application/json' }) },
        ...(what !== null && { body: what ?? '' }),
      })
      return { status: answer.status, text: await answer.text() }
    },
    [method, path, body === undefined ? null : JSON.stringify(body)],
  )
  // the caller names the shape that the API's schema gives this path
  return { status: found.status, body: (found.text === '' ? null : JSON.parse(found.text)) as T }
}

/** Asks again until it is so; for what the house does by itself in its own time. */
export async function until<T>(
  page: Page,
  what: string,
  look: () => Promise<T>,
  isSo: (found: T) => boolean,
  seconds = 60,
): Promise<T> {
  for (let tries = 0; tries < seconds * 4; tries++) {
    const found = await look()
    if (isSo(found)) return found
    await page.waitForTimeout(250)
  }
  throw new Error(`${what}: not after ${seconds} s`)
}

/** An act that is in its place but cannot be done by this person, or not yet. */
export async function isClosed(button: Locator): Promise<boolean> {
  await button.waitFor()
  return (await button.getAttribute('aria-disabled')) === 'true' || (await button.isDisabled())
}

/** Escape leaves the box over the page, and whoever works by keyboard stands where they were. */
export async function leavesTo(page: Page, opener: Locator): Promise<void> {
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  const isBack = () => opener.evaluate((one) => document.activeElement === one)
  await until(page, 'the focus back on what opened the box', isBack, (back) => back, 5)
}

/** One of a row of choices. */
export async function switchTo(page: Page | Locator, option: string): Promise<void> {
  await page.locator('.ant-segmented-item').filter({ hasText: option }).click()
}

export interface ImportSeen {
  id: string
  state: string
  counts: { items: number; archived: number; duplicates: number; quarantined: number }
  reasons: { reason: string; items: number }[]
  resolved: number
}

/** The import whose page this is, as the house tells it. */
export function importSeen(page: Page): Promise<ImportSeen> {
  return ask<ImportSeen>(page, 'GET', `/api/intake/imports/${new URL(page.url()).pathname.split('/').at(-1)}`)
}

/** Waits for the import whose page this is to be over, on the page and in the house; its sum must be right. */
export async function importEnds(page: Page, state: 'finished' | 'failed' = 'finished'): Promise<ImportSeen> {
  await page.waitForURL(/\/intake\/imp_/)
  const ended = WORDS.zh.intake.states[state]
  await page.locator('.split-detail').getByText(ended, { exact: true }).first().waitFor()
  const seen = await importSeen(page)
  const { items, archived, duplicates, quarantined } = seen.counts
  must(archived + duplicates + quarantined, items, 'the sum of the import')
  return seen
}

/** Every archived record can be found: the index has caught up. Asked by somebody who may read the house's state. */
export async function indexed(page: Page): Promise<void> {
  interface House {
    records: number
    searchable: number
  }
  const look = () => ask<House>(page, 'GET', '/api/house')
  await until(page, 'the index', look, ({ records, searchable }) => searchable >= records, 120)
}
