import type { Walk } from './given.ts'
import { ask, enter, go, must, reads, WORDS } from './hands.ts'
import { boxHolds, clearFilters, finds, pickOffered } from './search.ts'
import { QUESTION, QUESTIONS, TALK } from './talk.ts'

const w = WORDS.zh.search

/** Put on one record while the conversation was read. */
export const TAG = '电源投诉'
/** A customer whose account is in the long conversation. */
const CUSTOMER = '王小宁'

/** Legal asks for what the house itself knows beside the records: customers, departments, groups, marks and tags. */
export async function askTheHouse(walk: Walk): Promise<void> {
  const { stage } = walk
  const { page } = await enter(stage, walk.member('legal'), 'zh')
  await go(stage, page, '/search')
  await finds(page, `tag:${TAG}`, 1, `电源${QUESTION}`)
  await finds(page, `标签:${TAG} mark:note`, 1)
  await finds(page, `tag:没有这个标签`, 0)
  await finds(page, `${QUESTION} subject:${CUSTOMER}`, QUESTIONS)
  await finds(page, `${QUESTION} 客户:${CUSTOMER} -conversation:${TALK}`, 0)
  await finds(page, 'department:Returns', 'some')
  await finds(page, `${QUESTION} department:Returns conversation:${TALK}`, 0)
  await finds(page, 'project:客服一组 退款', 'some')
  await stage.picture(page, 'legal-house-fields-in-the-box')

  await finds(page, QUESTION, 'some')
  await boxHolds(page, QUESTION)
  const field = page.getByRole('combobox', { name: w.form.tags, exact: true })
  await field.click()
  await field.fill(TAG)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await boxHolds(page, `${QUESTION} tag:${TAG}`)
  await pickOffered(page, w.form.marks, w.marks.note)
  await boxHolds(page, /mark:note/)
  await reads(page.locator('.hit'), `电源${QUESTION}`)
  const { total } = await ask<{ total: number }>(page, 'POST', '/api/search', { permit: 'window', query: `tag:${TAG}` })
  must(total, 1, 'records with the tag')
  await stage.picture(page, 'legal-house-fields-in-the-form')
  await clearFilters(page)
}
