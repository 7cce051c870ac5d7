import { CUSTOMER, PERIOD, REQUEST } from '../../server/src/demo/story.ts'
import { dayOf } from '../src/time.ts'
import type { Walk } from './given.ts'
import { choose, enter, firstRow, go, must, reads, typeRange, WORDS } from './hands.ts'

const w = WORDS.zh

/** The requester registers the customer and asks; the customer agrees on the phone. */
export async function askAndAgree(walk: Walk): Promise<void> {
  await ask(walk)
  await customerAgrees(walk)
}

async function ask(walk: Walk): Promise<void> {
  const { stage } = walk
  const { context, page } = await enter(stage, walk.member('requester'), 'zh')
  await go(stage, page, '/search')
  await page.getByText(w.search.no_permit).waitFor()
  await stage.picture(page, 'requester-search-without-permit')

  await go(stage, page, '/customers')
  await page.getByRole('button', { name: w.customers.new }).click()
  const box = page.getByRole('dialog', { name: w.customers.new })
  await box.getByLabel(w.customers.name).fill(CUSTOMER.name)
  await box.getByLabel(w.customers.phone).fill(CUSTOMER.phone)
  await stage.picture(page, 'requester-register-customer')
  await box.getByRole('button', { name: w.acts.save }).click()
  await page.getByLabel(w.customers.link_title).fill(CUSTOMER.accountLike)
  await page
    .getByRole('region', { name: w.request_form.found })
    .or(page.getByText(w.request_form.nobody_short))
    .waitFor()
  const link = page.getByRole('button', { name: w.customers.link, exact: true })
  while ((await link.count()) > 0) {
    const before = await link.count()
    await link.first().click()
    await page.waitForFunction(
      ([name, many]) =>
        [...document.querySelectorAll('button')].filter((one) => one.textContent === name).length < Number(many),
      [w.customers.link, before],
    )
  }
  await stage.picture(page, 'requester-customer-with-accounts')

  await page.getByRole('button', { name: w.customers.ask }).click()
  await page.getByRole('heading', { name: w.request_form.title }).waitFor()
  await stage.picture(page, 'requester-new-request-empty')
  await typeRange(page, w.requests.time, dayOf(PERIOD.from), dayOf(PERIOD.to - 1))
  await choose(page, w.requests.purpose, w.purposes[REQUEST.purpose])
  await choose(page, w.requests.basis, w.bases[REQUEST.basis])
  await page.getByLabel(w.requests.case_no).fill(REQUEST.caseNo)
  await page.getByLabel(w.requests.reason).fill(REQUEST.reason)
  await stage.picture(page, 'requester-new-request-filled')
  // looking something up elsewhere costs nothing of what was entered
  await page.getByRole('link', { name: w.pages.requests, exact: true }).click()
  await page.getByRole('heading', { name: w.pages.requests, level: 1 }).waitFor()
  await page.getByRole('link', { name: w.pages.new_request, exact: true }).click()
  await reads(page, w.request_form.kept)
  must(await page.getByLabel(w.requests.reason).inputValue(), REQUEST.reason, 'the reason that was entered before')
  await page.getByRole('button', { name: w.request_form.send }).click()
  await page.waitForURL(/\/requests\/req_/)
  walk.made.request = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await page.getByText(w.consent.never_shown).waitFor()
  await stage.picture(page, 'requester-request-waits-for-consent')
  await go(stage, page, '/requests')
  await firstRow(page).waitFor()
  await stage.picture(page, 'requester-requests')
  await context.close()
}

/** On the customer's own telephone: the message, the page behind its link, one question at a time, the receipt. */
async function customerAgrees(walk: Walk): Promise<void> {
  const { stage } = walk
  const context = await stage.context('zh', { phone: true })
  const page = await context.newPage()
  await page.goto(walk.phone)
  const message = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('link') })
    .last()
  await message.waitFor()
  await stage.picture(page, 'customer-phone')
  const text = (await message.textContent()) ?? ''
  const link = await message.getByRole('link').getAttribute('href')
  const code = /(?<!\d)\d{6}(?!\d)/.exec(text.replace(link ?? '', ''))?.[0]
  if (!link || !code) throw new Error('the message has no link or no code')
  // The message names the address that the house tells customers; the walk's own house may listen elsewhere.
  const { pathname, hash } = new URL(link)
  walk.made.consentLink = `${walk.portal}${pathname}${hash}`

  await page.goto(walk.made.consentLink)
  await page.getByRole('heading', { name: '谁在请求什么' }).waitFor()
  await stage.picture(page, 'customer-consent-who')
  await page.getByRole('button', { name: '下一步' }).click()
  await stage.picture(page, 'customer-consent-choose')
  await page.getByRole('button', { name: '同意', exact: true }).click()
  await page.getByLabel('6 位验证码').fill(code)
  await stage.picture(page, 'customer-consent-code')
  await page.getByRole('button', { name: '提交' }).click()
  await page.getByRole('heading', { name: '已记录：您同意' }).waitFor()
  await stage.picture(page, 'customer-consent-receipt')
  await context.close()
}
