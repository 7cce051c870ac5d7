import type { Page } from 'playwright-core'
import { QUERIES } from '../../server/src/demo/story.ts'
import type { Walk } from './given.ts'
import { enter, firstRow, go, must, reads, signIn, WORDS } from './hands.ts'

const w = WORDS.en

/** The key pages once more: in English, then in the dark, then on the narrowest screen that is promised. */
export async function lookAround(walk: Walk): Promise<void> {
  const { stage, made } = walk
  const english = await stage.context('en')
  const page = await english.newPage()
  await go(stage, page, '/enter#cut-off')
  await reads(page, w.problems.what.link_unusable)
  await go(stage, page, '/sign-in')
  await page.getByRole('heading', { name: w.sign_in.title }).waitFor()
  await stage.picture(page, 'en-sign-in')
  await signIn(stage, page, walk.member('requester'), 'en')
  await search(walk, page)
  await stage.picture(page, 'en-search')
  await everyStopShows(page)
  await page.locator('.hit').first().click()
  await page.getByRole('region', { name: w.conversation.messages }).waitFor()
  await stage.picture(page, 'en-conversation')
  await go(stage, page, '/requests/new')
  await page.getByRole('heading', { name: w.request_form.title }).waitFor()
  await stage.picture(page, 'en-new-request')
  await startsOver(page)
  await go(stage, page, `/requests/${made.request}`)
  await page.getByRole('heading', { name: w.requests.timeline }).waitFor()
  await stage.picture(page, 'en-request')
  await go(stage, page, `/exports/${made.export}`)
  await page.getByRole('heading', { name: w.exports.verify }).waitFor()
  await stage.picture(page, 'en-export')
  await go(stage, page, '/no/such/page')
  await page.getByRole('heading', { name: w.broken.missing }).waitFor()
  await stage.picture(page, 'en-missing-page')
  await notYours(walk, page)
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: w.keys.title }).waitFor()
  await stage.picture(page, 'en-keyboard')
  await english.close()

  await whileTheHouseIsAway(walk)
  await each(walk, 'supervisor', ['/inbox#?box=decided'], 'en-decided')
  await each(walk, 'administrator', ['/intake', '/people', '/status'], 'en-administrator')
  await each(walk, 'auditor', ['/audit'], 'en-audit')
  await consent(walk)
  await dark(walk)
}

/** A page that one's roles do not have is absent, and nothing is asked of the house that it would only refuse. */
async function notYours(walk: Walk, page: Page): Promise<void> {
  const refused: string[] = []
  page.on('response', (answer) => {
    if (answer.status() === 403) refused.push(new URL(answer.url()).pathname)
  })
  for (const path of ['/audit', '/intake', '/people']) {
    await go(walk.stage, page, path)
    await page.getByRole('heading', { name: w.broken.missing }).waitFor()
  }
  must(refused, [], 'what was asked for a page that is not theirs')
}

async function search(walk: Walk, page: Page): Promise<void> {
  await go(walk.stage, page, '/search')
  const box = page.getByRole('textbox', { name: /^(Search for|检索词)$/ })
  await box.fill(QUERIES[0] ?? '退款')
  await box.press('Enter')
  await page.locator('.hit').first().waitFor()
}

async function each(walk: Walk, role: string, paths: string[], name: string): Promise<void> {
  const { context, page } = await enter(walk.stage, walk.member(role), 'en')
  for (const path of paths) {
    await go(walk.stage, page, path)
    await page.locator('h1').first().waitFor()
    await walk.stage.picture(page, `${name}${path.replace(/\W+/g, '-')}`)
  }
  if (role === 'supervisor') {
    await firstRow(page).click()
    await page.getByRole('heading', { name: w.inbox.asked }).waitFor()
    await walk.stage.picture(page, 'en-decision')
  }
  await context.close()
}

async function consent(walk: Walk): Promise<void> {
  const context = await walk.stage.context('en', { phone: true })
  const page = await context.newPage()
  await page.goto(walk.made.consentLink)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await walk.stage.picture(page, 'en-consent-receipt')
  await context.close()
}

