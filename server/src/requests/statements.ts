import { type GrantId, Refusal } from '#base'
import type { RequestsParts } from './parts.ts'
import * as store from './store.ts'

/** A statement of this room that has its entry in the evidence ledger. */
export interface LedgerStatement {
  readonly type: 'decision' | 'consent' | 'grant'
  /** Of its entry. */
  readonly index: number
  /** 16 bytes. */
  readonly salt: Uint8Array
  readonly statement: object
}

/**
 * What a grant rests on, as the ledger has it: every decision, every agreement, the grant itself, in ledger order.
 * What still waits for its entry gets it first.
 * @throws Refusal `not_found`; `statement_waiting` (unavailable) where the journal could not be reached
 */
export async function statementsOf(
  parts: RequestsParts,
  appendStatements: () => Promise<number>,
  id: GrantId,
): Promise<LedgerStatement[]> {
  const grant = await store.findGrant(parts.db, id)
  if (!grant) throw new Refusal('not_found', 'not_found')
  await appendStatements()
  const agreed = (await store.listConsents(parts.db, grant.request_id)).filter(({ state }) => state === 'agreed')
  const rows = await store.listStatements(
    parts.db,
    [`grant/${id}`, ...agreed.map((consent) => `consent/${consent.id}/agreed`)],
    [`decision/${grant.request_id}/`],
  )
  return rows
    .map(({ type, ledger_index: index, salt, statement }) => {
      if (index === null) throw new Refusal('unavailable', 'statement_waiting')
      return { type, index, salt: new Uint8Array(salt), statement: JSON.parse(statement) as object } // `state` wrote it
    })
    .sort((a, b) => a.index - b.index)
}
