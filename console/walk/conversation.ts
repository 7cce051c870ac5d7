import type { Page } from 'playwright-core'
import type { Walk } from './given.ts'
import { ask, enter, go, must, reads, said, until, WORDS } from './hands.ts'
import { TAG } from './house-fields.ts'
import { ANSWER, ASKED, CHANGED, LINES, MADE_UP_KIND, QUESTION, RECALLED, TALK, TALK_TITLE } from './talk.ts'

const w = WORDS.en

/** Legal reads a long conversation, in English: scrolls, jumps to a time and from hit to hit, sees what became of a message, marks it. */
export async function readConversation(walk: Walk): Promise<void> {
  const { stage } = walk
  const { page } = await enter(stage, walk.member('legal'), 'en')
  await go(stage, page, '/search')
  const { hits } = await ask<{ hits: { conversation: number }[] }>(page, 'POST', '/api/search', {
    permit: 'window',
    query: `conversation:${TALK}`,
    limit: 1,
  })
  const no = hits[0]?.conversation ?? 0
  await go(stage, page, `/conversations/${no}#?permit=window`)
  await reads(page, TALK_TITLE)
  await scroll(walk, page)
  await whatBecame(walk, page)
  await jump(walk, page)
  await nextHit(walk, page)
  await mark(walk, page, no)
}

const lines = (page: Page) => page.getByRole('region', { name: w.conversation.messages })

/** From the end upwards: more is loaded while somebody reads, and only what is in view is in the page. */
async function scroll(walk: Walk, page: Page): Promise<void> {
  const box = lines(page)
  await reads(box, ANSWER)
  const total = (await page.locator('.talk-head').textContent()) ?? ''
  must(
    Number(/([\d,]+) records? in/.exec(total)?.[1]?.replaceAll(',', '') ?? 0) >= LINES,
    true,
    'the size that is told',
  )
  await box.hover()
  const seen = new Set<string>()
  for (let turn = 0; turn < 40; turn++) {
    await page.mouse.wheel(0, -1600)
    await page.waitForTimeout(40)
    for (const text of await box.locator('.said-bubble').allTextContents()) seen.add(text)
  }
  must(seen.size > 150, true, `lines that passed while scrolling (${seen.size})`)
  must((await box.locator('.said').count()) < 150, true, 'only what is in view is in the page')
  await walk.stage.picture(page, 'legal-en-conversation-scrolled')
}

/** A changed message shows every version, a recalled one what it said, a reply what it answers, an unknown kind what was kept. */
async function whatBecame(walk: Walk, page: Page): Promise<void> {
  const { stage } = walk
  await page.reload()
  const box = lines(page)
  await reads(box, ANSWER)
  const changed = box.locator('.said').filter({ has: page.locator('.versions') })
  for (const version of CHANGED) await reads(changed, version)
  await reads(changed, said(w.talk.changed, { n: 2 }))
  await changed.first().scrollIntoViewIfNeeded()
  await stage.picture(page, 'legal-en-conversation-versions')
  const recalled = box.locator('.said').filter({ hasText: RECALLED }).first()
  await reads(recalled, w.conversation.recalled)
  must(await recalled.locator('s').count(), 1, 'what was recalled is struck and readable')
  const near = box.locator('.said').filter({ hasText: '这个价能不能再低一点' })
  await reads(near.locator('.said-quote'), CHANGED[0])
  const kept = box.locator('.said').filter({ hasText: MADE_UP_KIND })
  await reads(kept, w.talk.unknown_kind)

  const far = box.locator('.said').filter({ hasText: ANSWER })
  await far.getByRole('button', { name: w.talk.show_original }).click()
  await reads(lines(page), ASKED.text)
  await stage.picture(page, 'legal-en-conversation-original-of-a-reply')
}

/** To the second: the line said then stands in view. */
async function jump(walk: Walk, page: Page): Promise<void> {
  const field = page.getByLabel(w.talk.to_time)
  await field.click()
  await field.fill('2026-08-21 09:00:00')
  await page.keyboard.press('Enter')
  await reads(lines(page), new RegExp(`(?<!\\d)${LINES / 2}(?!\\d)`))
  await reads(lines(page), '2026-08-21')
  await walk.stage.picture(page, 'legal-en-conversation-at-a-time')
}

async function nextHit(walk: Walk, page: Page): Promise<void> {
  const find = page
    .getByRole('searchbox', { name: w.talk.find })
    .or(page.getByLabel(w.talk.find, { exact: true }))
    .first()
  await find.fill(`电源${QUESTION}`)
  await find.press('Enter')
  const place = page.locator('.talk-tools [role=status]')
  const all = await until(
    page,
    'hits inside',
    async () => (await place.textContent()) ?? '',
    (text) => /^1 of \d+/.test(text),
    20,
  )
  const n = Number(/of (\d+)/.exec(all)?.[1])
  must(n > 20, true, 'hits inside the conversation')
  await page.getByRole('button', { name: w.talk.hit_next, exact: true }).click()
  await reads(place, said(w.talk.hit_of, { at: 2, n }))
  await lines(page).locator('.said-target').first().waitFor()
  await reads(lines(page).locator('.said-target'), `电源${QUESTION}`)
  await walk.stage.picture(page, 'legal-en-conversation-next-hit')
  await page.getByRole('button', { name: w.talk.hit_before, exact: true }).click()
  await reads(place, said(w.talk.hit_of, { at: 1, n }))
}

/** A mark, a tag and a note on one record; the list of what is marked leads back to it; then one is taken off. */
async function mark(walk: Walk, page: Page, no: number): Promise<void> {
  const { stage } = walk
  const line = lines(page).locator('.said-target').first()
  await line.locator('.mark-flag').click()
  const panel = page.locator('.mark-panel')
  await panel.getByRole('button', { name: w.marks.kinds.mark, exact: true }).click()
  await panel.getByRole('button', { name: w.marks.take_off }).first().waitFor()
  await panel.getByLabel(w.marks.text).fill(TAG)
  await panel.getByRole('button', { name: w.marks.as_tag, exact: true }).click()
  await reads(panel.locator('.mark-list'), TAG)
  await panel.getByLabel(w.marks.text).fill('与工单核对过')
  await panel.getByRole('button', { name: w.marks.as_note, exact: true }).click()
  await reads(panel.locator('.mark-list'), '与工单核对过')
  must(await panel.locator('.mark-list li').count(), 3, 'what stands on the record')
  await stage.picture(page, 'legal-en-conversation-marks')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: w.marks.extract }).click()
  const box = page.getByRole('dialog', { name: w.marks.extract })
  await reads(box, '与工单核对过')
  await stage.picture(page, 'legal-en-marked-records')
  await box.locator('tr.opens').first().click()
  await page.waitForURL(new RegExp(`/conversations/${no}`))
  await line.locator('.mark-flag').click()
  await panel.getByRole('button', { name: w.marks.take_off }).first().click()
  await until(
    page,
    'one mark fewer',
    () => panel.locator('.mark-list li').count(),
    (n) => n === 2,
    10,
  )
}
