import type { Page } from 'playwright-core'
import type { Walk } from './given.ts'
import { ask, askRaw, enter, go, isClosed, must, reads, said, until, WORDS, withStepUp } from './hands.ts'
import { openHit } from './masking.ts'
import type { Language } from './stage.ts'

// States that a page is in only for a while, or only after somebody else did something. Each is brought about, looked at and checked.

interface Made {
  id: string
  sha256: string
  state: string
  checklist: { key: string; state: string }[]
}

export async function revealForAMinute(walk: Walk): Promise<void> {
  await hideAgain(walk, 'zh')
  await hideAgain(walk, 'en')
}

export async function passThroughStates(walk: Walk): Promise<void> {
  const id = await makeEveryFormat(walk)
  await lookAtEveryFormat(walk, id)
  await withdrawUnderway(walk, id)
  await forgetLessons(walk)
}

/** A reveal with a wrong code shows nothing; with a right one, a field for a minute and no longer. */
async function hideAgain(walk: Walk, language: Language): Promise<void> {
  const { stage } = walk
  const w = WORDS[language]
  const member = walk.member('requester')
  const { context, page } = await enter(stage, member, language)
  await page.clock.install()
  await openHit(walk, page, language, member)
  await page
    .getByRole('button', { name: new RegExp(said(w.reveal.of)) })
    .first()
    .click()
  const box = page.getByRole('dialog')
  const act = box.getByRole('button', { name: w.reveal.act, exact: true })
  await box.getByLabel(w.reveal.reason).fill('核对退款账号是否与投诉人一致')
  await box.getByLabel(w.step_up.code).fill('000000')
  await act.click()
  await reads(box, w.problems.what.code_wrong)
  must(await box.locator('.reveal-shown').count(), 0, 'a field shown by a wrong code')
  await stage.picture(page, `${language}-reveal-refused`)
  await box.getByLabel(w.step_up.code).fill(await stage.freshCode(member))
  await act.click()
  const shown = box.locator('.reveal-shown')
  await shown.waitFor()
  const text = (await shown.textContent()) ?? ''
  must(
    [text.length > 0, text === w.reveal.empty, text.includes('*')],
    [true, false, false],
    'a field as it was written',
  )
  await stage.picture(page, `${language}-reveal-runs-out`)
  await page.clock.fastForward(61_000)
  await reads(box, w.reveal.over)
  must((await page.content()).includes(`>${text}<`), false, 'the field in the page after its minute')
  await stage.picture(page, `${language}-reveal-over`)
  await context.close()
}

/** A fresh second factor, for what is then done by the API. */
async function stepUp({ stage, member }: Walk, page: Page, role: string): Promise<void> {
  await ask(page, 'POST', '/api/session/step-up', { code: await stage.freshCode(member(role)) })
}

/** A package of every format, up to counsel's look: what the parts before did by hand is done by the API here. */
async function makeEveryFormat(walk: Walk): Promise<string> {
  const { stage } = walk
  const as = async <T>(role: string, act: (page: Page) => Promise<T>): Promise<T> => {
    const { context, page } = await enter(stage, walk.member(role), 'zh')
    await go(stage, page, '/')
    const done = await act(page)
    await context.close()
    return done
  }
  const { id } = await as('executor', async (page) => {
    const { grants } = await ask<{ grants: { id: string; state: string }[] }>(page, 'GET', '/api/grants')
    await go(stage, page, `/exports/new?grant=${grants.find(({ state }) => state === 'running')?.id}`)
    for (const format of ['xlsx_locked', 'json', 'pdf', 'rsmf', 'load'])
      await page.locator(`input[type=checkbox][value=${format}]`).check()
    await page.getByLabel(WORDS.zh.release.bulk_reason_field).fill('投诉涉及全部往来，须整体核对')
    const hand = page.getByRole('button', { name: WORDS.zh.export_form.prepare })
    await withStepUp(stage, page, walk.member('executor'), 'zh', () => hand.click())
    await page.waitForURL(/\/exports\/exp_/)
    return { id: new URL(page.url()).pathname.split('/').at(-1) ?? '' }
  })
  const confirmed = async (page: Page): Promise<void> => {
    await go(stage, page, `/exports/${id}`)
    const confirm = page.getByRole('button', { name: WORDS.zh.exports.confirm })
    await withStepUp(stage, page, walk.member('monitor'), 'zh', () => confirm.click())
  }
  await as('monitor', async (page) => {
    await confirmed(page)
    // it runs for seconds: pages are set, and its own check reads them all again
    await page.getByRole('button', { name: WORDS.zh.exports.cancel, exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: WORDS.zh.exports.cancel, exact: true }).click()
    await reads(page, WORDS.zh.exports.cancelled)
    await stage.picture(page, 'monitor-cancelled-a-run')
  })
  await as('executor', async (page) => {
    await go(stage, page, `/exports/${id}`)
    const again = page.getByRole('button', { name: WORDS.zh.acts.again })
    await withStepUp(stage, page, walk.member('executor'), 'zh', () => again.click())
    await page.getByRole('heading', { name: WORDS.zh.exports.two_persons }).waitFor()
  })
  await as('monitor', async (page) => {
    await confirmed(page)
    await page.getByRole('heading', { name: WORDS.zh.release.title }).waitFor({ timeout: 240_000 })
  })
  await as('executor', async (page) => {
    for (const item of ['scope_to_conversation_id', 'sealed_medium_record'])
      await ask(page, 'POST', `/api/exports/${id}/originals`, { item, number: 'F-0915-02', place: '法务档案柜 3 号' })
  })
  return id
}

/** More than the picture of a frame takes in which nothing is drawn. */
const BLANK_FRAME = 12_000

