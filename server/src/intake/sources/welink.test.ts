import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sharedData } from '#test/shared'
import { readSource } from '../receiving.test-support.ts'

const at = (name: string, time = '2026-03-31 09:15:32') => `${name}\t${time}`

describe('WeLink transcripts', () => {
  test('a message is its heading and the lines behind it; the file names the conversation', async () => {
    const text = `${at('张三(z00900001)')}\n第一行\n\n第三行\n${at('李四(li)(l00900002)')}\n[图片]\n`
    const { drafts, broken } = await readSource(text, null, {}, '导出/项目群.txt')
    expect(broken).toEqual([])
    expect(drafts.map(({ fields }) => fields)).toMatchObject([
      {
        platform: 'welink',
        conversation: '项目群',
        sender: 'z00900001',
        senderName: '张三',
        sourceTs: Date.parse('2026-03-31T09:15:32+08:00'),
        kind: 'text',
        body: '第一行\n\n第三行',
        extra: '{"time":"2026-03-31 09:15:32","zone":480}',
      },
      { sender: 'l00900002', senderName: '李四(li)', kind: 'image' },
    ])
  })

  test('a computer may write days with strokes and without zeros', async () => {
    const { drafts } = await readSource(`${at('张三(z00900001)', '2026/3/31 9:15:32')}\n好\n`)
    expect(drafts[0]?.fields.sourceTs).toBe(Date.parse('2026-03-31T09:15:32+08:00'))
  })

  test('two equal messages are two, and known again', async () => {
    const text = `${at('张三(z00900001)')}\n好\n${at('张三(z00900001)')}\n好\n`
    const [first, second] = (await readSource(text)).drafts
    expect(first?.counted).toBe(true)
    expect(first?.identity).toBe(second?.identity)
  })

  test('what stands before the first message is kept; a time that does not exist leaves it undated', async () => {
    const text = `前言\n第二行\n${at('张三(z00900001)', '2026-02-30 09:15:32')}\n好\r\n`
    const { drafts, broken } = await readSource(text)
    expect(drafts.map(({ fields }) => [fields.sourceTs, fields.body])).toEqual([[null, '好']])
    expect(broken).toMatchObject([{ reason: 'not_a_message', items: 1 }])
  })
})

const sample = sharedData('samples', 'welink', '集成测试群.txt')

describe.skipIf(!sample)('sample of ../shared/data (skipped: absent)', () => {
  test('every line with a tab and a time is a message', async () => {
    const text = readFileSync(sample ?? '', 'utf8')
    const starts = text.split('\n').filter((line) => /\t\d{4}-/.test(line)).length
    const { drafts, broken } = await readSource(text)
    expect([drafts.length, broken.length]).toEqual([starts, 0])
  })
})
