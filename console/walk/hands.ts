import type { Page } from 'playwright-core'
import { en } from '../src/words/en/index.ts'
import { zh } from '../src/words/zh/index.ts'
import type { Language, Member, Stage } from './stage.ts'

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
  await press()
  const box = page.getByRole('dialog', { name: w.title })
  const came = await box.waitFor({ timeout: 1500 }).then(
    () => true,
    () => false, // no second factor was needed: the sign-in was fresh enough
  )
  if (!came) return
  await asked?.()
  for (let attempt = 0; attempt < 3 && (await box.isVisible()); attempt++) {
    await box.getByLabel(w.code).fill(await stage.freshCode(member))
    await box.getByRole('button', { name: w.confirm }).click()
    await box.waitFor({ state: 'hidden', timeout: 4000 }).catch(() => undefined) // refused: the next code
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
