import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Walk } from './given.ts'
import { choose, enter, go, must, reads, WORDS, withStepUp } from './hands.ts'

const w = WORDS.zh

/**
 * The end of a package: the customer's report; the package removed and its copies entered, each by one person and confirmed by
 * another; the certificate.
 */
export async function endPackage(walk: Walk): Promise<void> {
  await reportToCustomer(walk)
  await removePackage(walk)
  await enterCopies(walk)
  await certify(walk)
}

const detail = (walk: Walk) => `/exports/${walk.made.export}`

async function reportToCustomer(walk: Walk): Promise<void> {
  const { stage } = walk
  const { context, page } = await enter(stage, walk.member('legal'), 'zh')
  await go(stage, page, detail(walk))
  await page.getByRole('button', { name: w.papers.show }).click()
  await page.getByRole('button', { name: w.papers.issue }).click()
  const box = page.getByRole('dialog', { name: w.papers.issue })
  await choose(page, w.papers.kind, w.papers.kinds.customer_report)
  await box.getByLabel(w.papers.typed.overview).fill('您 9 月 15 日的投诉涉及的往来已经核对')
  await box.getByLabel(w.papers.typed.followUp).fill('退款已于 9 月 20 日办结')
  await stage.picture(page, 'legal-customer-report-typed')
  await box.getByRole('button', { name: w.papers.issue }).click()
  await box.waitFor({ state: 'hidden' })
  await takePaper(walk, page, w.papers.kinds.customer_report, 'customer-report.pdf')
  await context.close()
}

async function removePackage(walk: Walk): Promise<void> {
  const { stage } = walk
  const member = walk.member('legal')
  const { context, page } = await enter(stage, member, 'zh')
  await go(stage, page, detail(walk))
  await page.getByRole('button', { name: w.copies.remove }).click()
  const box = page.getByRole('dialog')
  await reads(box, w.copies.remove_means)
  await stage.picture(page, 'legal-removes-the-package')
  await withStepUp(stage, page, member, 'zh', () => box.getByRole('button', { name: w.copies.remove }).click())
  await reads(page, w.copies.removal_todo)
  // who asked cannot confirm: the house says why, beside the button
  must(
    await page.getByRole('button', { name: w.copies.confirm_removal }).isEnabled(),
    false,
    'one person alone removes',
  )
  await stage.picture(page, 'legal-removal-waits-for-another')
  await context.close()
  await confirmRemoval(walk)
}

async function confirmRemoval(walk: Walk): Promise<void> {
  const { stage } = walk
  const member = walk.member('data_security')
  const { context, page } = await enter(stage, member, 'zh')
  await go(stage, page, detail(walk))
  const confirm = page.getByRole('button', { name: w.copies.confirm_removal })
  await withStepUp(stage, page, member, 'zh', () => confirm.click())
  await reads(page, w.copies.overdue_todo)
  await stage.picture(page, 'data-security-copies-still-out')
  await context.close()
}

/** Each is entered by one person and confirmed by another. */
async function enterCopies(walk: Walk): Promise<void> {
  const { stage } = walk
  const member = walk.member('executor')
  const { context, page } = await enter(stage, member, 'zh')
  await go(stage, page, detail(walk))
  const enterOne = page.getByRole('row').getByRole('button', { name: w.copies.enter })
  await enterOne.first().waitFor()
  for (let left = await enterOne.count(); left > 0; left--) {
    await enterOne.first().click()
    const box = page.getByRole('dialog')
    await box.getByText(w.copies.methods.returned).click()
    if (left === 1) await stage.picture(page, 'executor-enters-a-destruction')
    await withStepUp(stage, page, member, 'zh', () => box.getByRole('button', { name: w.copies.enter }).click())
    await box.waitFor({ state: 'hidden' })
  }
  await reads(page, w.copies.unconfirmed)
  await stage.picture(page, 'executor-copies-wait-for-another')
  await context.close()
  await confirmCopies(walk)
}

async function confirmCopies(walk: Walk): Promise<void> {
  const { stage } = walk
  const member = walk.member('monitor')
  const { context, page } = await enter(stage, member, 'zh')
  await go(stage, page, detail(walk))
  const confirm = page.getByRole('row').getByRole('button', { name: w.copies.confirm_copy })
  await confirm.first().waitFor()
  for (let left = await confirm.count(); left > 0; left--) {
    await withStepUp(stage, page, member, 'zh', () => confirm.first().click())
    await confirm.nth(left - 1).waitFor({ state: 'detached' })
  }
  await reads(page, w.copies.all_gone)
  await stage.picture(page, 'monitor-all-copies-gone')
  await context.close()
}

async function certify(walk: Walk): Promise<void> {
  const { stage } = walk
  const { context, page } = await enter(stage, walk.member('legal'), 'zh')
  await go(stage, page, detail(walk))
  await reads(page, w.copies.all_gone_todo)
  await page.getByRole('button', { name: w.papers.show }).click()
  for (const language of ['zh', 'en'] as const) {
    await page.getByRole('button', { name: w.papers.issue }).click()
    const box = page.getByRole('dialog', { name: w.papers.issue })
    await choose(page, w.papers.kind, w.papers.kinds.destruction_certificate)
    await box.getByText(w.papers.languages[language], { exact: true }).click()
    await box.getByRole('button', { name: w.papers.issue }).click()
    await box.waitFor({ state: 'hidden' })
    await reads(
      page.getByRole('row').filter({ hasText: w.papers.kinds.destruction_certificate }),
      w.papers.languages[language],
    )
    await takePaper(walk, page, w.papers.kinds.destruction_certificate, `destruction-${language}.pdf`)
  }
  await stage.picture(page, 'legal-certificate-of-destruction')
  await page
    .getByRole('button', { name: /^查看 XH/ })
    .first()
    .click()
  await page.getByRole('dialog').locator('canvas, iframe, img, object').first().waitFor()
  await stage.picture(page, 'legal-looks-at-the-certificate')
  await context.close()
}

/** The newest paper of this name, as a file: it must be a PDF. */
async function takePaper(walk: Walk, page: Page, name: string, file: string): Promise<void> {
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name }).first().click()
  const got = await download
  must(got.suggestedFilename().endsWith('.pdf'), true, `${name} is a PDF`)
  await got.saveAs(join(walk.out, file))
}
