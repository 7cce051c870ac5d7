import type { Page } from 'playwright-core'
import type { Walk } from './given.ts'
import { ask, choose, enter, go, must, reads, said, switchTo, until, WORDS, withStepUp } from './hands.ts'

const w = WORDS.en

const DEPARTMENT = 'Complaints desk'
const CSV = `username,name,roles,groups,manager,accounts,phone,department
walk.anna,Anna Berg,agent,,,wecom:WalkAnna,,${DEPARTMENT}
chenzy,陈志远,agent,客服一组,zhouml,wecom:ChenZhiYuan;sms:+8613900000001;sms:13900000001;slack:U07CHENZY;ticket:陈志远,13900000001,Returns
walk.bo,Bo Lind,agent,,,wecom:WalkBo,,Returns
hetm,何天明,requester,投诉处理,,,,${DEPARTMENT}
walk.bad,No Role,chief,,,,,
`
const SENT = { userName: 'walk.scim', name: 'Siri Sent' }

/** The administrator, in English: a list tried and then taken, a group that fills itself, a directory that sends people. */
export async function lookAfterPeople(walk: Walk): Promise<void> {
  const { page } = await enter(walk.stage, walk.member('administrator'), 'en')
  await go(walk.stage, page, '/people')
  await page.getByRole('heading', { name: w.pages.people, level: 1 }).waitFor()
  await takeList(walk, page)
  await groupByRule(walk, page)
  await directory(walk, page)
}

interface PersonSeen {
  username: string
  name: string
  roles: string[]
  ruleGroups: string[]
}

async function people(page: Page): Promise<PersonSeen[]> {
  return (await ask<{ people: PersonSeen[] }>(page, 'GET', '/api/people')).people
}

/** What would change is told and nothing has; then it has, and each new person's link is shown once. */
async function takeList(walk: Walk, page: Page): Promise<void> {
  const { stage } = walk
  const member = walk.member('administrator')
  const before = (await people(page)).length
  const numbers = { created: 2, updated: 2, disabled: 0, same: 0, refused: 1 }
  await page.getByRole('button', { name: w.people.import }).click()
  const box = page.getByRole('dialog', { name: w.people.import })
  await box.getByLabel(w.people.csv, { exact: true }).fill(CSV)
  const look = box.getByRole('button', { name: w.import_diff.look })
  await withStepUp(stage, page, member, 'en', () => look.click())
  await reads(box, said(w.import_diff.would, numbers))
  await reads(box, w.import_refusals.role_unknown)
  await reads(box, DEPARTMENT)
  must((await people(page)).length, before, 'a trial adds nobody')
  await stage.picture(page, 'administrator-en-people-trial')
  const apply = box.getByRole('button', { name: w.import_diff.apply, exact: true })
  await withStepUp(stage, page, member, 'en', () => apply.click())
  await reads(box, said(w.import_diff.did, numbers))
  await reads(box, w.people.links_once)
  must(await box.locator('.links li').count(), 2, 'one link for each new person')
  must((await people(page)).length, before + 2, 'people after the import')
  await stage.picture(page, 'administrator-en-people-imported')
  await box.getByRole('button', { name: w.acts.close }).last().click()
  await reads(page, 'Anna Berg')
}

