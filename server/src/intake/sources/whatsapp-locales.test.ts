import { describe, expect, test } from 'vitest'
import { readSource } from '../receiving.test-support.ts'

// Lines as phones of other languages write them.

const draft = async (line: string, name = 'x.txt') => (await readSource(`${line}\n`, null, {}, name)).drafts[0]
const at = Date.parse('2024-03-25T15:04:00+08:00')

describe('WhatsApp of another language', () => {
  test.each([
    ['Arabic', '٢٥\u200f/٣\u200f/٢٠٢٤، ٣:٠٤ م - أحمد: مرحبا'],
    ['Persian digits', '۲۰۲۴/۳/۲۵، ۱۵:۰۴ - علی: سلام'],
    ['Bulgarian', '25.03.24 г., 15:04 - Иван: привет'],
    ['Thai, in the years of the Buddha', '25/3/2567 15:04 - สมชาย: สวัสดี'],
    ['Chinese, in the evening', '2024/3/25 傍晚3:04 - 张三: 你好'],
    ['Korean', '2024. 3. 25. 오후 3:04 - 김철수: 안녕'],
    ['American', '3/25/24, 3:04\u202fPM - Bob: hi'],
  ])('%s', async (_, line) => {
    const found = await draft(line)
    expect(found?.fields.sourceTs).toBe(at)
    expect(line.startsWith(JSON.parse(found?.fields.extra ?? '').written)).toBe(true)
  })

  test.each([
    ['<已略過多媒體檔案>', 'file', 1],
    ['<メディアは含まれていません>', 'file', 1],
    ['<Medya dahil edilmedi>', 'file', 1],
    ['<تم استبعاد الوسائط>', 'file', 1],
    ['报告.pdf • \u200e12 页 \u200e忽略文档', 'file', 1],
    ['\u200e忽略图片', 'image', 1],
    ['你删除了该消息', 'recall', 0],
    ['這則訊息已刪除', 'recall', 0],
    ['Данное сообщение удалено', 'recall', 0],
    ['忽略图片里的字，看表格', 'text', 0],
    ['你先忽略文件', 'text', 0],
    ['他说你删除了该消息，是吗', 'text', 0],
  ])('%s is %s', async (said, kind, files) => {
    const found = await draft(`2024/3/25 下午3:04 - 张三: ${said}`)
    expect(found?.fields.kind).toBe(kind)
    expect(found?.files).toHaveLength(files)
  })

  test('the file of a chat is named in Chinese too', async () => {
    const line = '2024/3/25 下午3:04 - 李四: 在吗'
    expect((await draft(line, 'WhatsApp 对话 - 售后群.txt'))?.fields.conversation).toBe('售后群')
    expect((await draft(line, '与张三的 WhatsApp 聊天.txt'))?.fields.conversation).toBe('张三')
  })

  test("what WhatsApp says under the chat's name on an iPhone is its own; who types the same says it", async () => {
    const own = await draft('[2024/3/25 15:04:00] 张三: \u200e消息和通话已进行端到端加密。')
    expect(own?.fields).toMatchObject({ kind: 'system', sender: '张三', body: '消息和通话已进行端到端加密。' })
    const typed = await draft('[2024/3/25 15:04:00] 张三: 消息已进行端到端加密。')
    expect(typed?.fields).toMatchObject({ kind: 'text', sender: '张三' })
  })

  test('the mark before "edited" is no part of the message', async () => {
    expect((await draft('2024/3/25 下午3:04 - 张三: 改了\u200e<此消息已编辑>'))?.fields.body).toBe('改了')
  })
})
