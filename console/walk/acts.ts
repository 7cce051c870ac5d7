import type { Page } from 'playwright-core'
import type { Walk } from './given.ts'
import { ask, choose, enter, firstRow, go, must, reads, WORDS } from './hands.ts'

const w = WORDS.zh

/** What this walk did, one act at least of each; who did it. */
const DONE = {
  'intake.mapping': 'administrator',
  'intake.control': 'administrator',
  'intake.keys': 'administrator',
  'intake.reread': 'administrator',
  'intake.open_quarantined': 'legal',
  'connector.manage': 'administrator',
  'people.import': 'administrator',
  'directory.manage': 'administrator',
  'house.rotate_keys': 'administrator',
  'search.window': 'legal',
  'search.save': 'legal',
  'search.forget': 'legal',
  'conversation.open': 'legal',
  'conversation.mark': 'legal',
  'conversation.unmark': 'legal',
  'subject.decide': 'team_lead',
  'subject.identify': 'team_lead',
  'subject.merge': 'team_lead',
  'subject.undo_merge': 'team_lead',
  'subject.split': 'team_lead',
} as const

interface Act {
  action: string
  outcome: string
  roles: string[]
  ledgerIndex: number | null
  accountName: string | null
}

const find = async (page: Page, filter: object) =>
  (await ask<{ acts: Act[] }>(page, 'POST', '/api/audit', { limit: 200, ...filter })).acts

/** The auditor finds everything that was just done, by whom, and what was refused. */
export async function showActs(walk: Walk): Promise<void> {
  const { stage } = walk
  const { page } = await enter(stage, walk.member('auditor'), 'zh')
  await go(stage, page, '/audit')
  await firstRow(page).waitFor()
  for (const [action, role] of Object.entries(DONE)) {
    const acts = await find(page, { action, outcome: 'allowed' })
    must(
      acts.some(({ roles }) => roles.includes(role)),
      true,
      `${action} by ${role} in the audit`,
    )
  }
  must((await find(page, { action: 'connector.manage', outcome: 'allowed' })).length >= 8, true, 'acts on connectors')
  await whoLookedAtHowMuch(walk, page)
  for (const [word, name] of [
    [w.actions.subject_merge, 'auditor-act-merge'],
    [w.actions.house_rotate_keys, 'auditor-act-rotation'],
    [w.actions.intake_open_quarantined, 'auditor-act-quarantine'],
  ] as const) {
    await choose(page, w.audit.act, word)
    await firstRow(page).filter({ hasText: word }).waitFor()
    await firstRow(page).click()
    await page.getByRole('heading', { name: w.audit.detail }).waitFor()
    await stage.picture(page, name)
  }
  // a session begins with somebody who had none: the act names whose it became, and is found under that person
  const legal = walk.member('legal')
  await choose(page, w.audit.act, w.actions.session_sign_in)
  await choose(page, w.audit.who, legal.username)
  await firstRow(page).waitFor()
  must(
    (await find(page, { action: 'session.sign_in', outcome: 'allowed' })).every(
      ({ accountName }) => accountName !== null,
    ),
    true,
    'who signed in',
  )
  must(await page.locator('tr.opens').getByText(w.audit.stranger, { exact: true }).count(), 0, 'sign-ins of nobody')
  await stage.picture(page, 'auditor-sign-ins-of-a-person')
  await page.getByRole('button', { name: w.search.clear }).click()
  await choose(page, w.audit.outcome, w.audit.outcomes.refused)
  await reads(page.locator('tr.opens'), w.audit.outcomes.refused)
  must((await find(page, { outcome: 'refused' })).length > 0, true, 'what was refused')
  await stage.picture(page, 'auditor-refused')
}

/** Who looked at how much, as a picture that is walked by keyboard; one bar is a person, and chosen leaves theirs alone. */
async function whoLookedAtHowMuch(walk: Walk, page: Page): Promise<void> {
  const people = page.getByRole('slider', { name: w.audit.per_person })
  await people.focus()
  await page.keyboard.press('Home')
  const words = (await people.getAttribute('aria-valuetext')) ?? ''
  must(new RegExp(`${w.audit.content} [1-9]`).test(words), true, `somebody looked at content: ${words}`)
  await walk.stage.picture(page, 'auditor-who-looked-at-how-much')
  await page.keyboard.press('Enter')
  await firstRow(page)
    .filter({ hasText: words.split(' ')[0] ?? '' })
    .waitFor()
  await page.getByRole('button', { name: w.search.clear }).click()
}
