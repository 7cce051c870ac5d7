import type { Page } from 'playwright-core'
import type { Walk } from './given.ts'
import { ask, choose, enter, go, must, reads, switchTo, until, WORDS } from './hands.ts'
import { FOLLOWED_UP, ROWS, SUMMARY_ONLY } from './mapping.ts'
import { answers, boxHolds, clearFilters, finds, pickOffered, searchFor } from './search.ts'
import { BUYER, HIDDEN, PDF, PICTURE, QUESTION, QUESTIONS, SOUND_SHOWN, TALK, TALK_TITLE } from './talk.ts'

const w = WORDS.zh.search
const kinds = WORDS.zh.kinds

/** Legal asks in every way there is: each field in the form and in the box, each way of comparing, sorted, kept, forgotten. */
export async function filterEveryWay(walk: Walk): Promise<void> {
  const { stage } = walk
  const { page } = await enter(stage, walk.member('legal'), 'zh')
  await go(stage, page, '/search')
  await fieldsInTheBox(walk, page)
  await fieldsInTheForm(walk, page)
  await waysOfComparing(walk, page)
  await sorted(walk, page)
  await keptAndForgotten(walk, page)
}

/** Every field of the language; the answer of each is compared with what was sent. */
async function fieldsInTheBox(walk: Walk, page: Page): Promise<void> {
  const talkNo = await numberOfTalk(page)
  walk.made.talk = talkNo
  await finds(page, `${QUESTION} sender:王安宁 group:${TALK_TITLE}`, QUESTIONS)
  await finds(page, `${QUESTION} sender:王安宁 -conversation:${TALK}`, 0)
  await finds(page, `${QUESTION} participant:王安宁 platform:shop`, QUESTIONS)
  await finds(page, `${QUESTION} conversation:${TALK}`, QUESTIONS)
  await finds(page, `${QUESTION} conversation:#${talkNo}`, QUESTIONS)
  await finds(page, `${FOLLOWED_UP} platform:callback`, 3 * ROWS, FOLLOWED_UP)
  await finds(page, `${SUMMARY_ONLY} platform:callback`, 0)
  await finds(page, `${FOLLOWED_UP} 平台:callback from:2026-10-01`, 2 * ROWS)
  await finds(page, `${FOLLOWED_UP} to:2026-09-01T10:00:00`, 1)
  await finds(page, `${FOLLOWED_UP} from:2026-09-01T10:00:01 to:2026-09-02`, 1)
  await finds(page, `conversation:${TALK} kind:file`, 1, PDF)
  await finds(page, `conversation:${TALK} file:pdf`, 1, PDF)
  await finds(page, `conversation:${TALK} 文件:图片`, 1, PICTURE)
  await finds(page, `conversation:${TALK} (kind:edit | kind:recall)`, 3)
  await walk.stage.picture(page, 'legal-filters-in-the-box')
  await finds(page, `conversation:${TALK} "好的ok就这样"`, 1, HIDDEN.whole)
  await finds(page, `(物流 OR 发票) 怎么处理 -安装 conversation:${TALK}`, 'some')
}

async function numberOfTalk(page: Page): Promise<number> {
  const { hits } = await ask<{ hits: { conversation: number }[] }>(page, 'POST', '/api/search', {
    permit: 'window',
    query: `conversation:${TALK}`,
    limit: 1,
  })
  must(hits.length, 1, 'the long conversation is found')
  return hits[0]?.conversation ?? 0
}

