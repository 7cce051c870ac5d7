import { describe, expect, it } from 'vitest'
import { ApiProblem, unreachable } from '../../api/client.ts'
import { problemOfLink } from './link-problem.ts'

const refusal = (code: string) => new ApiProblem({ code, kind: 'invalid', detail: { at: '/token' }, hint: '' }, 400)

describe('a one-time link that does not open', () => {
  it('was cut off where it is no link, and says nothing of fields', () => {
    const told = problemOfLink(refusal('input_invalid'))
    expect(told).toBeInstanceOf(ApiProblem)
    expect((told as ApiProblem).problem).toMatchObject({ code: 'link_unusable', detail: {} }) // checked a line above
  })

  it('is told as it is otherwise', () => {
    for (const error of [refusal('link_not_opened'), unreachable(), new Error('ours')])
      expect(problemOfLink(error)).toBe(error)
  })
})
