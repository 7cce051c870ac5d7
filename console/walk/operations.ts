import type { Page } from 'playwright-core'
import type { Walk } from './given.ts'
import { ask, enter, go, isClosed, must, reads, until, WORDS, withStepUp } from './hands.ts'

const w = WORDS.en

interface House {
  records: number
  searchable: number
  keys: { generation: number; isRotating: boolean; progress: object | null }
  disk: { shares: { share: string; bytes: number }[] }
}

const house = (page: Page) => ask<House>(page, 'GET', '/api/house')

/** The administrator rotates the keys while the house goes on; the IT reviewer sees the state and may not. */
export async function operate(walk: Walk): Promise<void> {
  await rotate(walk)
  await onlyLook(walk)
}

async function rotate(walk: Walk): Promise<void> {
  const { stage } = walk
  const member = walk.member('administrator')
  const { context, page } = await enter(stage, member, 'en')
  await go(stage, page, '/status')
  await reads(page, w.status.provider)
  await reads(page, w.status.providers.file)
  await reads(page, w.status.tls_ends.nowhere)
  await reads(page, w.status.disk)
  await reads(page, w.status.shares.journal)
  const before = await house(page)
  must(
    before.disk.shares.every(({ bytes }) => bytes >= 0),
    true,
    'shares of the disk',
  )
  await stage.picture(page, 'administrator-en-operations')
  await page.getByRole('button', { name: w.status.rotate, exact: true }).click()
  const box = page.getByRole('dialog', { name: w.status.rotate_title })
  const act = box.getByRole('button', { name: w.status.rotate, exact: true })
  must(await isClosed(act), true, 'a rotation owes a reason')
  await box.getByLabel(w.status.rotate_reason).fill('yearly rotation')
  await stage.picture(page, 'administrator-en-rotate-keys')
  await withStepUp(stage, page, member, 'en', () => act.click())
  const isDone = ({ keys }: House) => keys.generation === before.keys.generation + 1 && !keys.isRotating
  await until(page, 'the rotation', () => house(page), isDone, 60)
  await page.reload()
  await reads(page, w.status.bridged)
  await stage.picture(page, 'administrator-en-keys-rotated')
  await context.close()
}

async function onlyLook(walk: Walk): Promise<void> {
  const { stage } = walk
  const { context, page } = await enter(stage, walk.member('it_reviewer'), 'en')
  await go(stage, page, '/status')
  await reads(page, w.status.provider)
  must(await isClosed(page.locator('button').filter({ hasText: w.status.rotate })), true, 'who may not rotate')
  await stage.picture(page, 'it-reviewer-en-operations')
  await context.close()
}
