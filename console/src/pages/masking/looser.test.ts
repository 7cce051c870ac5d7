import { expect, it } from 'vitest'
import { changesOf, looserKinds } from './looser.ts'

const CHOICES = { phone: ['hide_last3', 'keep_last4', 'suppress'], unreadable: ['block', 'withhold'] }
const PACK = { phone: 'keep_last4', unreadable: 'block' }

it('calls looser what lets more be seen, and nothing else', () => {
  expect(looserKinds(CHOICES, PACK, { ...PACK, phone: 'hide_last3' })).toEqual(['phone'])
  expect(looserKinds(CHOICES, PACK, { ...PACK, phone: 'suppress' })).toEqual([])
  expect(looserKinds(CHOICES, PACK, { ...PACK, unreadable: 'withhold' })).toEqual(['unreadable'])
})

it('tells of a version what it does otherwise than the one before it for the same recipient', () => {
  const all = [
    { version: 3, recipient: 'internal' as const, rules: null },
    { version: 2, recipient: 'outside' as const, rules: { ...PACK, phone: 'suppress' } },
    { version: 1, recipient: 'internal' as const, rules: { ...PACK, phone: 'hide_last3' } },
  ]
  const told = all.map((one) => changesOf(one, all, PACK))
  expect(told[2]).toEqual([{ kind: 'phone', from: 'keep_last4', to: 'hide_last3' }])
  expect(told[1]).toEqual([{ kind: 'phone', from: 'keep_last4', to: 'suppress' }])
  expect(told[0]).toEqual([{ kind: 'phone', from: 'hide_last3', to: 'keep_last4' }])
  expect(all.map(({ version }) => version)).toEqual([3, 2, 1])
})
