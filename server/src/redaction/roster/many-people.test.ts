import { describe, expect, it } from 'vitest'
import { findSensitive } from '../detect/find.ts'
import { buildRoster, inForms, type RosterEntry } from './roster.ts'

const people: RosterEntry[] = [
  { name: '沈建平', person: 'shen', kind: 'name', away: true },
  { name: '乔若水', person: 'qiao', kind: 'name', away: true },
  { name: '褚明远', person: 'chu', kind: 'name', away: false },
]

function found(text: string, most: number): string[] {
  const roster = buildRoster('r', inForms(people, most))
  return findSensitive(text, roster).map(({ start, end }) => text.slice(start, end))
}

describe('of more people than are looked for in all forms', () => {
  it('the first are', () => {
    expect(found('找建平哥，在吗', 1)).toEqual(['建平哥'])
    expect(found('找若水姐，在吗', 2)).toEqual(['若水姐'])
  })

  it('the rest are looked for by the whole name', () => {
    expect(found('找若水姐，在吗', 1)).toEqual([])
    expect(found('请联系乔若水办理', 1)).toEqual(['乔若水'])
  })

  it('whoever takes part is looked for in all forms, wherever they stand', () => {
    expect(found('找明远哥，在吗', 1)).toEqual(['明远哥'])
  })
})