/** The same through the form: each field is filled in as somebody does who does not know the language; the box follows. */
async function fieldsInTheForm(walk: Walk, page: Page): Promise<void> {
  const form = page.getByRole('region', { name: w.form.title })
  await searchFor(page, QUESTION)
  await answers(page, 'some', undefined, QUESTION)
  await boxHolds(page, QUESTION)
  await pick(page, w.form.senders, '王安宁')
  await boxHolds(page, /^怎么处理 sender:#\d+$/)
  await answers(page, QUESTIONS, undefined, 'the sender of the form')
  await clearFilters(page)
  await boxHolds(page, QUESTION)
  await pick(page, w.form.participants, BUYER.name)
  await boxHolds(page, /^怎么处理 participant:#\d+$/)
  await answers(page, 'some', undefined, 'the participant of the form')
  const more = page.getByRole('button', { name: w.form.more, exact: true })
  if (await more.isVisible()) await more.click()
  await type(page, w.form.groups, TALK_TITLE)
  await boxHolds(page, new RegExp(`group:${TALK_TITLE}`))
  await answers(page, QUESTIONS, undefined, 'the group of the form')
  await walk.stage.picture(page, 'legal-filters-person-and-group')
  await clearFilters(page)
  await boxHolds(page, QUESTION)
  await type(page, w.form.conversations, TALK)
  await boxHolds(page, `${QUESTION} conversation:${TALK}`)
  await type(page, w.form.platforms, 'shop')
  await boxHolds(page, `${QUESTION} conversation:${TALK} platform:shop`)
  await answers(page, QUESTIONS, undefined, 'conversation and platform of the form')
  const words = form.getByLabel(w.form.words, { exact: true })
  await words.fill('')
  await words.press('Enter')
  await choose(page, w.kinds, kinds.file)
  await page.keyboard.press('Escape')
  await boxHolds(page, `conversation:${TALK} platform:shop kind:file`)
  await answers(page, 1, PDF, 'the kind of the form')
  await pickOffered(page, w.form.files, w.files.document)
  await boxHolds(page, /file:document/)
  await answers(page, 1, PDF, 'the type of file of the form')
  await time(page, w.form.from, '2026-08-01 00:00:00')
  await boxHolds(page, /from:2026-08-01/)
  await time(page, w.form.to, '2026-12-31 23:59:59')
  await boxHolds(page, /from:2026-08-01\S* to:2026-12-31$/)
  await answers(page, 1, PDF, 'the times of the form')
  await walk.stage.picture(page, 'legal-filters-file-and-time')
  await time(page, w.form.to, '2026-08-02 00:00:00')
  await answers(page, 0, undefined, 'a time before the file')
  await clearFilters(page)
}

async function pick(page: Page, label: string, name: string): Promise<void> {
  const field = page.getByRole('combobox', { name: label, exact: true })
  await field.click()
  await field.fill(name)
  await page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
    .filter({ hasText: '·' })
    .filter({ hasText: name })
    .first()
    .click()
  await page.keyboard.press('Escape')
}

async function type(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByRole('combobox', { name: label, exact: true })
  await field.click()
  await field.fill(text)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
}

async function time(page: Page, label: string, at: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true })
  await field.click()
  await field.fill(at)
  await page.keyboard.press('Enter')
}

/** Each way finds what only it can, and the page explains what the word became. */
async function waysOfComparing(walk: Walk, page: Page): Promise<void> {
  const here = `conversation:${TALK}`
  const explains = page.locator('.read-as')
  await finds(page, `请问维修进度 ${here}`, 1, HIDDEN.traditional)
  await switchTo(page, w.exact)
  await answers(page, 0, undefined, 'exact: simplified is not traditional')
  await finds(page, `請問維修進度 ${here}`, 1, HIDDEN.traditional)
  await walk.stage.picture(page, 'legal-exact')
  await switchTo(page, w.normal)

  await finds(page, `ok ${here}`, 2)
  await finds(page, `=ok ${here}`, 1, HIDDEN.whole)
  await reads(explains, w.read.whole)
  await finds(page, `refund ${here}`, 0)
  await finds(page, `~refund ${here}`, 1, HIDDEN.edit)
  await reads(explains, w.read.edit)
  await walk.stage.picture(page, 'legal-one-edit')
  await finds(page, `py:zhangsanfeng ${here}`, 1, SOUND_SHOWN)
  await reads(explains, w.read.sound)
  await finds(page, `py:zsf ${here}`, 'some', SOUND_SHOWN)
  await reads(explains, w.read.initials)
  await finds(page, `张三丰 ${here}`, 0)
  await finds(page, `sound:张三丰 ${here}`, 1, SOUND_SHOWN)
  await walk.stage.picture(page, 'legal-by-sound')
  await finds(page, `微信 ${here}`, 0)
  await finds(page, `evasive:微信 ${here}`, 1, HIDDEN.evasive)
  await reads(explains, w.read.evasive)
  await walk.stage.picture(page, 'legal-evasive-spellings')
}

