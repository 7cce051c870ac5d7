import { expect, test } from 'vitest'
import type { Instant } from '#base'
import { isObject, readJson, Unreadable } from '#intake'
import { readMattermost, verifyMattermost } from './mattermost.ts'

const EVENT = {
  token: 'mm-token',
  post_id: 'p1',
  channel_id: 'ch1',
  channel_name: 'town-square',
  user_id: 'u1',
  user_name: 'xiaozhang',
  text: '值班表',
}

function timeOf(raw: string, type: string): number | null | undefined {
  const request = { headers: { 'content-type': type }, raw: Buffer.from(raw), now: 0 as Instant }
  const verdict = verifyMattermost(request, { token: 'mm-token' })
  if (verdict.what !== 'event') return undefined
  const body = readJson(verdict.bytes)
  if (body instanceof Unreadable || !isObject(body)) return undefined
  return readMattermost(body, { platform: 'mattermost', origin: 'x' }).drafts[0]?.fields.sourceTs
}

const JSON_TYPE = 'application/json'
const FORM = 'application/x-www-form-urlencoded'
const formOf = (timestamp: string) => String(new URLSearchParams({ ...EVENT, timestamp }))

test('the time of a form is in seconds, of JSON in milliseconds, and both are the time of the post', () => {
  expect(timeOf(JSON.stringify({ ...EVENT, timestamp: 1790000000123 }), JSON_TYPE)).toBe(1790000000123)
  expect(timeOf(formOf('1790000000'), FORM)).toBe(1790000000000)
  expect(timeOf(formOf('1790000000'), 'Application/X-WWW-Form-URLencoded; charset=UTF-8')).toBe(1790000000000)
  for (const none of ['0', '', 'soon', '-1']) expect(timeOf(formOf(none), FORM)).toBeNull()
})

test('another token is nobody’s word', () => {
  expect(timeOf(JSON.stringify({ ...EVENT, token: 'x', timestamp: 1790000000123 }), JSON_TYPE)).toBeUndefined()
})
