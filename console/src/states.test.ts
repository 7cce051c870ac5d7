import { describe, expect, it } from 'vitest'
import {
  auditState,
  customersState,
  maskingState,
  newRequestState,
  peopleState,
  requestsState,
  searchState,
} from './states.ts'

describe('the state of a page in its address', () => {
  it('is read as it was written', () => {
    const state = {
      permit: 'window',
      q: '退款',
      mode: 'exact',
      order: 'oldest',
      at: 9,
    }
    expect(searchState(state)).toEqual(state)
  })

  it('drops what does not fit instead of guessing', () => {
    expect(
      searchState({
        q: '',
        mode: 'sloppy',
        order: 'random',
        at: 1.5,
        go: 'yes',
        x: 1,
      }),
    ).toEqual({})
    expect(requestsState({ box: 'everything' })).toEqual({})
    expect(auditState({ outcome: 'maybe', person: 'psn_1' })).toEqual({ person: 'psn_1' })
  })

  it('says which part of a page is shown, and nothing of a part that there is not', () => {
    expect(peopleState({ part: 'groups', id: 'psn_1' })).toEqual({ part: 'groups', id: 'psn_1' })
    expect(peopleState({ part: 'people' })).toEqual({})
    expect(customersState({ part: 'proposals' })).toEqual({ part: 'proposals' })
    expect(customersState({ part: 'all' })).toEqual({})
    expect(maskingState({ recipient: 'authority' })).toEqual({ recipient: 'authority' })
    expect(maskingState({ recipient: 'everybody' })).toEqual({})
  })

  it('takes a query that looks like a number as the text it is', () => {
    expect(searchState({ q: 13800138000 })).toEqual({ q: '13800138000' })
  })

  it('is bounded', () => {
    expect(searchState({ q: 'x'.repeat(1001) })).toEqual({})
    expect(newRequestState({ people: Array.from({ length: 2000 }, (_, i) => i) }).people).toHaveLength(1000)
  })
})
