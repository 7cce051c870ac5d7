import type { Instant, PersonId } from '#base'
import type { Role } from './roles.ts'
import type { Scope } from './scope.ts'

declare const permitBrand: unique symbol

/** What a permit is for: a role window, an approved request, the indexer's standing right, one export run. */
export type PermitKind = 'window' | 'grant' | 'indexing' | 'export'

export interface PermitFields {
  readonly kind: PermitKind
  /** Window: `window`. Grant and export: the grant's id, by which the register says whether it still holds. */
  readonly id: string
  /** Null: the house itself (indexing). */
  readonly person: PersonId | null
  readonly role: Role | null
  readonly scope: Scope
  /** Exclusive end; null: as long as the window or the house stands. */
  readonly until: Instant | null
}

/** The right to see plaintext inside a scope. Only `mint.ts` makes one; an object of the same shape is none. */
export type Permit = PermitFields & { readonly [permitBrand]: true }

// Membership in this set, not any property, makes an object a permit: properties can be copied, membership cannot.
const minted = new WeakSet<object>()

/** True for objects that `mint.ts` made on this thread. A permit does not survive being sent to another thread. */
export function isPermit(value: unknown): value is Permit {
  return typeof value === 'object' && value !== null && minted.has(value)
}

/** For mint.ts alone: it is not among the door's exports. */
export function brandPermit(fields: PermitFields): Permit {
  const permit = Object.freeze({ ...fields }) as Permit // the brand exists in types only; the set below is the proof
  minted.add(permit)
  return permit
}
