import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Walk } from './given.ts'
import {
  choose,
  enter,
  go,
  type ImportSeen,
  importEnds,
  importSeen,
  indexed,
  must,
  reads,
  said,
  until,
  WORDS,
} from './hands.ts'

const w = WORDS.zh

/** Rows of a table that no importer knows; its most telling column is not the one that is wanted. */
const HEADER = '日期,客户账号,单号,内容摘要,处理经过'
export const MAPPING = '回访记录'
/** Found by search later, so it was this column that was taken as the words. */
export const FOLLOWED_UP = '已电话回访并登记补偿'
export const SUMMARY_ONLY = '摘要不作为正文'

/** Of each of three tables: two taken in here, the third corrected out of quarantine. */
export const ROWS = 12
/** Long enough that somebody can pause it. */
const LONG = 200_000

/** The administrator takes in tables: names their columns, keeps that, uses it again; and holds a long import in hand. */
export async function mapAndControl(walk: Walk): Promise<void> {
  const { page } = await enter(walk.stage, walk.member('administrator'), 'zh')
  const scratch = mkdtempSync(join(tmpdir(), 'cunzhen-walk-tables-'))
  try {
    await thinkBetter(walk, page, writeTable(scratch, '回访七月.csv', 7), writeTable(scratch, '回访八月.csv', 8))
    await nameColumns(walk, page, writeTable(scratch, '回访九月.csv', 9))
    await takeAgain(walk, page, writeTable(scratch, '回访十月.csv', 10))
    await holdInHand(walk, page, writeLong(scratch))
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
  await indexed(page)
}

/** Another file is added to the first, not put in its place; the wrong one is let go of before anything is sent. */
async function thinkBetter(walk: Walk, page: Page, wrong: string, right: string): Promise<void> {
  await go(walk.stage, page, '/intake/new')
  const field = page.getByLabel(w.import_form.choose, { exact: true }).first()
  await field.setInputFiles(wrong)
  await field.setInputFiles(right)
  const chosen = page.getByRole('list', { name: w.import_form.files }).getByRole('listitem')
  must(await chosen.count(), 2, 'files chosen one after the other')
  await walk.stage.picture(page, 'administrator-import-files-chosen')
  await page.getByRole('button', { name: said(w.import_form.let_go, { name: basename(wrong) }) }).click()
  await reads(chosen, basename(right))
  must(await chosen.count(), 1, 'files after one was let go of')
}

export function writeTable(folder: string, name: string, month: number): string {
  const rows = Array.from({ length: ROWS }, (_, i) => {
    const day = String(i + 1).padStart(2, '0')
    return `2026-${String(month).padStart(2, '0')}-${day} 10:0${i % 10}:00,kehu-${i % 3},HF-${month},${SUMMARY_ONLY},${FOLLOWED_UP} ${month}-${i}`
  })
  const path = join(folder, name)
  writeFileSync(path, `${HEADER}\n${rows.join('\n')}\n`)
  return path
}

function writeLong(folder: string): string {
  const path = join(folder, 'long.jsonl')
  const lines: string[] = []
  for (let i = 0; i < LONG; i++) {
    lines.push(
      `{"room":"long-${i % 50}","user":"u${i % 400}","ts":${1_770_000_000_000 + i * 1000},"text":"long run, line ${i}"}`,
    )
  }
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}

async function open(walk: Walk, page: Page, path: string, format: 'csv' | 'jsonl'): Promise<void> {
  await go(walk.stage, page, '/intake/new')
  await page.getByLabel(w.import_form.choose, { exact: true }).first().setInputFiles(path)
  await choose(page, w.intake.format, w.formats[format])
  await page.getByRole('region', { name: w.mapping.preview }).waitFor()
}

/** The head of the column says what it is taken for. */
const meaning = (page: Page, column: string, word: string) =>
  reads(page.getByRole('region', { name: w.mapping.preview }).getByRole('columnheader', { name: column }), word)

async function nameColumns(walk: Walk, page: Page, path: string): Promise<void> {
  await open(walk, page, path, 'csv')
  await reads(page.getByRole('region', { name: w.mapping.preview }), `${FOLLOWED_UP} 9-0`)
  await meaning(page, '内容摘要', w.mapping.text)
  await walk.stage.picture(page, 'administrator-mapping-guessed')
  await reads(page, w.mapping.needed)
  await choose(page, w.mapping.conversation, '单号')
  await meaning(page, '单号', w.mapping.conversation)
  await choose(page, w.mapping.text, '处理经过')
  await meaning(page, '处理经过', w.mapping.text)
  await page.getByLabel(w.mapping.platform).fill('callback')
  await page.getByRole('textbox', { name: w.mapping.save_name, exact: true }).fill(MAPPING)
  await page.getByRole('button', { name: w.mapping.save, exact: true }).click()
  await reads(page.locator('.toasts'), w.mapping.saved_done)
  await walk.stage.picture(page, 'administrator-mapping-saved')
  await page.getByRole('button', { name: w.import_form.send }).click()
  const { counts } = await importEnds(page)
  must([counts.items, counts.archived], [ROWS, ROWS], 'rows of the table')
}

async function takeAgain(walk: Walk, page: Page, path: string): Promise<void> {
  await open(walk, page, path, 'csv')
  await meaning(page, '内容摘要', w.mapping.text)
  await choose(page, w.mapping.saved, `${MAPPING} · ${w.mapping.fits}`)
  await meaning(page, '处理经过', w.mapping.text)
  must(await page.getByLabel(w.mapping.platform).inputValue(), 'callback', 'the platform of the saved mapping')
  await walk.stage.picture(page, 'administrator-mapping-used-again')
  await page.getByRole('button', { name: w.import_form.send }).click()
  const { counts } = await importEnds(page)
  must([counts.items, counts.archived], [ROWS, ROWS], 'rows of the second table')
}

/** Watched, paused with its place kept, gone on with, and cancelled with what it had brought kept. */
async function holdInHand(walk: Walk, page: Page, path: string): Promise<void> {
  const { stage } = walk
  const detail = page.locator('.split-detail')
  await open(walk, page, path, 'jsonl')
  await page.getByRole('button', { name: w.import_form.send }).click()
  await page.waitForURL(/\/intake\/imp_/)
  await page.getByRole('progressbar', { name: w.intake.progress }).waitFor()
  await until(
    page,
    'some of the long import',
    () => importSeen(page),
    ({ counts }) => counts.archived > 0,
  )
  await detail.getByRole('button', { name: w.intake.pause, exact: true }).click()
  await detail.getByText(w.intake.states.paused, { exact: true }).first().waitFor()
  await reads(detail, w.intake.paused)
  const paused = await standsStill(page)
  await stage.picture(page, 'administrator-import-paused')
  must(paused.counts.items < LONG, true, 'the import was paused before its end')

  await detail.getByRole('button', { name: w.intake.resume, exact: true }).click()
  const { items } = paused.counts
  await until(
    page,
    'the import going on',
    () => importSeen(page),
    ({ counts }) => counts.items > items,
  )
  await stage.picture(page, 'administrator-import-running')
  await detail.getByRole('button', { name: w.intake.cancel, exact: true }).click()
  const box = page.getByRole('dialog', { name: w.intake.cancel })
  await reads(box, w.intake.cancel_what)
  await box.getByRole('button', { name: w.intake.cancel, exact: true }).click()
  await detail.getByText(w.intake.states.cancelled, { exact: true }).first().waitFor()
  const { counts } = await importSeen(page)
  must(counts.archived + counts.duplicates + counts.quarantined, counts.items, 'the sum of a cancelled import')
  await reads(detail, w.intake.problem_cancelled)
  await stage.picture(page, 'administrator-import-cancelled')
}

/** Paused, and what was under way by then has reached the disk: nothing more comes. */
async function standsStill(page: Page): Promise<ImportSeen> {
  let before = ''
  return await until(
    page,
    'the pause',
    async () => {
      await page.waitForTimeout(750)
      return importSeen(page)
    },
    ({ state, counts }) => {
      const now = JSON.stringify(counts)
      const isStill = state === 'paused' && now === before
      before = now
      return isStill
    },
    20,
  )
}
