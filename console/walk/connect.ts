import type { Page } from 'playwright-core'
import { choose, firstRow, go, WORDS } from './hands.ts'
import type { Walk } from './walk.ts'

const w = WORDS.zh

/** The administrator connects a program: the key is shown once, a message by that key arrives, the connector is disabled. */
export async function connect(walk: Walk, page: Page): Promise<void> {
  const { stage } = walk
  await go(stage, page, '/connectors')
  await page.getByText(w.connectors.none, { exact: true }).waitFor()
  await stage.picture(page, 'administrator-connectors-empty')
  await page.getByRole('button', { name: w.connectors.new }).first().click()
  await choose(page, w.connectors.kind, w.connectors.kinds.feishu)
  await page.getByLabel(w.connectors.secrets.verificationToken).waitFor()
  await stage.picture(page, 'administrator-new-connector')
  await choose(page, w.connectors.kind, w.connectors.kinds.http)
  await page.getByLabel(w.connectors.name, { exact: true }).fill('walk')
  await page.locator('form').getByRole('button', { name: w.connectors.new }).click()
  const box = page.getByRole('dialog')
  const key = await box.locator('code').first().textContent()
  await stage.picture(page, 'administrator-connector-key')
  await page.keyboard.press('Escape')
  await box.waitFor({ state: 'hidden' })
  await post(stage.base, key ?? '')
  await page.getByText(w.connectors.states.on, { exact: true }).first().waitFor({ timeout: 20_000 })
  await firstRow(page).waitFor()
  await stage.picture(page, 'administrator-connector')
  await page.getByRole('button', { name: w.connectors.edit }).click()
  await page.getByLabel(w.connectors.silence).fill('12')
  await stage.picture(page, 'administrator-connector-edit')
  await page.getByRole('button', { name: w.acts.save }).click()
  await page.getByRole('button', { name: w.acts.save }).waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: w.connectors.disable }).click()
  await page.getByLabel(w.connectors.disable_why).fill('walk is over')
  await page.getByRole('dialog').getByRole('button', { name: w.connectors.disable }).click()
  await page.getByText(w.connectors.states.off, { exact: true }).first().waitFor()
}

async function post(base: string, key: string): Promise<void> {
  const message = { id: 'walk-1', conversation: 'walk', sender: 'walk', time: Date.now() - 90_000, text: 'walk' }
  const response = await fetch(`${base}/api/intake/batches`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify({ messages: [message] }),
  })
  if (!response.ok) throw new Error(`the message was answered with ${response.status}`)
}
