import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { ImportOptions } from '@cunzhen/server/wire-types'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import type { z } from 'zod'

// The demo's records: one complaint, told by hand in the shape of four real exports. Nobody in it exists.

const FOLDER = join(import.meta.dirname, 'story')

export interface StoryFile {
  readonly path: string
  readonly options: z.input<typeof ImportOptions>
}

/** The story's files as a person would have them; a Slack export is a zip, made in `scratch`. */
export async function storyFiles(scratch: string): Promise<readonly StoryFile[]> {
  const slack = join(scratch, 'slack-export.zip')
  await writeFile(slack, await zipFolder(join(FOLDER, 'slack-export')))
  return [
    { path: join(FOLDER, 'wecom.jsonl'), options: { origin: '企业微信' } },
    { path: slack, options: { origin: '内部协作' } },
    { path: join(FOLDER, 'sms.xml'), options: { origin: '客服一号机', ownAccount: '+8613900000001' } },
    { path: join(FOLDER, 'tickets.csv'), options: { format: 'csv', origin: '工单系统', mapping: TICKETS } },
  ]
}

export async function storyPeople(): Promise<string> {
  return readFile(join(FOLDER, 'people.csv'), 'utf8')
}

const TICKETS: NonNullable<z.input<typeof ImportOptions>['mapping']> = {
  platform: 'ticket',
  conversation: '工单号',
  sender: '提交人',
  text: '内容',
  time: '时间',
  id: [],
}

async function zipFolder(folder: string): Promise<Uint8Array> {
  const zip = new ZipWriter(new Uint8ArrayWriter())
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  for (const file of files.sort()) {
    const name = relative(folder, file).split(sep).join('/')
    await zip.add(name, new Uint8ArrayReader(new Uint8Array(await readFile(file))), { useWebWorkers: false })
  }
  return zip.close()
}

const CHINA = 8 * 3_600_000
const day = (year: number, month: number, date: number) => Date.UTC(year, month - 1, date) - CHINA

/** Whose complaint it is, and what is asked for. */
export const CUSTOMER = { name: '林若溪', phone: '13800138000', accountLike: 'wmLinRuoXi' }
export const PERIOD = { from: day(2026, 9, 1), to: day(2026, 9, 16) }
export const REQUEST = {
  purpose: 'complaint',
  basis: 'consent',
  caseNo: '#2026-0915',
  reason: '核对客户投诉的重复扣费与退款延误经过',
  method: 'permissioned',
} as const
export const QUERIES = ['退款', '扣费 OR 重复', '客服+投诉']