/** Oldest first begins with what newest first ends with; a facet narrows to itself, with the number that it promised. */
async function sorted(walk: Walk, page: Page): Promise<void> {
  const first = () => page.locator('.hit').first().textContent()
  await finds(page, `${FOLLOWED_UP} platform:callback`, 3 * ROWS, '11-11')
  await choose(page, w.order, w.oldest)
  await until(page, 'the oldest first', first, (text) => text?.includes('9-0') ?? false, 20)
  await choose(page, w.order, w.newest)
  await until(page, 'the newest first', first, (text) => text?.includes('11-11') ?? false, 20)

  await finds(page, `platform:shop ${QUESTION}`, 'some')
  await finds(page, `conversation:${TALK}`, 'some')
  await dayByKeyboard(walk, page)
  const facet = page.getByRole('region', { name: w.facets.kind }).locator('.facet').filter({ hasText: kinds.edit })
  const promised = Number(((await facet.locator('.facet-hits').textContent()) ?? '').replace(/\D/g, ''))
  must(promised, 2, 'the facet of edits')
  await facet.click()
  await boxHolds(page, `conversation:${TALK} kind:edit`)
  await answers(page, promised, undefined, 'the facet that was chosen')
  await walk.stage.picture(page, 'legal-facet')
}

/** By keyboard alone: the bars are walked, one day is chosen, and then all days are there again. */
async function dayByKeyboard(walk: Walk, page: Page): Promise<void> {
  const days = page.getByRole('slider', { name: w.per_day })
  await days.focus()
  await page.keyboard.press('Home')
  const words = (await days.getAttribute('aria-valuetext')) ?? ''
  await walk.stage.picture(page, 'legal-day-by-keyboard')
  await page.keyboard.press('Enter')
  const back = page.getByRole('button', { name: w.all_days })
  await back.waitFor()
  await answers(page, Number(words.split(' ').at(-1)), undefined, 'the day that was chosen')
  await back.click()
  await days.waitFor()
}

/** A search is kept under a name, used again from an empty box, and forgotten. */
async function keptAndForgotten(walk: Walk, page: Page): Promise<void> {
  const name = '合同文件'
  await finds(page, `conversation:${TALK} kind:file`, 1, PDF)
  await page.getByLabel(w.saved.name).fill(name)
  await page.getByRole('button', { name: w.saved.save, exact: true }).click()
  const kept = page.getByRole('button', { name, exact: true })
  await kept.waitFor()
  await finds(page, '安装', 'some')
  await kept.click()
  await boxHolds(page, `conversation:${TALK} kind:file`)
  await answers(page, 1, PDF, 'the search that was kept')
  await page.getByRole('button', { name: w.saved.delete.replace('{{name}}', name) }).click()
  const box = page.getByRole('dialog')
  await reads(box, w.saved.consequence)
  await walk.stage.picture(page, 'legal-saved-search-delete')
  await box.getByRole('button', { name: w.saved.delete_act, exact: true }).click()
  await kept.waitFor({ state: 'hidden' })
  const left = await ask<{ saved: { name: string }[] }>(page, 'GET', '/api/search/saved')
  must(
    left.saved.some((one) => one.name === name),
    false,
    'the search that was forgotten',
  )
}
