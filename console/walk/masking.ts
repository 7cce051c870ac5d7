import type { Locator, Page } from 'playwright-core'
import { QUERIES } from '../../server/src/demo/story.ts'
import type { Walk } from './given.ts'
import { ask, choose, enter, go, isClosed, leavesTo, must, reads, said, switchTo, WORDS, withStepUp } from './hands.ts'
import { searchFor } from './search.ts'
import type { Language, Member } from './stage.ts'

const w = WORDS.zh

/** The text that is tried; nobody in it exists. */
const SAMPLE = '王小明的手机是13800138000'
/** Somebody whom nothing in the story names. */
const BY_HAND = '欧阳试名'
const REASON = '核对退款账号是否与投诉人一致'
/** How often today, and how often at most. */
const COUNTED = /^今天第 \d+ 次，每天最多 \d+ 次$/

/** What a grant's holder sees of masks, and what the house says of them; each page once more in English. */
export async function lookBehindMasks(walk: Walk): Promise<void> {
  await previewAndJudge(walk)
  await reveal(walk)
  await setRules(walk)
  await setLearning(walk)
  await onlyRead(walk)
  await inEnglish(walk)
}

/** The row of the grant that runs; its holder's acts stand in it. */
async function openBox(walk: Walk, page: Page, language: Language, what: 'preview' | 'forms'): Promise<Locator> {
  await go(walk.stage, page, '/grants')
  const open = page.getByRole('button', { name: WORDS[language][what].open, exact: true }).first()
  await withStepUp(walk.stage, page, walk.member('requester'), language, () => open.click())
  const box = page.getByRole('dialog').filter({ hasText: WORDS[language][what].title.split('{{')[0] })
  await box.waitFor()
  return box
}

async function previewAndJudge(walk: Walk): Promise<void> {
  const { stage } = walk
  const member = walk.member('requester')
  const { context, page } = await enter(stage, member, 'zh')
  const preview = await openBox(walk, page, 'zh', 'preview')
  await stage.picture(page, 'requester-preview-before')
  await choose(page, w.masking.recipient, w.masking.recipients.outside)
  await preview.getByRole('button', { name: w.preview.act, exact: true }).click()
  await reads(preview, w.preview.left.screen)
  await reads(preview, w.preview.right)
  must(await preview.getByRole('switch').count(), 0, 'originals offered to a requester')
  await stage.picture(page, 'requester-preview')
  await leavesTo(page, page.getByRole('button', { name: w.preview.open, exact: true }).first())

  const forms = await openBox(walk, page, 'zh', 'forms')
  await reads(forms, w.forms.means)
  const save = forms.getByRole('button', { name: w.forms.act })
  must(await isClosed(save), true, 'nothing said of any name yet')
  await stage.picture(page, 'requester-names-in-doubt')
  const waiting = forms.locator('.form-choices > li')
  if ((await waiting.count()) === 0) throw new Error('no name of the story is in doubt')
  await waiting.first().getByText(w.forms.verdicts.none, { exact: true }).click()
  // a slip is taken back before it is saved; a name that the list does not have is put there by hand
  await waiting.first().getByRole('button', { name: /^撤销/ }).click()
  must(await isClosed(save), true, 'nothing said of any name any more')
  await waiting.first().getByText(w.forms.verdicts.none, { exact: true }).click()
  await forms.getByLabel(w.forms.by_hand).fill(BY_HAND)
  await page.keyboard.press('Enter')
  await reads(forms, w.forms.added)
  await stage.picture(page, 'requester-name-by-hand')
  await save.click()
  await reads(forms, said(w.forms.judged, { n: 2 }))
  await forms.locator('summary').click()
  await stage.picture(page, 'requester-name-judged')
  await context.close()
}

