import type { Action } from '#access'
import type { ActId } from '#base'

declare const receiptBrand: unique symbol

/** Proof that an act lies on disk, synced. Content is opened only against one of these. */
export interface ActReceipt {
  readonly [receiptBrand]: true
  readonly id: ActId
  readonly action: Action
  /** The permit under which the act was done; null: none was needed. */
  readonly permit: string | null
}

const issued = new WeakSet<object>()

/** True for objects that this room issued on this thread, after the commit; a look-alike is none. */
export function isReceipt(value: unknown): value is ActReceipt {
  return typeof value === 'object' && value !== null && issued.has(value)
}

/**
 * For this room alone: it is not among the door's exports. Call it after the transaction has committed, never before.
 */
export function issueReceipt(id: ActId, action: Action, permit: string | null): ActReceipt {
  const receipt = Object.freeze({ id, action, permit }) as ActReceipt // the brand exists in types only
  issued.add(receipt)
  return receipt
}
