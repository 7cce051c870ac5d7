import { expect, it } from 'vitest'
import { KINDS_OF_PAPER, PAPER_KINDS } from '../../../../server/src/papers/kinds.ts'
import { typedFields } from './typed-fields.ts'

it('asks for each paper what the house takes, and owes what the house owes', () => {
  for (const kind of PAPER_KINDS) {
    const fields = typedFields(kind)
    expect(
      fields.map(({ key }) => key),
      kind,
    ).toEqual(KINDS_OF_PAPER[kind].typed)
    expect(
      fields.flatMap(({ key, isOwed }) => (isOwed ? [key] : [])),
      kind,
    ).toEqual(KINDS_OF_PAPER[kind].owed ?? [])
  }
})
