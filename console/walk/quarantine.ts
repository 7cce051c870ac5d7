import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { fingerprintOf, makeKey, seal } from '../../server/src/intake/sources/wecom-envelope.test-support.ts'
import type { Walk } from './given.ts'
import { choose, enter, go, importEnds, importSeen, isClosed, must, reads, said, WORDS, withStepUp } from './hands.ts'
import { MAPPING, ROWS, writeTable } from './mapping.ts'

const w = WORDS.zh

const VERSION = 7
const SEALED = 3
const BROKEN = '{"msgid":"broken-1","from":"wmWalk","text":{"content":"请回电 13700137001'

/** What could not be read waits with its bytes: looked at by those who may, and read once the key is there. */
export async function correctQuarantine(walk: Walk): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'cunzhen-walk-sealed-'))
  const pem = makeKey()
  try {
    const id = await takeIn(walk, writeSealed(scratch, pem))
    await lookInside(walk, id)
    await readAgain(walk, id, pem)
    await correct(walk, writeTable(scratch, '回访十一月.csv', 11))
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** As WeCom hands it out, and one line that was cut off. */
function writeSealed(folder: string, pem: string): string {
  const lines = Array.from({ length: SEALED }, (_, i) => {
    const message = {
      msgid: `sealed-${i}_external`,
      action: 'send',
      from: 'wmWalkSealed',
      tolist: ['ChenZhiYuan'],
      roomid: '',
      msgtime: Date.UTC(2026, 8, 20, 3, i),
      msgtype: 'text',
      text: { content: `密文第 ${i + 1} 条` },
    }
    return JSON.stringify(seal(message, { version: VERSION, pem, seq: i + 1 }))
  })
  const path = join(folder, 'getchatdata.jsonl')
  writeFileSync(path, `${[...lines, BROKEN].join('\n')}\n`)
  return path
}

/** The administrator: everything is accounted for, nothing could be read; the bytes are not for them. */
async function takeIn(walk: Walk, path: string): Promise<string> {
  const { stage } = walk
  const { context, page } = await enter(stage, walk.member('administrator'), 'zh')
  await go(stage, page, '/intake/new')
  await page.getByLabel(w.import_form.choose, { exact: true }).first().setInputFiles(path)
  await choose(page, w.intake.format, w.formats.wecom)
  await page.getByLabel(w.intake.origin).fill('密文示范')
  await page.getByRole('button', { name: w.import_form.send }).click()
  const { id, counts, reasons } = await importEnds(page)
  must([counts.items, counts.quarantined], [SEALED + 1, SEALED + 1], 'items in quarantine')
  must(reasons.find(({ reason }) => reason === 'encrypted_message')?.items, SEALED, 'sealed messages')
  await reads(page, w.quarantine.encrypted_message)
  const open = page.locator('td button').filter({ hasText: w.intake.open }).first()
  must(await isClosed(open), true, 'the administrator is kept from the bytes')
  await stage.picture(page, 'administrator-quarantine')
  await context.close()
  return id
}

/** Legal may look, after a second factor, and sees the bytes masked. */
async function lookInside(walk: Walk, id: string): Promise<void> {
  const { stage } = walk
  const member = walk.member('legal')
  const { context, page } = await enter(stage, member, 'zh')
  await go(stage, page, `/intake/${id}`)
  const row = page.getByRole('row').filter({ hasText: w.quarantine.bad_json })
  const open = row.getByRole('button', { name: w.intake.open })
  await withStepUp(stage, page, member, 'zh', () => open.click())
  const box = page.getByRole('dialog', { name: w.intake.open_title })
  await reads(box, /broken-1/)
  const text = (await box.textContent()) ?? ''
  must(text.includes('13700137001'), false, 'the number stands masked')
  await stage.picture(page, 'legal-quarantine-opened')
  await context.close()
}

/** The key is registered; what it opens becomes a new import, and both books stay true. */
async function readAgain(walk: Walk, id: string, pem: string): Promise<void> {
  const { stage } = walk
  const { context, page } = await enter(stage, walk.member('administrator'), 'zh')
  await registerKey(walk, page, pem)
  await go(stage, page, `/intake/${id}`)
  await choose(page, w.intake.reason, w.quarantine.encrypted_message)
  await page.getByRole('button', { name: w.intake.reread, exact: true }).click()
  const box = page.getByRole('dialog', { name: w.intake.reread_title })
  await reads(box, said(w.intake.reread_some, { reason: w.quarantine.encrypted_message }))
  await box.getByRole('button', { name: w.intake.reread, exact: true }).click()
  await page.waitForURL((url) => url.pathname.startsWith('/intake/imp_') && !url.pathname.endsWith(id))
  const again = await importEnds(page)
  must([again.counts.archived, again.counts.quarantined], [SEALED, 0], 'what could be read with the key')
  await reads(page, w.intake.rereads)
  await stage.picture(page, 'administrator-quarantine-read-again')
  await go(stage, page, `/intake/${id}`)
  await reads(page, said(w.intake.resolved, { n: SEALED }))
  await reads(page, w.intake.moved)
  const before = await importSeen(page)
  must([before.counts.quarantined, before.resolved], [SEALED + 1, SEALED], 'the old import keeps its counts')
  await stage.picture(page, 'administrator-quarantine-resolved')
  await context.close()
}

/** Given once: from then on its fingerprint is shown, and never the key. */
async function registerKey(walk: Walk, page: Page, pem: string): Promise<void> {
  const { stage } = walk
  await go(stage, page, '/intake/keys')
  await reads(page, w.wecom_keys.none)
  await page.getByRole('button', { name: w.wecom_keys.add }).click()
  const box = page.getByRole('dialog', { name: w.wecom_keys.add })
  await box.getByLabel(w.wecom_keys.version).fill(String(VERSION))
  await box.getByRole('textbox', { name: w.wecom_keys.pem }).fill(pem)
  await withStepUp(stage, page, walk.member('administrator'), 'zh', () =>
    box.getByRole('button', { name: w.wecom_keys.add, exact: true }).click(),
  )
  await box.waitFor({ state: 'hidden' })
  await reads(page.getByRole('row').filter({ hasText: String(VERSION) }), fingerprintOf(pem).slice(0, 8))
  must((await page.content()).includes(pem.split('\n')[1] ?? ''), false, 'the private key is on the page')
  await stage.picture(page, 'administrator-wecom-keys')
}

/** A table that nobody said to be one: wholly in quarantine, then read as what it is, by the mapping that was kept. */
async function correct(walk: Walk, path: string): Promise<void> {
  const { stage } = walk
  const { context, page } = await enter(stage, walk.member('administrator'), 'zh')
  await go(stage, page, '/intake/new')
  await page.getByLabel(w.import_form.choose, { exact: true }).first().setInputFiles(path)
  await page.getByRole('button', { name: w.import_form.send }).click()
  const { id, counts } = await importEnds(page, 'failed')
  must([counts.archived, counts.quarantined > 0], [0, true], 'a table that was not said to be one')
  await reads(page, w.quarantine.format_unknown)
  await page.getByRole('button', { name: w.intake.reread, exact: true }).click()
  const box = page.getByRole('dialog', { name: w.intake.reread_title })
  await choose(page, w.intake.reread_as, w.formats.csv)
  await choose(page, w.mapping.saved, MAPPING)
  await stage.picture(page, 'administrator-quarantine-corrected-as')
  await box.getByRole('button', { name: w.intake.reread, exact: true }).click()
  await page.waitForURL((url) => url.pathname.startsWith('/intake/imp_') && !url.pathname.endsWith(id))
  const again = await importEnds(page)
  must([again.counts.archived, again.counts.quarantined], [ROWS, 0], 'the table read as what it is')
  await context.close()
}
