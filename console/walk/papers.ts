import type { Walk } from './given.ts'
import { choose, enter, go, isClosed, must, reads, WORDS, withStepUp } from './hands.ts'

const w = WORDS.zh

// eight by six pixels of one colour, as PNG: what is sent is what the browser draws of it
const PHOTO = 'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAGCAIAAABxZ0isAAAAFElEQVR4nGOUq8hjwAaYsIrSSQIAmhoBEBJyZXAAAAAASUVORK5CYII='

/** The record of a sealed medium: owed its seal, looked at as a draft, issued with a photograph. */
export async function sealMedium(walk: Walk): Promise<void> {
  const { stage } = walk
  const member = walk.member('executor')
  const { context, page } = await enter(stage, member, 'zh')
  await go(stage, page, `/exports/${walk.made.export}`)
  await page.getByRole('button', { name: w.papers.show }).click()
  await page.getByRole('button', { name: w.papers.issue }).click()
  const box = page.getByRole('dialog', { name: w.papers.issue })
  await choose(page, w.papers.kind, w.papers.kinds.media_seal)
  const issue = box.getByRole('button', { name: w.papers.issue })
  must(await isClosed(issue), true, 'a record of a sealed medium without its seal')
  await box.getByLabel(w.papers.typed.medium).fill('加密 U 盘')
  await box.getByLabel(w.papers.typed.seal).fill('F-0915-03')
  await box.getByLabel(w.papers.typed.place).fill('法务档案室')
  await box
    .locator('input[type=file]')
    .setInputFiles({ name: '封条.png', mimeType: 'image/png', buffer: Buffer.from(PHOTO, 'base64') })
  await box.getByAltText(w.papers.frames.front).waitFor()
  await stage.picture(page, 'executor-sealed-medium-typed')
  await box.getByRole('button', { name: w.papers.preview }).click()
  await box.locator('iframe.pdf-frame').waitFor()
  await page.waitForTimeout(1500) // the browser's viewer draws in its own time
  await stage.picture(page, 'executor-sealed-medium-draft')
  // another word and what is drawn is a draft no longer
  await box.getByLabel(w.papers.typed.serial).fill('SN-0915')
  await box.locator('iframe.pdf-frame').waitFor({ state: 'detached' })
  await withStepUp(stage, page, member, 'zh', () => issue.click())
  await box.waitFor({ state: 'hidden' })
  await reads(page, w.papers.kinds.media_seal)
  await context.close()
}
