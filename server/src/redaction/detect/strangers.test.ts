import { describe, expect, it } from 'vitest'
import { buildRoster } from '../roster/roster.ts'
import { detect } from './detect.ts'

// Who is called like somebody of the roster, and is not the one. Names are invented.

const roster = buildRoster('strangers', [
  { name: '王浩', person: 'a', kind: 'name' },
  { name: '周婷', person: 'b', kind: 'name' },
  { name: '婷婷', person: 'b', kind: 'name' },
  { name: '刘文', person: 'c', kind: 'name' },
  { name: 'Eric Fang', person: 'd', kind: 'name' },
])

function people(text: string, point: 'review' | 'release' = 'release'): string[] {
  return detect(text, { point, roster })
    .filter(({ kind }) => kind === 'name')
    .map(({ start, end, person }) => `${person ?? '-'}:${text.slice(start, end)}`)
}

describe.each(['review', 'release'] as const)('at %s', (point) => {
  it.each([
    ['王浩宇也在', '王浩宇'],
    ['林婷婷也在', '林婷婷'],
    ['刘文静也在', '刘文静'],
  ])('%s is a stranger as a whole', (text, name) => {
    expect(people(text, point)).toEqual([`-:${name}`])
  })

  it.each([
    ['王浩明天来', 'a:王浩'],
    ['刘文件都寄了', 'c:刘文'],
    ['婷婷也在', 'b:婷婷'],
    ['周婷说好的', 'b:周婷'],
  ])('%s is the one of the roster', (text, expected) => {
    expect(people(text, point)).toContain(expected)
  })

  it('a given name in front of another family is somebody else', () => {
    expect(people('Eric Chan is from finance', point).join()).not.toContain('d:')
    expect(people('Eric Fang is from finance', point)).toContain('d:Eric Fang')
    expect(people('Eric signed it', point)).toContain('d:Eric')
  })
})