/** One field of one record: no reason or no code, no original; then for a minute, counted. */
async function reveal(walk: Walk): Promise<void> {
  const { stage } = walk
  const member = walk.member('requester')
  const { context, page } = await enter(stage, member, 'zh')
  await openHit(walk, page, 'zh', member)
  const eye = page.getByRole('button', { name: new RegExp(said(w.reveal.of)) })
  await eye.first().waitFor()
  await eye.first().click()
  const box = page.getByRole('dialog')
  const act = box.getByRole('button', { name: w.reveal.act, exact: true })
  must(await isClosed(act), true, 'a reveal without reason and code')
  await stage.picture(page, 'requester-reveal-asks-why')
  must(await box.getByLabel(w.reveal.fields.sender).isChecked(), true, 'the masked field comes first')
  await box.getByLabel(w.reveal.reason).fill(REASON)
  must(await isClosed(act), true, 'a reveal without a code')
  await box.getByLabel(w.step_up.code).fill(await stage.freshCode(member))
  await act.click()
  await reads(box, COUNTED)
  await reads(box, w.reveal.fields.sender)
  await stage.picture(page, 'requester-reveal-shown')
  await box.getByRole('button', { name: w.reveal.done }).click()
  await box.waitFor({ state: 'hidden' })
  await context.close()
}

/** The requester's search inside the grant, and the conversation of its first hit. */
export async function openHit(walk: Walk, page: Page, language: Language, member: Member): Promise<void> {
  await go(walk.stage, page, '/grants')
  await page.getByRole('button', { name: WORDS[language].grants.search, exact: true }).first().click()
  await page.waitForURL(/\/search/)
  await withStepUp(walk.stage, page, member, language, () => searchFor(page, QUERIES[0] ?? '退款', language))
  await page.locator('.hit').first().click()
  await page.getByRole('region', { name: WORDS[language].conversation.messages }).waitFor()
}

/** Another rule for one class of recipients: seen in a text of one's own, then put in force with a reason, then the pack's again. */
async function setRules(walk: Walk): Promise<void> {
  const { stage } = walk
  const member = walk.member('data_security')
  const { context, page } = await enter(stage, member, 'zh')
  await go(stage, page, '/masking')
  await reads(page, w.masking.recipient_means.screen)
  await reads(page, w.masking.no_history)
  await stage.picture(page, 'data-security-masking')
  await switchTo(page, w.masking.recipients.internal)
  await reads(page, w.masking.recipient_means.internal)
  const change = page.getByRole('button', { name: w.masking.change })
  must(await isClosed(change), true, 'rules in force that nobody changed')
  await choose(page, w.masking.kinds.phone, w.masking.rules.keep_last4)
  await page.getByLabel(w.masking.try_text).fill(SAMPLE)
  await page.getByRole('button', { name: w.masking.try_act }).click()
  await reads(page.locator('.mask-tried'), /8000/)
  must(((await page.locator('.mask-tried').textContent()) ?? '').includes('138'), false, 'the first three figures')
  must(await isClosed(change), true, 'rules without a reason')
  const form = page.locator('form').filter({ has: page.getByRole('button', { name: w.masking.change }) })
  await form.getByLabel(w.masking.reason).fill('内部核对只需尾号')
  await stage.picture(page, 'data-security-masking-tried')
  await withStepUp(stage, page, member, 'zh', () => change.click())
  const back = page.getByRole('button', { name: w.masking.back_to_pack })
  await back.waitFor()
  await reads(page.getByRole('region', { name: w.masking.history }), '内部核对只需尾号')
  await back.scrollIntoViewIfNeeded()
  await stage.picture(page, 'data-security-masking-changed')
  await form.getByLabel(w.masking.reason).fill('试行结束，恢复原规则')
  await withStepUp(stage, page, member, 'zh', () => back.click())
  // more of a phone would be seen: that waits for a second person, who is not oneself
  const waiting = page.getByRole('region', { name: w.masking.proposals })
  await reads(waiting, /试行结束，恢复原规则/)
  must(await isClosed(waiting.getByRole('button', { name: w.masking.approve })), true, 'one’s own proposal approved')
  await stage.picture(page, 'data-security-looser-waits')
  await context.close()
  await approveLooser(walk)
}

