import type { Page } from 'playwright-core'
import type { Walk } from './given.ts'
import { ask, askRaw, enter, firstRow, go, isClosed, must, reads, said, until, WORDS, withStepUp } from './hands.ts'

const w = WORDS.zh

/** What a package goes through before anybody may take it: paper originals, the second approval, counsel's look and yes. */
export async function release(walk: Walk): Promise<void> {
  await enterOriginals(walk)
  await approveSecond(walk)
  await letGo(walk)
}

async function enterOriginals(walk: Walk): Promise<void> {
  const { stage, made } = walk
  const { context, page } = await enter(stage, walk.member('executor'), 'zh')
  await go(stage, page, `/exports/${made.export}`)
  await reads(page, w.release.how.sealed_medium_record)
  await stage.picture(page, 'executor-checklist-lacks-papers')
  const button = page.getByRole('listitem').getByRole('button', { name: w.release.original })
  for (const item of ['scope_to_conversation_id', 'sealed_medium_record'] as const) {
    await button.first().click()
    const box = page.getByRole('dialog')
    await reads(box, new RegExp(w.release.items[item].replace(/[()（）]/g, '.')))
    await box.getByLabel(w.release.original_number).fill('F-0915-01')
    await box.getByLabel(w.release.original_place).fill('法务档案柜 3 号')
    await box.getByRole('button', { name: w.release.original }).click()
    await box.waitFor({ state: 'hidden' })
  }
  await button.first().waitFor({ state: 'detached' })
  await context.close()
}

async function look(walk: Walk, page: Page, role: string): Promise<void> {
  const { stage } = walk
  const see = page.getByRole('button', { name: w.release.preview })
  await withStepUp(stage, page, walk.member(role), 'zh', () => see.click())
  await reads(page, w.release.preview_digest)
  await page.locator('.leaving tbody tr').first().waitFor()
  await page.locator('.obstacle').filter({ hasText: w.release.needs_preview }).waitFor({ state: 'detached' })
}

async function approveSecond(walk: Walk): Promise<void> {
  const { stage } = walk
  const member = walk.member('data_security')
  const { context, page } = await enter(stage, member, 'zh')
  await go(stage, page, '/exports')
  await reads(page, said(w.release.waits_for_you, { n: 1 }))
  await stage.picture(page, 'data-security-queue')
  await page.locator('.waits a').first().click()
  await reads(page, w.release.needs_preview)
  must(await isClosed(page.getByRole('button', { name: w.release.second })), true, 'no second approval before the look')
  await look(walk, page, 'data_security')
  await stage.picture(page, 'data-security-looks-at-what-leaves')
  await page.getByRole('button', { name: w.release.second }).click()
  const box = page.getByRole('dialog')
  await box.getByLabel(w.release.second_reason).fill('与申请范围一致')
  await withStepUp(stage, page, member, 'zh', () => box.getByRole('button', { name: w.release.second }).click())
  await reads(page, w.release.what.second)
  await context.close()
}

async function letGo(walk: Walk): Promise<void> {
  const { stage, made } = walk
  const member = walk.member('legal')
  const { context, page } = await enter(stage, member, 'zh')
  await go(stage, page, `/exports/${made.export}`)
  await reads(page, w.release.needs_preview)
  await stage.picture(page, 'legal-release-not-yet')
  await look(walk, page, 'legal')
  await page.getByRole('button', { name: w.release.release, exact: true }).click()
  const box = page.getByRole('dialog')
  await stage.picture(page, 'legal-signs-the-digest')
  await withStepUp(stage, page, member, 'zh', () => box.getByRole('button', { name: w.release.release }).click())
  await reads(page, w.release.what.released)
  await stage.picture(page, 'legal-released')
  await context.close()
}

/** S1, case two: an agent tries to export by himself; refused, told to data security, reported. */
export async function tryAndReport(walk: Walk): Promise<void> {
  const { stage } = walk
  const grant = await grantOf(walk)
  const agent = await enter(stage, walk.member('agent'), 'zh')
  await go(stage, agent.page, '/')
  const tried = await askRaw<{ code: string }>(agent.page, 'POST', '/api/exports', { grantId: grant })
  must([tried.status, tried.body.code], [403, 'role_missing'], 'an export by an agent')
  must((await askRaw(agent.page, 'GET', '/api/alarms')).status, 403, 'alarms asked for by an agent')
  await agent.context.close()

  const { context, page } = await enter(stage, walk.member('data_security'), 'zh')
  await go(stage, page, '/alarms')
  await reads(page, said(w.alarms.wait, { open: 1, overdue: 0 }))
  await reads(firstRow(page), w.alarms.states.open)
  await reads(firstRow(page), w.alarms.kinds.unauthorised_export)
  await stage.picture(page, 'data-security-alarms')
  await page.locator('tr.opens').first().click()
  await reads(page, w.alarms.report_lead)
  const file = page.getByRole('button', { name: w.alarms.file })
  must(await isClosed(file), true, 'a report without words')
  await page.getByLabel(w.alarms.cause).fill('为完成考核私自导出')
  await page.getByLabel(w.alarms.measures).fill('停用账号并约谈，复查同组权限')
  await stage.picture(page, 'data-security-writes-the-report')
  await file.click()
  await until(
    page,
    'the report',
    () => ask<{ alarms: { reportedAt: number | null }[] }>(page, 'GET', '/api/alarms'),
    ({ alarms }) => alarms[0]?.reportedAt !== null,
  )
  await reads(page, w.alarms.by)
  await stage.picture(page, 'data-security-report-filed')
  await context.close()
}

async function grantOf(walk: Walk): Promise<string> {
  const { context, page } = await enter(walk.stage, walk.member('requester'), 'zh')
  await go(walk.stage, page, '/')
  const { grantId } = await ask<{ grantId: string }>(page, 'GET', `/api/requests/${walk.made.request}`)
  await context.close()
  return grantId
}
