import { expect, test } from 'vitest'
import { Fault, newId, type RecordNo, Refusal, type RequestId } from '#base'
import { createLog } from './log.ts'

const lines: string[] = []
const log = createLog('debug', { write: (line: string) => lines.push(line) })
const printed = (act: () => void): string => {
  lines.length = 0
  act()
  return lines.join('')
}
const parsed = (act: () => void) => JSON.parse(printed(act)) as Record<string, unknown>

test('a line says what happened, in codes, ids, counts and durations', () => {
  const request = newId<RequestId>('req')
  const line = parsed(() => log.info('grant_issued', { request, count: 3, ms: 12.5, sealed: true, room: 'requests' }))
  expect(line).toMatchObject({ event: 'grant_issued', request, count: 3, ms: 12.5, sealed: true, room: 'requests' })
  expect(Object.keys(line).sort()).toEqual(['count', 'event', 'level', 'ms', 'request', 'room', 'sealed', 'time'])
})

const CONTENT = [
  '保证金什么时候退',
  '张三',
  '13800138000',
  'wang wei',
  '6222 0202 0000 0000',
  '/home/a/house',
  'a@b.example',
]

test('content does not get through as event, name, value, or inside an error', () => {
  for (const content of CONTENT) {
    const event = content as 'known' // as if someone had silenced the compiler
    const text = printed(() => {
      log.info(event)
      log.warn('known', { [content]: 1 })
      log.warn('known', { value: event })
      log.debug('known', { value: [content] as unknown as number })
      log.debug('known', { value: { content } as unknown as number })
      log.error('failed', new Error(content))
      log.error('failed', new TypeError(`cannot read ${content}`, { cause: content }))
      log.error('failed', Object.assign(new Error(), { code: content, sql: content }))
      log.error('failed', new Refusal('invalid', content, { [content]: content }))
      log.error('failed', new Fault('known', content, { file: content }))
      log.error('failed', content)
      log.error('failed', { content })
    })
    expect(text.split('\n')).toHaveLength(13)
    expect(text).not.toContain(content)
  }
})

test('a number as long as a phone number is withheld, a record number is not', () => {
  expect(parsed(() => log.info('known', { phone: 13800138000 })).phone).toBe('[withheld]')
  expect(parsed(() => log.info('known', { record: 1234567890 as RecordNo })).record).toBe(1234567890)
})

test('an unexpected error says where it was thrown, and no path of the machine', () => {
  const line = parsed(() => log.error('failed', new Error('x')))
  expect(line).toMatchObject({ type: 'Unexpected', at: expect.stringMatching(/^platform\/log\.test\.ts:\d+$/) })
})

test('a refusal and a fault say their code and detail', () => {
  const refusal = parsed(() => log.error('failed', new Refusal('conflict', 'keyring_exists', { files: 2 })))
  expect(refusal).toMatchObject({ type: 'Refusal', code: 'keyring_exists', detail: { files: 2 } })
  const fault = parsed(() => log.error('failed', new Fault('thread_died', 'restart', { thread: 'journal' })))
  expect(fault).toMatchObject({ type: 'Fault', code: 'thread_died', detail: { thread: 'journal' } })
})

test('a string that was not known when the code was written does not compile', () => {
  const text: string = CONTENT.join()
  // @ts-expect-error: a plain string as the event
  log.debug(text)
  // @ts-expect-error: a plain string as a value
  log.debug('known', { value: text })
})
