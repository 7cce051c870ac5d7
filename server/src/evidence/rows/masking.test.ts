import type { RecordFields } from '@cunzhen/proof'
import { expect, test } from 'vitest'
import { buildRoster, DEFAULT_MASKS, pseudonymsFor } from '#redaction'
import { maskRecord } from './masking.ts'

const PSEUDONYMS = { ...DEFAULT_MASKS, name: 'pseudonym' as const }

const masking = {
  roster: buildRoster('1', [{ name: '张伟', person: 'par_1', kind: 'name' }]),
  policy: DEFAULT_MASKS,
  label: pseudonymsFor(new Uint8Array(32).fill(1), 'zh'),
}

function record(body: string): RecordFields {
  return {
    platform: 'wecom',
    origin: '',
    sourceId: '',
    conversation: '',
    sender: '',
    senderName: '',
    recipients: '',
    sourceTs: null,
    kind: 'text',
    body,
    refersTo: '',
    extra: '',
  }
}

test('a word judged to be no name is left alone in the text, and hidden where somebody bears it as a name', () => {
  const spared = { ...masking, policy: { ...DEFAULT_MASKS, spared: new Set(['葛晓峰']) } }
  const fields = { ...record('我叫葛晓峰'), senderName: '葛晓峰' }
  const fieldsOf = (by: typeof masking) => maskRecord(fields, by).masks.map(({ field }) => field)
  expect(fieldsOf(masking)).toEqual(['senderName', 'body'])
  expect(fieldsOf(spared)).toEqual(['senderName'])
})

test('a sender is masked alike however often, and by the roster that is asked', () => {
  const fields = { ...record(''), sender: 'wx_9', senderName: '老张' }
  const stranger = buildRoster('2', [{ name: '老张', person: 'par_2', kind: 'name' }])
  const masksBy = (roster: typeof stranger) => maskRecord(fields, { ...masking, roster, policy: PSEUDONYMS }).masks
  const [first, again, other] = [masking.roster, masking.roster, stranger].map(masksBy)
  expect(again).toEqual(first)
  expect(other?.map(({ field }) => field)).toEqual(['sender', 'senderName'])
  expect(other).not.toEqual(first)
})

const kindsOf = (body: string, around: { before: string; after: string } | null = null) =>
  maskRecord(record(body), masking, around).masks.map(({ kind }) => kind)

test('a body loses what no roster knows: an address, a password, a stranger’s name', () => {
  expect(kindsOf('住杭州市西湖区文三路123号')).toEqual(['address'])
  expect(kindsOf('登录密码：Spring_9128')).toEqual(['secret'])
  expect(kindsOf('联系人：王小明')).toEqual(['name'])
  expect(kindsOf('好的，明天见')).toEqual([])
})

test('a number sent in two messages is hidden in both, and only where they follow one another', () => {
  const [first, second] = ['我的卡号是6222 0202', '0011 2230']
  // two groups of four with a space between are two runs
  expect(kindsOf(first, { before: '', after: second })).toEqual(['bank_card', 'bank_card'])
  expect(kindsOf(second, { before: first, after: '' })).toEqual(['bank_card', 'bank_card'])
  expect(kindsOf(second)).toEqual([])
})
