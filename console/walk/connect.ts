import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Walk } from './given.ts'
import { ask, choose, enter, firstRow, go, importEnds, must, reads, said, until, WORDS, withStepUp } from './hands.ts'
import { push, pushSlackEvent, type Said } from './live.ts'
import { alsoHere, elsewhere, talk } from './talk.ts'

const w = WORDS.zh.connectors
const acts = WORDS.zh.acts
const HOUR = 3_600_000

const SECRETS = {
  dingtalk: { appSecret: 'walk-app-secret-0001' },
  feishu: { verificationToken: 'walk-verification-0001' },
  slack: { signingSecret: 'walk-signing-secret-0001' },
  mattermost: { token: 'walk-outgoing-token-0001' },
} as const

/** The administrator lets programs in: every kind, keys shown once, real messages by them, lag, silence, a watched folder. */
export async function connect(walk: Walk): Promise<void> {
  const { stage } = walk
  const { page } = await enter(stage, walk.member('administrator'), 'zh')
  await go(stage, page, '/connectors')
  await reads(page, w.none)
  await stage.picture(page, 'administrator-connectors-empty')

  await watchFolder(walk, page)
  await sendByKey(walk, page)
  await vendors(walk, page)
  await silence(walk, page)
  await takeAway(walk, page)
  await folderWasRead(walk, page)
}

/** Fills the form in and sends it; the detail is open afterwards. Answers the key, where the kind has one. */
async function make(walk: Walk, page: Page, kind: keyof typeof w.kinds, name: string, fields: Record<string, string>) {
  await go(walk.stage, page, '/connectors')
  await page.getByRole('button', { name: w.new }).first().click()
  const form = page.locator('form')
  await form.getByRole('heading', { name: w.new }).waitFor()
  if (kind !== 'http') await choose(page, w.kind, w.kinds[kind])
  await form.getByLabel(w.name, { exact: true }).fill(name)
  for (const [label, text] of Object.entries(fields)) await form.getByLabel(label, { exact: true }).fill(text)
  if (kind === 'slack' || kind === 'http') await walk.stage.picture(page, `administrator-new-connector-${kind}`)
  const send = () => form.getByRole('button', { name: w.new }).click()
  await withStepUp(walk.stage, page, walk.member('administrator'), 'zh', send)
  if (kind !== 'http') {
    await page.getByRole('heading', { name, exact: true }).waitFor()
    return null
  }
  const box = page.getByRole('dialog', { name: said(w.key_for, { name }) })
  const key = await box.locator('code').first().textContent()
  await reads(box, w.key_once)
  if (name === '商城消息') await walk.stage.picture(page, 'administrator-connector-key-once')
  await page.keyboard.press('Escape')
  await box.waitFor({ state: 'hidden' })
  return key ?? ''
}

/** Two programs: a long conversation arrives by the first, what belongs to it by the second. */
async function sendByKey(walk: Walk, page: Page): Promise<void> {
  const { stage } = walk
  const key = (await make(walk, page, 'http', '商城消息', { [w.platform]: 'shop' })) ?? ''
  for (const batch of talk()) must(await push(stage.base, key, batch), taken(batch), 'a batch of the long conversation')
  const [first = []] = talk()
  must(await push(stage.base, key, first.slice(0, 5)), { status: 200, outcomes: { duplicate: 5 } }, 'what comes again')
  must(await push(stage.base, key, alsoHere()), taken(alsoHere()), 'another conversation')
  must((await push(stage.base, `${key}x`, first)).status, 401, 'a wrong key')
  const content = await page.content()
  if (content.includes(key)) throw new Error('the key is still on the page')
  const count = talk().flat().length + alsoHere().length
  await arrived(page, count)
  await reads(page, said(w.today_value, { archived: count.toLocaleString('zh-CN'), duplicates: 5, refused: 0 }))
  await stage.picture(page, 'administrator-connector-receiving')

  await gapsAndKey(walk, page)
}

/** A source that numbers its messages leaves a number out and is late; then its key is replaced. */
async function gapsAndKey(walk: Walk, page: Page): Promise<void> {
  const { stage } = walk
  const key = (await make(walk, page, 'http', '工单系统', { [w.platform]: 'helpdesk' })) ?? ''
  const late = Date.now() - 5.5 * HOUR
  const numbered: Said[] = [1, 2, 5].map((sequence) => ({
    id: `n-${sequence}`,
    conversation: 'walk-numbers',
    sender: 'desk',
    time: late + sequence * 1000,
    text: `编号 ${sequence}`,
    sequence,
  }))
  must(
    await push(stage.base, key, [...elsewhere(), ...numbered]),
    { status: 200, outcomes: { archived: 5 } },
    'numbers',
  )
  await arrived(page, 5)
  await reads(page, said(w.gaps_missing, { n: 2 }))
  await reads(page, said(w.lag_value.hour, { n: 5 }))
  await stage.picture(page, 'administrator-connector-gaps-and-lag')

  await page.getByRole('button', { name: w.rotate }).click()
  await page.getByRole('dialog').getByRole('button', { name: w.rotate }).click()
  const box = page.getByRole('dialog', { name: said(w.key_for, { name: '工单系统' }) })
  const next = (await box.locator('code').first().textContent()) ?? ''
  await page.keyboard.press('Escape')
  await box.waitFor({ state: 'hidden' })
  must((await push(stage.base, key, numbered)).status, 401, 'the key that was replaced')
  must(await push(stage.base, next, numbered), { status: 200, outcomes: { duplicate: 3 } }, 'the new key')
}