const FORMS = [
  ['data/records.xlsx', 'xlsx'],
  ['data/records-locked.xlsx', 'locked-xlsx'],
  ['data/records.json', 'json'],
  ['data/records-0001.pdf', 'pdf'],
  ['data/production.dat', 'dat'],
  ['data/rsmf/', 'rsmf'],
] as const

/** Counsel looks at each format as it lies in the package; who may not is refused; each look is an act. */
async function lookAtEveryFormat(walk: Walk, id: string): Promise<void> {
  const { stage } = walk
  const w = WORDS.zh
  const member = walk.member('legal')
  const { context, page } = await enter(stage, member, 'zh')
  await go(stage, page, `/exports/${id}`)
  const see = page.getByRole('button', { name: w.release.preview })
  await withStepUp(stage, page, member, 'zh', () => see.click())
  const first = page.locator('.leaving tbody tr').first()
  await first.waitFor()
  const row = await first.textContent()
  const label = page.getByText(new RegExp(said(w.release.preview_file, { n: '\\d+' })))
  const field = (await label.textContent()) ?? ''
  for (const [name, what] of FORMS) {
    const file = page.getByRole('combobox', { name: field, exact: true })
    await file.fill(name)
    await file.press('Enter')
    await page.locator('.ant-select-content, .ant-select-selection-item').getByText(name).first().waitFor()
    if (what === 'pdf') {
      const frame = page.locator('iframe.pdf-frame')
      await frame.waitFor()
      await reads(page, w.attachments.hash_same)
      // the browser's viewer draws in its own time; until then the frame has one colour, and its picture hardly any bytes
      const drawn = () => frame.screenshot().then(({ length }) => length)
      await until(page, 'the PDF in its frame', drawn, (size) => size > BLANK_FRAME)
    } else {
      await page.locator('.leaving').waitFor()
      if (what.endsWith('xlsx')) must(await first.textContent(), row, `the first row of the ${what}`)
    }
    await see.scrollIntoViewIfNeeded()
    await stage.picture(page, `legal-looks-at-${what}`)
  }
  await context.close()

  const other = await enter(stage, walk.member('requester'), 'zh')
  await go(stage, other.page, '/')
  const pages = { file: 'data/records-0001.pdf' }
  const refused = await askRaw(other.page, 'POST', `/api/exports/${id}/preview/pages`, pages)
  must(refused.status, 403, 'pages looked at by the requester')
  await other.context.close()
}

/** The release is taken back while its recipient has the page open: the page says so by itself, and nothing can be taken. */
async function withdrawUnderway(walk: Walk, id: string): Promise<void> {
  const { stage } = walk
  const legal = await enter(stage, walk.member('legal'), 'zh')
  const security = await enter(stage, walk.member('data_security'), 'zh')
  await go(stage, legal.page, `/exports/${id}`)
  await go(stage, security.page, '/')
  const { sha256, checklist } = await ask<Made>(legal.page, 'GET', `/api/exports/${id}`)
  if (checklist.some(({ key, state }) => key === 'bulk_second' && state === 'missing')) {
    await stepUp(walk, security.page, 'data_security')
    await ask(security.page, 'POST', `/api/exports/${id}/preview`, { from: 0 })
    await ask(security.page, 'POST', `/api/exports/${id}/second`, { sha256, reason: '与申请范围一致' })
  }
  await security.context.close()
  await stepUp(walk, legal.page, 'legal')
  await ask(legal.page, 'POST', `/api/exports/${id}/release`, { sha256 })
  const seen = []
  for (const language of ['zh', 'en'] as const) {
    const { context, page } = await enter(stage, walk.member('requester'), language)
    await go(stage, page, `/exports/${id}`)
    await page.getByRole('link', { name: WORDS[language].exports.download }).waitFor()
    seen.push({ context, page, language })
  }
  await ask(legal.page, 'POST', `/api/exports/${id}/withdraw`, { reason: '收件人有误，须重新核对' })
  for (const { context, page, language } of seen) {
    const w = WORDS[language]
    await reads(page, w.release.taken_back, 60_000)
    must(
      await page.getByRole('link', { name: w.exports.download }).count(),
      0,
      'a package to take after the withdrawal',
    )
    must((await askRaw(page, 'GET', `/api/exports/${id}/package`)).status, 409, 'a package taken after the withdrawal')
    await stage.picture(page, `${language}-release-withdrawn`)
    await context.close()
  }
  await legal.context.close()
}

/** With learning switched off the page says so, and that what was said is kept. */
async function forgetLessons(walk: Walk): Promise<void> {
  const { stage } = walk
  const member = walk.member('data_security')
  for (const language of ['zh', 'en'] as const) {
    const w = WORDS[language]
    const { context, page } = await enter(stage, member, language)
    await go(stage, page, '/masking')
    const box = page.getByRole('region', { name: w.learning.title })
    const turn = box.getByRole('button', { name: language === 'zh' ? w.learning.turn_off : w.learning.turn_on })
    must(await isClosed(turn), true, 'a switch without a reason')
    if (language === 'en') {
      await reads(box, w.learning.off)
      await box.scrollIntoViewIfNeeded()
      await stage.picture(page, 'en-learning-off')
    }
    await box.getByLabel(w.masking.reason).fill('复核近期判定')
    await withStepUp(stage, page, member, language, () => turn.click())
    await reads(box, language === 'zh' ? w.learning.off : w.learning.on)
    await until(
      page,
      'the switch',
      () => ask<{ on: boolean }>(page, 'GET', '/api/masking/learning'),
      ({ on }) => on === (language === 'en'),
    )
    await box.scrollIntoViewIfNeeded()
    await stage.picture(page, `${language}-learning-${language === 'zh' ? 'off' : 'on-again'}`)
    await context.close()
  }
}
