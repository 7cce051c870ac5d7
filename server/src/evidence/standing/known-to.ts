import { mayEver, type PersonActor } from '#access'
import type { PersonId } from '#base'
import type { ExportParts } from '../register/ports.ts'
import type { StoredExport } from '../register/store.ts'

/** Who may know of an export: who asked for it, who carries exports out, who oversees them. */
export function mayKnow(parts: ExportParts, actor: PersonActor, row: Pick<StoredExport, 'requester_id'>): boolean {
  return row.requester_id === actor.id || seesAll(parts, actor)
}

export function seesAll(parts: ExportParts, actor: PersonActor): boolean {
  const rules = parts.rules()
  if (!rules.readable) return false
  const { execution, release } = rules
  const deciding = [release.by, release.bulk.secondBy]
  const wide = [execution.by, execution.with, ...deciding, 'auditor', 'legal', 'data_security'] as const
  return wide.some((role) => actor.roles.includes(role))
}

/**
 * Whether what `first` said of an export waits for nobody: of two people the other one must be somebody who may confirm it and may
 * know of it, and nobody else in this house is. Told, so that it does not wait for ever.
 */
export async function isAlone(
  parts: ExportParts,
  row: Pick<StoredExport, 'requester_id'>,
  action: 'export.confirm_copy' | 'export.confirm_destroy',
  first: PersonId | null,
): Promise<boolean> {
  if (first === null) return false
  const staff = await parts.staff()
  return !staff.some(({ id, roles }) => {
    const actor: PersonActor = { kind: 'person', id, roles, steppedUpUntil: null, ip: null }
    return id !== first && mayKnow(parts, actor, row) && mayEver(actor, action, parts.rules()).allowed
  })
}