/** The platforms that send by themselves, each with what it gave; Slack then really sends. */
async function vendors(walk: Walk, page: Page): Promise<void> {
  const { stage } = walk
  for (const kind of ['dingtalk', 'feishu', 'mattermost', 'slack'] as const) {
    const fields = Object.entries(SECRETS[kind]).map(([name, value]) => [
      w.secrets[name as keyof typeof w.secrets],
      value,
    ])
    await make(walk, page, kind, `walk-${kind}`, Object.fromEntries(fields)) // names are keys of SECRETS, all of them worded
    await reads(page, w.how_hook)
    must((await page.content()).includes(Object.values(SECRETS[kind])[0] ?? ''), false, 'the secret is shown again')
  }
  const address = (await page.locator('.copyable code').first().textContent()) ?? ''
  const { signingSecret } = SECRETS.slack
  must(await pushSlackEvent(stage.base, address, 'wrong', '不该收下'), 401, 'an event with a wrong signature')
  must(await pushSlackEvent(stage.base, address, signingSecret, '走查：Slack 事件'), 200, 'an event with its signature')
  await arrived(page, 1)
  await stage.picture(page, 'administrator-connector-slack-event')
}

/** The detail that is open says how many came today. */
async function arrived(page: Page, archived: number): Promise<void> {
  const id = new URLSearchParams(new URL(page.url()).hash.slice(2)).get('id')?.replaceAll('"', '')
  interface Status {
    connectors: { id: string; today: { archived: number } }[]
  }
  const look = () => ask<Status>(page, 'GET', '/api/connectors/status')
  const isSo = (found: Status) => found.connectors.find((one) => one.id === id)?.today.archived === archived
  await until(page, `${archived} messages by a connector`, look, isSo)
  await page.reload()
  await page.getByText(w.states.on, { exact: true }).first().waitFor()
}

/** Silence takes an hour at least: the house's own answer is aged on its way to the page, to see what the page says of it. */
async function silence(walk: Walk, page: Page): Promise<void> {
  const { stage } = walk
  const since = Date.now() - 30 * HOUR
  await page.route('**/api/connectors/status', async (route) => {
    const answer = await route.fetch()
    const body = (await answer.json()) as { connectors: { lastArrival: number | null; silentSince: number | null }[] } // ConnectorsStatus
    for (const one of body.connectors.filter(({ lastArrival }) => lastArrival !== null).slice(0, 1)) {
      one.silentSince = since
      one.lastArrival = since
    }
    await route.fulfill({ response: answer, json: body })
  })
  await go(stage, page, '/connectors')
  await reads(page, said(w.silent_title, { n: 1 }))
  await page.getByText(w.states.silent, { exact: true }).first().waitFor()
  await stage.picture(page, 'administrator-connector-silent')
  await firstRow(page).click()
  await reads(page, said(w.silent_since, { time: '', hours: 24 }).split('，').at(-1) ?? '')
  await page.unroute('**/api/connectors/status')
}

/** What is disabled takes nothing any more, and says why. */
async function takeAway(walk: Walk, page: Page): Promise<void> {
  const { stage } = walk
  const key = (await make(walk, page, 'http', '临时接入', { [w.platform]: 'walk' })) ?? ''
  const one: Said = { id: 'gone-1', conversation: 'walk', sender: 'walk', time: Date.now() - 90_000, text: '停用之前' }
  must(await push(stage.base, key, [one]), { status: 200, outcomes: { archived: 1 } }, 'before it is disabled')
  await page.getByRole('button', { name: w.edit }).click()
  await page.getByLabel(w.silence).fill('12')
  await stage.picture(page, 'administrator-connector-edit')
  await page.getByRole('button', { name: acts.save }).click()
  await page.getByRole('button', { name: acts.save }).waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: w.disable }).click()
  await page.getByLabel(w.disable_why).fill('走查结束')
  await page.getByRole('dialog').getByRole('button', { name: w.disable }).click()
  await page.getByText(w.states.off, { exact: true }).first().waitFor()
  await reads(page, said(w.disabled_because, { reason: '走查结束' }))
  const refused = await push(stage.base, key, [{ ...one, id: 'gone-2' }])
  must(refused.status >= 400 && refused.status < 500, true, 'a disabled connector refuses')
  await stage.picture(page, 'administrator-connector-disabled')
}

const FOLDER = 'walk-inbox'
const FILE = 'wecom-walk.jsonl'

/** A folder is named, and another system puts a file into it. */
async function watchFolder(walk: Walk, page: Page): Promise<void> {
  mkdirSync(join(walk.intakeRoot, FOLDER), { recursive: true })
  await make(walk, page, 'folder', '夜间导出', { [w.folder]: FOLDER, [w.origin]: '企业微信' })
  await reads(page, w.files_none)
  const story = join(import.meta.dirname, '../../server/src/demo/story/wecom.jsonl')
  copyFileSync(story, join(walk.intakeRoot, FOLDER, FILE))
}

/** The house has found the file by itself; its records were here before, under the same company's name they are known. */
async function folderWasRead(walk: Walk, page: Page): Promise<void> {
  await go(walk.stage, page, '/connectors')
  await page.getByRole('row').filter({ hasText: '夜间导出' }).click()
  const row = page.getByRole('row').filter({ hasText: FILE })
  await until(
    page,
    'the watched file',
    async () => {
      await page.reload()
      return row.waitFor({ timeout: 2000 }).then(
        () => true,
        () => false,
      )
    },
    Boolean,
    20,
  )
  await reads(row, w.file_states.imported)
  await walk.stage.picture(page, 'administrator-connector-folder-read')
  await row.getByRole('link', { name: w.see_import }).click()
  await page.waitForURL(/\/intake\/imp_/)
  const { counts } = await importEnds(page)
  must([counts.archived, counts.duplicates > 0], [0, true], 'what the folder brought was known')
}

function taken(batch: readonly Said[]) {
  return { status: 200, outcomes: { archived: batch.length } }
}