async function dark(walk: Walk): Promise<void> {
  const { stage, made } = walk
  const { context, page } = await enter(stage, walk.member('legal'), 'zh', { shade: 'dark' })
  await search(walk, page)
  await page.locator('.hit').first().click()
  await page.getByRole('region', { name: WORDS.zh.conversation.messages }).waitFor()
  await stage.picture(page, 'dark-search')
  await go(stage, page, `/requests/${made.request}#?box=all`)
  await page.getByRole('heading', { name: WORDS.zh.requests.timeline }).waitFor()
  await stage.picture(page, 'dark-request')
  await page.setViewportSize({ width: 1024, height: 768 })
  await stage.picture(page, 'narrow-request')
  await search(walk, page)
  await stage.picture(page, 'narrow-search')
  await page.setViewportSize({ width: 820, height: 1000 })
  await conditionsComeFirst(page)
  await stage.picture(page, 'half-a-screen-search')
  await context.close()
}

/** Where there is no room beside the hits, the form waits before them behind one button; it is reached before them by Tab. */
async function conditionsComeFirst(page: Page): Promise<void> {
  const { form } = WORDS.zh.search
  const words = page.getByRole('textbox', { name: form.words })
  must(await words.isVisible(), false, 'the form is shut')
  await page.getByRole('button', { name: form.title }).click()
  await words.waitFor()
  const [ofForm, ofHits] = [await words.boundingBox(), await page.locator('.hits').boundingBox()]
  must((ofForm?.y ?? 0) < (ofHits?.y ?? 0), true, 'the form stands before the hits')
}

const STOPS = 40

/** Where the keyboard is can be seen: each stop has a ring, and a field that has none of its own has one around it. */
async function everyStopShows(page: Page): Promise<void> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  for (let stop = 0; stop < STOPS; stop++) {
    await page.keyboard.press('Tab')
    const bare = await page.evaluate(() => {
      const at = document.activeElement
      if (!(at instanceof HTMLElement) || at === document.body || /^(INPUT|TEXTAREA)$/.test(at.tagName)) return null
      const { outlineStyle, outlineWidth } = getComputedStyle(at)
      return outlineStyle === 'solid' && Number.parseFloat(outlineWidth) >= 2 ? null : at.outerHTML.slice(0, 120)
    })
    must(bare, null, `stop ${stop} of the keyboard without a ring`)
  }
}

/** A page that was not loaded yet cannot come without the house: that is said, and it comes by itself with the house. */
async function whileTheHouseIsAway(walk: Walk): Promise<void> {
  const { context, page } = await enter(walk.stage, walk.member('requester'), 'en')
  await go(walk.stage, page, '/search')
  await page.getByRole('textbox', { name: /^(Search for|检索词)$/ }).waitFor()
  await context.setOffline(true)
  await page.getByRole('link', { name: w.pages.customers }).click()
  await reads(page, w.problems.what.unreachable)
  must(await page.getByText(w.problems.what.console_renewed).count(), 0, 'a newer version, of which nobody can know')
  await walk.stage.picture(page, 'en-house-away')
  await context.setOffline(false)
  await page.getByRole('heading', { name: w.pages.customers, level: 1 }).waitFor()
  await context.close()
}

/** A request that was begun waits where it was left, and is let go of by one button. */
async function startsOver(page: Page): Promise<void> {
  const reason = page.getByLabel(w.requests.reason)
  await reason.fill('begun and left')
  await page.getByRole('link', { name: w.pages.requests, exact: true }).click()
  await page.getByRole('heading', { name: w.pages.requests, level: 1 }).waitFor()
  await page.getByRole('link', { name: w.pages.new_request, exact: true }).click()
  await reads(page, w.request_form.kept)
  must(await reason.inputValue(), 'begun and left', 'the reason that was begun')
  await page.getByRole('button', { name: w.request_form.start_anew }).click()
  must(await reason.inputValue(), '', 'a request that was let go of')
  must(await page.getByText(w.request_form.kept).count(), 0, 'a word of what was let go of')
}
