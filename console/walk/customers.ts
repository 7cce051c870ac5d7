import type { Page } from 'playwright-core'
import type { Walk } from './given.ts'
import { ask, choose, enter, firstRow, go, isClosed, must, reads, said, until, WORDS } from './hands.ts'

const w = WORDS.zh

const NAME = '王安宁'
const PHONE = '13700137000'
const NUMBERS = { order: 'DD20260901-7788', customer_no: 'KH-0099-2026', email: 'wang.anning@example.com' } as const

/** The team lead: what the house proposes, one customer by every number they have, two who are one, and apart again. */
export async function findCustomers(walk: Walk): Promise<void> {
  const { page } = await enter(walk.stage, walk.member('team_lead'), 'zh')
  const id = await proposals(walk, page)
  await numbers(walk, page, id)
  await findByEach(walk, page, id)
  await mergeAndUndo(walk, page, id)
  await split(walk, page, id)
}

interface Seen {
  name: string
  participants: { no: number; account: string }[]
  identifiers: unknown[]
  merges: { undone: unknown }[]
}

const seen = (page: Page, id: string) => ask<Seen>(page, 'GET', `/api/subjects/${id}`)

/** One is confirmed and becomes a customer with both accounts; the other is refused and does not come back. */
async function proposals(walk: Walk, page: Page): Promise<string> {
  const { stage } = walk
  const one = (text: string) => page.locator('.proposals article').filter({ hasText: text })
  await until(
    page,
    'the proposals',
    async () => {
      await go(stage, page, '/customers')
      await page.locator('.ant-segmented-item').filter({ hasText: w.proposals.title }).click()
      await page.locator('.proposals').waitFor()
      return (await one('LiDeHua_66').count()) > 0 && (await one(PHONE.slice(-4)).count()) > 0
    },
    Boolean,
    20,
  )
  await stage.picture(page, 'team-lead-proposals')
  await one('LiDeHua_66').getByRole('button', { name: w.proposals.refuse }).click()
  const box = page.getByRole('dialog')
  await reads(box, w.proposals.refuse_means)
  must(await isClosed(box.getByRole('button', { name: w.proposals.refuse })), true, 'a refusal owes a reason')
  await box.getByLabel(w.customers.reason).fill('两人只是同名')
  await box.getByRole('button', { name: w.proposals.refuse }).click()
  await one('LiDeHua_66').waitFor({ state: 'hidden' })

  await one(PHONE.slice(-4)).first().getByRole('button', { name: w.proposals.confirm, exact: true }).click()
  await box.getByLabel(w.customers.name).fill(NAME)
  await box.getByLabel(w.customers.reason).fill('同一手机号，已电话核实')
  await stage.picture(page, 'team-lead-proposal-confirm')
  await box.getByRole('button', { name: w.proposals.confirm, exact: true }).click()
  await page.getByRole('heading', { name: NAME, exact: true }).waitFor()
  await reads(page, said(w.customers.linked_other, { count: 2 }))
  return new URLSearchParams(new URL(page.url()).hash.slice(2)).get('id') ?? ''
}

/** The numbers by which the customer is known elsewhere: only their ends are shown from then on. */
async function numbers(walk: Walk, page: Page, id: string): Promise<void> {
  const table = page.getByRole('region', { name: w.identifiers.title })
  for (const [kind, value] of Object.entries(NUMBERS)) {
    await choose(page, w.identifiers.kind, w.identifiers.kinds[kind as keyof typeof NUMBERS]) // keys of NUMBERS
    await page.getByLabel(w.identifiers.value).fill(value)
    await page.locator('.identifier-form').getByRole('button', { name: w.identifiers.add, exact: true }).click()
    await reads(table, w.identifiers.kinds[kind as keyof typeof NUMBERS])
  }
  must((await seen(page, id)).identifiers.length, 3, 'identifiers')
  must(((await table.textContent()) ?? '').includes(NUMBERS.order), false, 'an order number is not shown whole')
  await walk.stage.picture(page, 'team-lead-customer-numbers')
}

