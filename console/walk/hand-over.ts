import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { QUERIES } from '../../server/src/demo/story.ts'
import type { Walk } from './given.ts'
import { enter, go, must, reads, said, WORDS, withStepUp } from './hands.ts'
import { release } from './release.ts'
import { searchFor } from './search.ts'

const w = WORDS.zh

/** The requester searches inside the grant; executor and monitor export together; it is released, taken and verified. */
export async function handOver(walk: Walk): Promise<void> {
  await searchInside(walk)
  await prepare(walk)
  await confirm(walk)
  await release(walk)
  await take(walk)
  await verify(walk)
}

async function searchInside(walk: Walk): Promise<void> {
  const { stage } = walk
  const member = walk.member('requester')
  const { context, page } = await enter(stage, member, 'zh')
  await go(stage, page, `/requests/${walk.made.request}`)
  const search = page.getByRole('button', { name: w.requests.search_inside })
  await search.waitFor()
  await stage.picture(page, 'requester-request-granted')
  await go(stage, page, '/grants')
  await page.getByRole('heading', { name: w.pages.grants }).waitFor()
  await stage.picture(page, 'requester-grants')
  await page.getByRole('button', { name: w.grants.search, exact: true }).first().click()
  await page.waitForURL(/\/search/)
  const hit = page.locator('.hit')
  await withStepUp(stage, page, member, 'zh', () => searchFor(page, QUERIES[0] ?? '退款'))
  await hit.first().waitFor()
  await stage.picture(page, 'requester-search-inside-grant')
  await page.keyboard.press('Tab')
  await hit.first().focus()
  for (const key of ['j', 'm', 'j', 'Enter']) await page.keyboard.press(key)
  await page.getByRole('region', { name: w.conversation.messages }).waitFor()
  await stage.picture(page, 'requester-hit-in-its-conversation')
  await page.getByRole('link', { name: w.conversation.open_page }).click()
  await page.waitForURL(/\/conversations\//)
  await page.getByRole('region', { name: w.conversation.messages }).waitFor()
  await stage.picture(page, 'requester-conversation')
  await page.locator('.said-target .said-time').first().hover()
  await page.getByText(w.proof.commitment).waitFor()
  await stage.picture(page, 'requester-record-proof')
  await context.close()
}

async function prepare(walk: Walk): Promise<void> {
  const { stage } = walk
  const member = walk.member('executor')
  const { context, page } = await enter(stage, member, 'zh')
  await go(stage, page, '/exports/new')
  const hand = page.getByRole('button', { name: w.export_form.prepare })
  await hand.waitFor()
  await page.getByLabel(w.release.bulk_reason_field).fill('投诉涉及全部往来，须整体核对')
  await stage.picture(page, 'executor-prepare-export')
  await withStepUp(stage, page, member, 'zh', () => hand.click())
  await page.waitForURL(/\/exports\/exp_/)
  walk.made.export = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await page.getByRole('heading', { name: w.exports.two_persons }).waitFor()
  await reads(page, said(w.exports.two_persons_waits, { name: '高洁' }))
  await stage.picture(page, 'executor-waits-for-monitor')
  await context.close()
}

async function confirm(walk: Walk): Promise<void> {
  const { stage } = walk
  const member = walk.member('monitor')
  const { context, page } = await enter(stage, member, 'zh')
  await go(stage, page, `/exports/${walk.made.export}`)
  const let_run = page.getByRole('button', { name: w.exports.confirm })
  await let_run.waitFor()
  await stage.picture(page, 'monitor-confirms')
  await withStepUp(stage, page, member, 'zh', () => let_run.click())
  await page.getByRole('heading', { name: w.release.title }).waitFor({ timeout: 120_000 })
  await stage.picture(page, 'monitor-package-made')
  await context.close()
}

async function take(walk: Walk): Promise<void> {
  const { stage, made } = walk
  const member = walk.member('requester')
  const { context, page } = await enter(stage, member, 'zh')
  await go(stage, page, `/exports/${made.export}`)
  await page.getByRole('heading', { name: w.exports.verify }).waitFor()
  const names: string[] = []
  const save = async (name: string, role: 'link' | 'button', file: string) => {
    const download = page.waitForEvent('download')
    await page.getByRole(role, { name }).click()
    const path = join(walk.out, file)
    await (await download).saveAs(path)
    names.push((await download).suggestedFilename())
    return path
  }
  made.packagePath = await save(w.exports.download, 'link', 'package.zip')
  made.verifierPath = await save(w.exports.verifier_page, 'link', 'verifier.html')
  const command = (await page.locator('.verify .copyable code').first().textContent()) ?? ''
  must(command.includes(` ${names[0]} `), true, 'the command to verify names the file as it is downloaded')
  await withStepUp(stage, page, member, 'zh', () => page.getByRole('button', { name: w.exports.show_password }).click())
  await page.getByRole('button', { name: w.exports.hide_password }).waitFor()
  made.password = (await page.locator('.copyable code').nth(1).textContent()) ?? ''
  made.houseKey = (await page.locator('.verify .copyable code').last().textContent()) ?? ''
  await stage.picture(page, 'requester-takes-the-package')
  await context.close()
}

/** The verifier as one file from disk, with the network switched off: nothing of the house is needed or trusted. */
async function verify(walk: Walk): Promise<void> {
  const { stage, made } = walk
  const context = await stage.context('zh', { offline: true })
  const page = await context.newPage()
  await page.goto(pathToFileURL(made.verifierPath).href)
  await page.locator('input[type=password]').fill(made.password)
  await page.locator('textarea').fill(made.houseKey)
  await stage.picture(page, 'requester-verifier-offline')
  // Choosing the file starts the check by itself.
  await page.locator('input[type=file]').setInputFiles(made.packagePath)
  await page.locator('.verdict.genuine').waitFor()
  await stage.picture(page, 'requester-verdict')
  await page.getByRole('button', { name: 'English' }).click()
  await stage.picture(page, 'requester-verdict-en')
  await context.close()
}