/** Whom a rule would take, before it takes them; and that it has. */
async function groupByRule(walk: Walk, page: Page): Promise<void> {
  const { stage } = walk
  await switchTo(page, w.person_groups.title)
  await page.getByRole('button', { name: w.person_groups.new }).click()
  const form = page.locator('form')
  await form.getByLabel(w.person_groups.name).fill('Desk')
  await form.getByRole('button', { name: w.person_groups.add_condition }).click()
  const attribute = form.getByRole('combobox', { name: w.person_groups.attribute })
  if (!((await attribute.locator('..').textContent()) ?? '').includes(w.attributes.department)) {
    await choose(page, w.person_groups.attribute, w.attributes.department)
  }
  const values = form.getByRole('combobox', { name: w.person_groups.values })
  await values.fill(DEPARTMENT)
  await values.press('Enter')
  await form.getByRole('button', { name: w.person_groups.try }).click()
  const would = page.getByRole('region', { name: w.person_groups.would_be })
  await reads(would, 'Anna Berg')
  await reads(would, '何天明')
  must(await would.locator('tbody tr').count(), 2, 'people whom the rule fits')
  await stage.picture(page, 'administrator-en-group-by-rule')
  const save = () => form.getByRole('button', { name: w.acts.save }).click()
  await withStepUp(stage, page, walk.member('administrator'), 'en', save)
  await reads(page, said(w.person_groups.condition, { attribute: w.attributes.department, is: DEPARTMENT }))
  const anna = (await people(page)).find(({ username }) => username === 'walk.anna')
  must(anna?.ruleGroups, ['Desk'], 'the groups of somebody whom the rule fits')
  await switchTo(page, w.people.part)
  await page.getByRole('row').filter({ hasText: 'walk.anna' }).click()
  await reads(page, said(w.people.groups_by_rule, { groups: 'Desk' }))
  await stage.picture(page, 'administrator-en-person-in-group')
}

/** Somebody is disabled on purpose only: the box says what it means, and going back changes nothing. */
async function disablingIsAsked(page: Page): Promise<void> {
  const seen = async () => (await people(page)).find(({ username }) => username === SENT.userName)
  const before = await seen()
  await page.getByRole('row').filter({ hasText: SENT.userName }).first().click()
  await page.getByRole('button', { name: w.people.disable, exact: true }).click()
  const box = page.getByRole('dialog')
  await reads(box, w.people.disable_means)
  await box.getByRole('button', { name: w.acts.back }).click()
  await box.waitFor({ state: 'detached' })
  must(await seen(), before, 'who was not disabled')
}

/** A directory is let in, really sends somebody, may not give what nobody may, and is shut out again. */
async function directory(walk: Walk, page: Page): Promise<void> {
  const { stage } = walk
  const member = walk.member('administrator')
  await go(stage, page, '/people')
  await switchTo(page, w.directories.title)
  await page.getByRole('button', { name: w.directories.new }).click()
  const box = page.getByRole('dialog', { name: w.directories.new })
  await box.getByLabel(w.directories.name).fill('HR system')
  await choose(page, w.directories.roles, w.roles.agent)
  await page.keyboard.press('Escape')
  const make = () => box.getByRole('button', { name: w.directories.make }).click()
  await withStepUp(stage, page, member, 'en', make)
  await reads(box, w.directories.token_once)
  const [address, token] = await box.locator('.copyable code').allTextContents()
  await stage.picture(page, 'administrator-en-directory-token-once')
  await box.getByRole('button', { name: w.acts.close }).last().click()

  const path = new URL(address ?? '').pathname
  const send = (bearer: string) =>
    fetch(`${stage.base}${path}/Users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: SENT.userName,
        displayName: SENT.name,
        name: { formatted: SENT.name },
        active: true,
        roles: [{ value: 'agent' }],
      }),
    })
  must((await send(`${token}x`)).status, 401, 'a wrong token')
  must((await send(token ?? '')).status, 201, 'somebody whom the directory sends')
  await go(stage, page, '/people')
  await reads(page, SENT.name)
  const sent = (await people(page)).find(({ username }) => username === SENT.userName)
  must([sent?.name, sent?.roles], [SENT.name, ['agent']], 'who was sent')
  await disablingIsAsked(page)
  await switchTo(page, w.directories.title)
  await stage.picture(page, 'administrator-en-directories')

  await page.getByRole('button', { name: w.directories.revoke }).click()
  const sure = page.getByRole('dialog')
  await reads(sure, w.directories.revoke_means)
  const shut = () => sure.getByRole('button', { name: w.directories.revoke }).click()
  await withStepUp(stage, page, member, 'en', shut)
  await page.locator('.tag').filter({ hasText: w.directories.revoked }).waitFor()
  await until(
    page,
    'the token shut out',
    async () => (await send(token ?? '')).status,
    (status) => status === 401,
    10,
  )
}
