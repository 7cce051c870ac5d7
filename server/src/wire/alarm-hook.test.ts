import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AlarmNotice } from '#evidence'
import { readConfig } from '#platform'
import { alarmHook } from './alarm-hook.ts'

// A server that stands for a robot: what it gets, and what the house makes of its answer.

const NOTICE: AlarmNotice = {
  what: 'raised',
  number: 'A-2026-0007',
  kind: 'bulk_export',
  times: 2,
  firstAt: Date.UTC(2026, 6, 1, 2),
  reportDue: Date.UTC(2026, 6, 2, 2),
}

let answer = { status: 200, body: '{}' }
const got: unknown[] = []
const server = createServer(async (request, response) => {
  let text = ''
  for await (const piece of request) text += piece
  got.push(JSON.parse(text))
  response.writeHead(answer.status, { location: 'http://127.0.0.1:1/' }).end(answer.body)
})
let url = ''
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/robot` // it listens on a port
})
afterAll(() => void server.close())

async function told(form: string, lang = 'zh'): Promise<unknown> {
  const env = { CUNZHEN_ALARM_WEBHOOK: url, CUNZHEN_ALARM_FORM: form, CUNZHEN_ORIGIN: 'https://house.example' }
  await alarmHook(readConfig(env, ['--lang', lang]), '存真')?.(NOTICE)
  return got.pop()
}

test('no address, nobody is told', () => {
  expect(alarmHook(readConfig({}, []), '存真')).toBeUndefined()
})

test('each form is what its robots take, in the language of the house', async () => {
  answer = { status: 200, body: '{"errcode":0,"errmsg":"ok"}' }
  const text = '存真: 报警 A-2026-0007（批量导出），报告期限 2026年7月2日 10:00\nhttps://house.example/alarms'
  expect(await told('wecom')).toEqual({ msgtype: 'text', text: { content: text } })
  expect(await told('json')).toEqual({ text, ...NOTICE })
  answer = { status: 200, body: '{"code":0}' }
  expect(await told('feishu', 'en')).toEqual({
    msg_type: 'text',
    content: {
      text: '存真: Alarm A-2026-0007 (bulk export), report due 2 Jul 2026, 10:00\nhttps://house.example/alarms',
    },
  })
})

test.each([
  ['json', 500, '{}'],
  ['json', 302, '{}'],
  ['wecom', 200, '{"errcode":93000,"errmsg":"invalid webhook url"}'],
  ['wecom', 200, 'not json'],
  ['feishu', 200, '{"code":19001}'],
])('what is not taken is not told: %s, %i, %s', async (form, status, body) => {
  answer = { status, body }
  await expect(told(form)).rejects.toThrow()
})
