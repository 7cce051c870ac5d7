import { createReadStream, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sharedData } from '#test/shared'
import { corpusOptions, expectBalanced, openReceivingWorld, type ReceivingWorld } from './receiving.test-support.ts'

let world: ReceivingWorld
beforeEach(async () => {
  world = await openReceivingWorld()
})
afterEach(() => world.close())

// ---- real exports: counted without our parser ----

const samples = sharedData('samples')

/** How many messages a file holds, by reading it in the simplest way. */
const COUNTERS: Record<string, (text: string) => number> = {
  '.xml': (text) => text.match(/<(sms|mms|call|log) /g)?.length ?? 0,
  '.txt': (text) => text.match(/<(sms|mms|call|log) /g)?.length ?? 0,
  '.jsonl': (text) => text.split('\n').filter((one) => one.trim() !== '').length,
}

describe.skipIf(!samples)('samples of ../shared/data (skipped: absent)', () => {
  const at = (path: string) => join(samples ?? '', path)
  const slack = 'slack/rusq+slackdump/internal/fixtures/assets'
  const sms = 'sms_backup_restore/novoid+Memacs/memacs/tests/data'

  test.each([
    [`${sms}/smsxml.txt`, 'sms_backup_restore'],
    [`${sms}/calls.xml`, 'sms_backup_restore'],
    [`${sms}/calls_superbackup.xml`, 'sms_backup_restore'],
    ['wecom_msgaudit/wxjava_msgaudit_test.jsonl', 'wecom'],
  ])('%s: every message is archived, importing again adds nothing', async (path, format) => {
    const text = readFileSync(at(path), 'utf8')
    const count = COUNTERS[path.slice(path.lastIndexOf('.'))]?.(text) ?? -1
    const first = await world.receive(at(path))
    expect(first).toMatchObject({ format, problem: null, counts: { items: count, archived: count, quarantined: 0 } })
    expectBalanced(first, Buffer.byteLength(text))
    expect((await world.receive(at(path))).counts).toMatchObject({ items: count, archived: 0, duplicates: count })
  })

  test('every type of message of 会话存档 is known', async () => {
    await world.receive(at('wecom_msgaudit/wxjava_msgaudit_test.jsonl'))
    expect(world.archived().filter((fields) => fields.kind === 'unknown')).toEqual([])
  })

  test('the encrypted envelope is kept and said to be one', async () => {
    const arrived = await world.receive(at('wecom_msgaudit/getchatdata_encrypted_envelope.json'))
    expect(arrived).toMatchObject({ format: 'wecom', counts: { items: 1, quarantined: 1 } })
    expect(arrived.reasons).toMatchObject([{ reason: 'encrypted_message' }])
  })

  test('a file that holds no messages is kept whole', async () => {
    const arrived = await world.receive(
      at('rsmf/relativitydev+rsmf-validator-samples/Documentation/Sample2/avatar.png'),
    )
    expect(arrived).toMatchObject({ problem: 'format_unknown', counts: { items: 1, quarantined: 1 } })
  })

  test('the Slack export, as zip and as folder, and a single message', async () => {
    const folder = at(`${slack}/source_export_dir`)
    const days = readdirSync(join(folder, 'B75B4C7'))
    const count = days.reduce(
      (sum, day) => sum + (JSON.parse(readFileSync(join(folder, 'B75B4C7', day), 'utf8')) as unknown[]).length,
      0,
    )
    const zip = await world.receive(at(`${slack}/source_export.zip`))
    expect(zip).toMatchObject({ format: 'slack', counts: { items: count, archived: count, quarantined: 0 } })
    expect((await world.receiveFolder(folder)).counts).toMatchObject({ items: count, archived: 0, duplicates: count })
    const single = await world.receive(at(`${slack}/messages/bot_message.json`))
    expect(single).toMatchObject({ format: 'slack', counts: { items: 1, archived: 1 } })
    expect(world.archived()).toHaveLength(count + 1)
  })
})

const corpus = sharedData('corpus', 'bili_live_danmaku.jsonl.gz')

describe.skipIf(!corpus)('the live chat corpus (skipped: ../shared/data absent)', () => {
  test('its first 50,000 lines are archived, line for line, and importing them again adds nothing', async () => {
    const head: string[] = []
    for await (const one of createInterface(createReadStream(corpus ?? '').pipe(createGunzip()))) {
      head.push(one)
      if (head.length === 50_000) break
    }
    const path = world.file('bili.jsonl', `${head.join('\n')}\n`)
    const first = await world.receive(path, corpusOptions())
    expect(first).toMatchObject({
      problem: null,
      counts: { items: 50_000, archived: 50_000, undated: 0 },
      gaps: { knowable: true, gaps: [] },
    })
    expectBalanced(first)
    expect((await world.receive(path, corpusOptions())).counts).toMatchObject({ archived: 0, duplicates: 50_000 })
    const archived = world.archived()
    head.forEach((one, no) => {
      const { conv, text, ts } = JSON.parse(one) as { conv: string; text: string; ts: number }
      expect(archived[no]).toMatchObject({ conversation: conv, body: text, sourceTs: ts })
    })
  })
})
