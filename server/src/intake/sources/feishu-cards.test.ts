import { describe, expect, test } from 'vitest'
import { fieldsOfSource } from '../receiving.test-support.ts'

const item = (type: string, content: object | string) =>
  JSON.stringify({
    message_id: 'om_1',
    chat_id: 'oc_1',
    msg_type: type,
    create_time: '1788000000123',
    sender: { id: 'ou_jia', sender_type: 'app' },
    body: { content: typeof content === 'string' ? content : JSON.stringify(content) },
  })
const one = async (type: string, content: object | string) => (await fieldsOfSource(item(type, content)))[0]
const plain = (content: string) => ({ tag: 'plain_text', content })

describe('Feishu cards', () => {
  test('as they are sent say what they show, from top to bottom', async () => {
    const card = {
      config: { wide_screen_mode: true },
      header: { title: plain('审批提醒'), template: 'blue' },
      elements: [
        { tag: 'div', text: { tag: 'lark_md', content: '**金额** 100 元' }, fields: [{ text: plain('申请人 甲') }] },
        { tag: 'hr' },
        { tag: 'action', actions: [{ tag: 'button', text: plain('同意'), value: { key: 'secret' } }] },
        { tag: 'note', elements: [plain('来自财务')] },
      ],
    }
    const body = '[卡片] 审批提醒\n**金额** 100 元\n申请人 甲\n同意\n来自财务'
    expect(await one('interactive', card)).toMatchObject({ kind: 'card', body })
    expect(await one('interactive', { json_card: JSON.stringify(card) })).toMatchObject({ kind: 'card', body })
  })

  test('of version 2.0, in another language, or made of a template', async () => {
    const column = { tag: 'column_set', columns: [{ tag: 'column', elements: [{ tag: 'markdown', content: '列里' }] }] }
    const second = {
      schema: '2.0',
      header: { title: plain('周报'), subtitle: plain('第 9 周') },
      body: { elements: [column] },
    }
    expect((await one('interactive', second))?.body).toBe('[卡片] 周报\n第 9 周\n列里')
    const translated = {
      header: { title: plain('通知') },
      i18n_elements: { zh_cn: [{ tag: 'div', text: plain('放假') }] },
    }
    expect((await one('interactive', translated))?.body).toBe('[卡片] 通知\n放假')
    const template = { type: 'template', data: { template_id: 'AAq', template_variable: { name: '甲', days: '三天' } } }
    expect((await one('interactive', template))?.body).toBe('[卡片]\n甲\n三天')
  })

  test('as they are received keep their lines', async () => {
    const received = {
      title: '收到',
      elements: [
        [
          { tag: 'text', text: '第一段' },
          { tag: 'a', text: '点', href: 'u' },
        ],
      ],
    }
    expect((await one('interactive', received))?.body).toBe('[卡片] 收到\n第一段点 u')
  })
})

describe('Feishu', () => {
  test.each(['ja_jp', 'zh_hk', 'en_us'])('rich text in %s is read', async (language) => {
    const inner = {
      title: '通知',
      content: [
        [
          { tag: 'text', text: '看代码' },
          { tag: 'code_block', text: 'x = 1' },
        ],
      ],
    }
    expect((await one('post', { [language]: inner }))?.body).toBe('通知\n看代码x = 1')
    expect((await one('post', { post: { [language]: inner } }))?.body).toBe('通知\n看代码x = 1')
  })

  test('a forwarded record comes as a sentence, not as JSON', async () => {
    const fields = await one('merge_forward', 'Merged and Forwarded Message')
    expect(fields).toMatchObject({ kind: 'forwarded', body: '[聊天记录]' })
    expect(fields?.extra).toContain('Merged and Forwarded Message')
    expect(await one('text', 'no JSON')).toMatchObject({ kind: 'unknown', body: '' })
  })
})
