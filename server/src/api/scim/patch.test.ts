import { expect, test } from 'vitest'
import type { JsonObject } from './filter.ts'
import { patched } from './patch.ts'
import { GROUP_NAMES } from './resources.ts'

const group = (members: number) => ({
  displayName: '夜班',
  members: Array.from({ length: members }, (_, n) => ({ value: `psn_${n}` })),
})
const adding = (operations: number) => ({
  Operations: Array.from({ length: operations }, (_, n) => ({
    op: 'add',
    path: 'members',
    value: [{ value: `psn_more_${n}` }],
  })),
})

test('a PATCH may add many members one by one; one that would hold the house for minutes is refused', () => {
  expect(patched(group(500), adding(1000), GROUP_NAMES).members).toHaveLength(1500)
  expect(() => patched(group(100_000), adding(30), GROUP_NAMES)).toThrow(
    expect.objectContaining({ code: 'patch_too_large', kind: 'too_large' }),
  )
})

test('what is in a list already is not added again; the same value with other words is', () => {
  const members = [{ value: 'a', type: 'x' }, { value: 'b' }] as JsonObject[] // all of their members are text
  const before = { members }
  const value = [{ value: 'a', type: 'x' }, { value: 'b', type: 'y' }, { value: 'c' }]
  const after = patched(before, { Operations: [{ op: 'add', path: 'members', value }] }, GROUP_NAMES)
  expect(after.members).toEqual([...members, { value: 'b', type: 'y' }, { value: 'c' }])
})

test('a key that every object inherits is an ordinary name', () => {
  const after = patched(
    group(1),
    { Operations: [{ op: 'replace', path: 'constructor.prototype', value: 'x' }] },
    GROUP_NAMES,
  )
  expect(Object.hasOwn(after, 'constructor')).toBe(true)
  expect(Object.hasOwn(Object.prototype, 'x')).toBe(false)
})