/** By name, phone, account and each number: the same one customer; by part of a number: nobody. */
async function findByEach(walk: Walk, page: Page, id: string): Promise<void> {
  await go(walk.stage, page, '/customers')
  const box = page
    .getByRole('searchbox', { name: w.customers.find })
    .or(page.getByLabel(w.customers.find, { exact: true }))
    .first()
  for (const term of [NAME, PHONE, `+86 137-0013-7000`, ...Object.values(NUMBERS)]) {
    await box.fill(term)
    await page.waitForTimeout(400)
    await until(
      page,
      `the customer by ${term}`,
      () => page.locator('tr.opens').allTextContents(),
      (rows) => rows.length === 1 && (rows[0]?.includes(NAME) ?? false),
      10,
    )
    const found = await ask<{ subjects: { id: string }[] }>(page, 'POST', '/api/subjects/find', { find: term })
    must(
      found.subjects.map((one) => one.id),
      [id],
      `who is found by ${term}`,
    )
  }
  await walk.stage.picture(page, 'team-lead-found-by-order-number')
  await box.fill('DD20260901')
  await reads(page, said(w.customers.none_for, { words: 'DD20260901' }))
}

/** Somebody registered twice: one goes into the other, and comes out again. */
async function mergeAndUndo(walk: Walk, page: Page, id: string): Promise<void> {
  const { stage } = walk
  await ask(page, 'POST', '/api/subjects', { name: '王女士（重复登记）', phone: '13700137999', note: '' })
  await go(stage, page, `/customers#?id=${id}`)
  await page.getByRole('button', { name: w.merge.open, exact: true }).click()
  const box = page.getByRole('dialog')
  await box.getByLabel(w.merge.find).fill('王女士')
  await box.locator('tr.opens').filter({ hasText: '重复登记' }).click()
  await reads(box, w.merge.sealed)
  await box.getByLabel(w.customers.reason).fill('同一人登记了两次')
  await stage.picture(page, 'team-lead-merge')
  await box.getByRole('button', { name: w.merge.act, exact: true }).click()
  await reads(page, w.merge.history)
  await reads(page, '王女士（重复登记）')
  must((await seen(page, id)).merges.length, 1, 'merges')
  await page.getByRole('button', { name: w.merge.undo }).click()
  await box.getByLabel(w.customers.reason).fill('其实是母女二人')
  await box.getByRole('button', { name: w.merge.undo }).click()
  await reads(page, w.merge.undone)
  must(
    (await seen(page, id)).merges.map(({ undone }) => undone !== null),
    [true],
    'the merge was undone',
  )
  await stage.picture(page, 'team-lead-merge-undone')
}

/** One account turns out to be somebody else's. */
async function split(walk: Walk, page: Page, id: string): Promise<void> {
  const { stage } = walk
  const before = (await seen(page, id)).participants.length
  await page.getByRole('button', { name: w.split.open, exact: true }).click()
  const box = page.getByRole('dialog')
  await box.getByRole('checkbox').first().check()
  await box.getByText(w.split.other).click()
  await box.getByLabel(w.customers.name).fill('王小宁')
  await box.getByLabel(w.customers.reason).fill('工单账号是女儿在用')
  await box.getByRole('status').waitFor()
  await stage.picture(page, 'team-lead-split')
  await box.getByRole('button', { name: w.split.act, exact: true }).click()
  await box.waitFor({ state: 'hidden' })
  const after = await until(
    page,
    'the split',
    () => seen(page, id),
    ({ participants }) => participants.length === before - 1,
  )
  must(after.name, NAME, 'who stays')
  await go(stage, page, '/customers')
  await page.getByLabel(w.customers.find, { exact: true }).first().fill('王小宁')
  await firstRow(page).filter({ hasText: '王小宁' }).waitFor()
}
