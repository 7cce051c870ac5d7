import { describe, expect, it } from 'vitest'
import { detect } from '../detect/detect.ts'
import { buildRoster } from './roster.ts'

// Names of a roster that somebody misspelt. Names are invented.

const roster = buildRoster('alike', [
  { name: '欧阳静怡', person: 'a', kind: 'name' },
  { name: '龚思源', person: 'b', kind: 'name' },
  { name: '毛世杰', person: 'c', kind: 'name' },
  { name: '章伟', person: 'd', kind: 'name' },
  { name: '佐藤健一', person: 'e', kind: 'name' },
  { name: '倩倩', person: 'f', kind: 'name' },
])

function found(text: string, point: 'review' | 'release' = 'release'): string[] {
  return detect(text, { point, roster })
    .filter(({ kind }) => kind === 'name')
    .map(({ start, end }) => text.slice(start, end))
}

describe('a misspelt name of the roster is hidden', () => {
  it.each([
    ['静仪写的报告', '静仪'],
    ['殴阳静怡已到', '殴阳静怡'],
    ['思沅，接头盒进水了', '思沅'],
    ['龚思远签的字', '龚思远'],
    ['章玮，回个话', '章玮'],
    ['佐滕先生来电', '佐滕先生'],
    ['茜茜请假', '茜茜'],
  ])('%s', (text, name) => {
    expect(found(text)).toContain(name)
  })

  it('and nobody is taken for the one who is spelt otherwise', () => {
    for (const text of ['龚思远签的字', '静仪写的报告', '章玮，回个话'])
      expect(
        detect(text, { point: 'release', roster }).filter(({ person }) => (person ?? null) !== null),
        text,
      ).toEqual([])
  })

  it('on a screen only where the words leave little doubt', () => {
    expect(found('@静仪 报告写好了', 'review')).toEqual(['静仪'])
    expect(found('静仪写的报告', 'review')).toEqual([])
  })
})

describe('words that sound like a name of the roster are none', () => {
  it.each(['世界很大', '全世界的人', '这一期视界节目', '四元一斤', '请竟宜从速', '水面静意全无'])('%s', (text) => {
    expect(found(text)).toEqual([])
  })
})

it('a title behind a surname is no given name', () => {
  expect(found('欧阳经理说先退费')).toEqual(['欧阳经理'])
})
