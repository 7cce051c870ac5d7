import type { z } from 'zod'
import { isAction, isFormerAction } from '#access'
import type { ActFilter } from '#audit'
import { type Instant, type PersonId, Refusal } from '#base'
import type { AuditInput } from './schema/index.ts'

/** @throws Refusal `action_unknown`: a filter that could match nothing by a typing mistake must not look like "no acts" */
export function filterOf(input: z.output<typeof AuditInput>): ActFilter {
  const { action } = input
  const known = action && (isAction(action) || isFormerAction(action)) ? action : null
  if (action && known === null) throw new Refusal('invalid', 'action_unknown')
  return {
    person: (input.person ?? null) as PersonId | null, // a well-formed id; an unknown one has done nothing
    action: known,
    outcome: input.outcome ?? null,
    from: (input.from ?? null) as Instant | null, // wire times are ms UTC
    to: (input.to ?? null) as Instant | null,
  }
}
