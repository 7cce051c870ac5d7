import { ApiProblem } from '../../api/client.ts'

/** Nothing was filled in by whoever opens a link: one that is no link at all was cut off on its way to them. */
export function problemOfLink(error: unknown): unknown {
  if (!(error instanceof ApiProblem) || error.problem.code !== 'input_invalid') return error
  return new ApiProblem({ ...error.problem, code: 'link_unusable', detail: {} }, error.status)
}
