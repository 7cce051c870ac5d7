import { expect, test } from 'vitest'
import { filterOf } from './audit-filter.ts'

const of = (action: string | undefined) => filterOf({ action, limit: 10 })

test('acts are found by the name they have and by one that only older versions wrote; a mistyped name is refused', () => {
  expect(of('house.link')).toMatchObject({ action: 'house.link' })
  expect(of('house.start')).toMatchObject({ action: 'house.start' })
  expect(of(undefined)).toMatchObject({ action: null })
  expect(() => of('house.begin')).toThrow(expect.objectContaining({ code: 'action_unknown' }))
})
