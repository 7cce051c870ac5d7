import { describe, expect, it } from 'vitest'
import type { Facets } from '../../wire.ts'
import { NOTHING_TOLD, toldBy } from './told.ts'

const masked = (text: string) => ({ text, masks: [], highlights: [] })
const rest = { values: 0, hits: 0 }
const facets = (sender: number | null, name: string, conversation: number, title: string): Facets => ({
  sender: { top: [{ sender, name: masked(name), hits: 1 }], rest },
  conversation: { top: [{ conversation, title: masked(title), hits: 1 }], rest },
})

describe('what numbers are called', () => {
  it('is what the answer calls them, and stays when the next answer does not name them', () => {
    const first = toldBy(facets(1, '王****', 8, '售后群'), NOTHING_TOLD)
    const second = toldBy(facets(2, '李****', 9, '工单'), first)
    expect([...second.senders]).toEqual([
      ['#1', '王****'],
      ['#2', '李****'],
    ])
    expect(second.conversations.get('#8')).toBe('售后群')
    expect(toldBy(undefined, second)).toBe(second)
  })

  it('calls nobody by nothing', () => {
    const told = toldBy(facets(null, '', 8, ''), NOTHING_TOLD)
    expect(told.senders.size).toBe(0)
    expect(told.conversations.size).toBe(0)
  })
})
