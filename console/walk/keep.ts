import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Page } from 'playwright-core'
import { type StoryFile, storyFiles } from '../../server/src/demo/story.ts'
import type { Walk } from './given.ts'
import { choose, firstRow, go, signIn, WORDS } from './hands.ts'

const w = WORDS.zh

/** The administrator: signs in, takes in the story's four exports, looks after people, house and ledgers. */
export async function keepHouse(walk: Walk): Promise<void> {
  const { stage } = walk
  const context = await stage.context('zh')
  const page = await context.newPage()
  await go(stage, page, '/')
  await page.getByRole('heading', { name: w.sign_in.title }).waitFor()
  await stage.picture(page, 'sign-in')
  const member = walk.member('administrator')
  await signIn(stage, page, member, 'zh')
  stage.sessions.set(member.username, await context.storageState())
  await page.getByRole('heading', { name: w.pages.status }).waitFor()
  await stage.picture(page, 'administrator-house-status')

  const scratch = mkdtempSync(join(tmpdir(), 'cunzhen-walk-files-'))
  try {
    for (const file of await storyFiles(scratch)) await takeIn(walk, page, file)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
  await go(stage, page, '/intake')
  await firstRow(page).waitFor()
  await stage.picture(page, 'administrator-intake')

  await go(stage, page, '/people')
  await firstRow(page).waitFor()
  await stage.picture(page, 'administrator-people')
  await page.getByRole('row').filter({ hasText: w.roles.agent }).first().click()
  await page.getByRole('button', { name: w.acts.save }).waitFor()
  await stage.picture(page, 'administrator-person')
  await go(stage, page, '/ledgers')
  await page.getByRole('heading', { name: w.ledgers.evidence, level: 2 }).waitFor()
  await stage.picture(page, 'administrator-ledgers')
  await context.close()
}

async function takeIn(walk: Walk, page: Page, file: StoryFile): Promise<void> {
  const { stage } = walk
  const { format, origin, ownAccount, mapping } = file.options
  await go(stage, page, '/intake/new')
  await page.getByLabel(w.import_form.choose, { exact: true }).first().setInputFiles(file.path)
  if (origin) await page.getByLabel(w.intake.origin).fill(origin)
  if (ownAccount) await page.getByLabel(w.import_form.own_account).fill(ownAccount)
  if (format === 'csv' || format === 'jsonl') {
    await choose(page, w.intake.format, w.formats[format])
    await page.getByRole('region', { name: w.mapping.preview }).waitFor()
    for (const part of ['text', 'sender', 'conversation', 'time'] as const) {
      const column = mapping?.[part]
      const chosen = page.getByRole('combobox', { name: w.mapping[part], exact: true })
      if (column && (await chosen.locator('..').textContent())?.includes(column) !== true) {
        await choose(page, w.mapping[part], column)
      }
    }
    if (mapping?.platform) await page.getByLabel(w.mapping.platform).fill(mapping.platform)
    await stage.picture(page, 'administrator-column-mapping')
  } else if (basename(file.path).endsWith('.xml')) {
    await stage.picture(page, 'administrator-new-import')
  }
  await page.getByRole('button', { name: w.import_form.send }).click()
  await page.waitForURL(/\/intake\/imp_/)
  await page.getByText(w.intake.states.finished, { exact: true }).last().waitFor()
  await stage.picture(page, `administrator-import-${basename(file.path).replace(/\W+/g, '-')}`)
}