async function approveLooser(walk: Walk): Promise<void> {
  const { stage } = walk
  const member = walk.member('legal')
  const { context, page } = await enter(stage, member, 'zh')
  await go(stage, page, '/masking')
  const waiting = page.getByRole('region', { name: w.masking.proposals })
  await waiting.getByRole('button', { name: w.masking.approve }).click()
  const box = page.getByRole('dialog')
  await box.getByLabel(w.masking.reason).fill('与试行目的一致，同意恢复')
  await stage.picture(page, 'legal-approves-looser-rules')
  await withStepUp(stage, page, member, 'zh', () => box.getByRole('button', { name: w.masking.approve }).click())
  await waiting.waitFor({ state: 'detached' })
  await reads(page.getByRole('region', { name: w.masking.history }), /批准/)
  await context.close()
}

/** Off and on again, each with a reason; what was said of names is counted either way. */
async function setLearning(walk: Walk): Promise<void> {
  const { stage } = walk
  const member = walk.member('data_security')
  const { context, page } = await enter(stage, member, 'zh')
  await go(stage, page, '/masking')
  const box = page.getByRole('region', { name: w.learning.title })
  const { none } = await ask<{ none: number }>(page, 'GET', '/api/masking/learning')
  must(none, 1, 'forms that were said to be no names')
  await reads(box, /学自 1 个“是姓名”、1 个“不是姓名”/)
  for (const [act, state] of [
    [w.learning.turn_off, w.learning.off],
    [w.learning.turn_on, w.learning.on],
  ] as const) {
    const turn = box.getByRole('button', { name: act })
    must(await isClosed(turn), true, 'a switch without a reason')
    await box.getByLabel(w.masking.reason).fill('复核近期判定')
    await withStepUp(stage, page, member, 'zh', () => turn.click())
    await reads(box, state)
    await reads(box, said(act === w.learning.turn_off ? w.learning.from_off : w.learning.from, { names: 1, none: 1 }))
    await box.scrollIntoViewIfNeeded()
    if (act === w.learning.turn_off) await stage.picture(page, 'data-security-learning-off')
  }
  await context.close()
}

/** The auditor reads the rules and changes none; each act stays in its place and says why. */
async function onlyRead(walk: Walk): Promise<void> {
  const { stage } = walk
  const { context, page } = await enter(stage, walk.member('auditor'), 'zh')
  await go(stage, page, '/masking')
  await reads(page, '试行结束，恢复原规则')
  const form = page.locator('form').filter({ has: page.getByRole('button', { name: w.masking.change }) })
  await choose(page, w.masking.kinds.phone, w.masking.rules.keep_last4)
  await form.getByLabel(w.masking.reason).fill('审计员不能修改')
  const change = page.getByRole('button', { name: w.masking.change })
  must(await isClosed(change), true, 'rules changed by an auditor')
  await change.hover()
  await reads(page.getByRole('tooltip'), w.reasons.role_missing)
  await stage.picture(page, 'auditor-masking-closed')
  await context.close()
}

async function inEnglish(walk: Walk): Promise<void> {
  const { stage } = walk
  const e = WORDS.en
  const security = await enter(stage, walk.member('data_security'), 'en')
  await go(stage, security.page, '/masking')
  await security.page.getByRole('region', { name: e.masking.history }).waitFor()
  await stage.picture(security.page, 'en-masking')
  await security.page.getByRole('region', { name: e.masking.history }).scrollIntoViewIfNeeded()
  await stage.picture(security.page, 'en-masking-learning-and-changes')
  await security.context.close()

  const member = walk.member('requester')
  const { context, page } = await enter(stage, member, 'en')
  const preview = await openBox(walk, page, 'en', 'preview')
  await preview.getByRole('button', { name: e.preview.act, exact: true }).click()
  await reads(preview, e.preview.right)
  await stage.picture(page, 'en-preview')
  const forms = await openBox(walk, page, 'en', 'forms')
  await reads(forms, said(e.forms.judged, { n: 2 }))
  await stage.picture(page, 'en-names-in-doubt')
  await openHit(walk, page, 'en', member)
  await page
    .getByRole('button', { name: new RegExp(said(e.reveal.of)) })
    .first()
    .click()
  await page.getByRole('dialog').waitFor()
  await stage.picture(page, 'en-reveal-asks-why')
  await context.close()
}
