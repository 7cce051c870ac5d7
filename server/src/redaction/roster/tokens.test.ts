import { describe, expect, it } from 'vitest'
import { detect } from '../detect/detect.ts'
import { buildRoster } from './roster.ts'

// Display names of one character or of a few figures.

const NAMES = ['风', '默', 'L', '007', '九', 'ZZ', '浅浅']
const roster = buildRoster(
  'tokens',
  NAMES.map((name) => ({ name, person: name, kind: 'name' as const })),
)

function found(text: string, point: 'review' | 'release' = 'release'): string[] {
  return detect(text, { point, roster }).flatMap(({ start, end, person }) =>
    person === null || person === undefined ? [] : [text.slice(start, end)],
  )
}

describe('is somebody', () => {
  it.each([
    ['@风 在吗', ['风']],
    ['“默”撤回了一条消息', ['默']],
  ])('at both points in %s', (text, expected) => {
    expect(found(text, 'review')).toEqual(expected)
    expect(found(text)).toEqual(expected)
  })

  it.each([
    ['风，合同盖章了吗', ['风']],
    ['你去找默签个字', ['默']],
    ['默：收到', ['默']],
    ['风说下午开会', ['风']],
    ['L说下午开会', ['L']],
    ['昨天我和L一起去的', ['L']],
    ['007的快递放前台了', ['007']],
    ['参会：ZZ、前台', ['ZZ']],
    ['浅浅的快递到了', ['浅浅']],
  ])('where bytes leave in %s', (text, expected) => {
    expect(found(text)).toEqual(expected)
  })
})

describe('is nobody', () => {
  it.each([
    '今天风很大',
    '跟风的人多',
    '沉默是金',
    '九点开会',
    '要L码的',
    'L-2031型',
    '第007号',
    '电话尾号007元',
    '007-2231',
    'LED灯坏了',
    '浅浅的水',
  ])('in %s', (text) => {
    expect(found(text)).toEqual([])
  })
})
