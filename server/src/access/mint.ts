import { invariant } from '#base'
import { brandPermit, type Permit, type PermitFields } from './permit.ts'
import { isEmptyScope, normaliseScope } from './scope.ts'

// The private door. `requests` alone imports it, after it has read in its own tables that the permit is due.

/**
 * Makes the right to see. The scope is put in normal form and frozen with the permit.
 * A grant without an end, or one that names nothing, is a broken caller, not a wide permit.
 */
export function mintPermit(fields: PermitFields): Permit {
  const scope = normaliseScope(fields.scope)
  if (fields.kind === 'grant' || fields.kind === 'export') {
    invariant(fields.until !== null, 'a grant has an end')
    invariant(fields.person !== null, 'a grant has a holder')
    invariant(scope.conversations !== 'all' && !isEmptyScope(scope), 'a grant names whose records it opens')
  }
  if (fields.kind === 'indexing') invariant(fields.person === null, 'no person indexes')
  return brandPermit({ ...fields, scope })
}
