import { mayEver, type PersonActor, requireAllowed } from '#access'
import type { ActNote } from '#audit'
import { type ExportId, type GrantId, HOUSE_OFFSET, newId, Refusal } from '#base'
import type { Recipient } from '#policy'
import { isAgeRecipient } from './package/age.ts'
import type { ExportParts } from './register/ports.ts'
import { type ExportFormat, insertExport, takeNumber } from './register/store.ts'
import { bulkReasonFor } from './release/releasing.ts'

// An export as the executor asks for it. It opens nothing and waits for a monitor.

export interface NewExport {
  readonly grantId: GrantId
  readonly formats: readonly ExportFormat[]
  readonly names: 'mask' | 'pseudonym'
  /** Who it is for (policy/masks.ts); left out: the holder of the grant, in the house. */
  readonly recipient?: Exclude<Recipient, 'screen'>
  /** The recipient's public key of age: the package is sealed to it and has no password. */
  readonly ageRecipient?: string | null
  /** Why so much of it is needed: for a grant that concerns more people than the pack lets go without a reason. */
  readonly bulkReason?: string | null
}

/** @throws Refusal as Exports.prepare */
export async function prepareExport(parts: ExportParts, actor: PersonActor, wanted: NewExport): Promise<ExportId> {
  const id = newId<ExportId>('exp')
  const about: ActNote = { action: 'export.ask', actor, permit: wanted.grantId, detail: { export: id } }
  const recipient = wanted.ageRecipient ?? null
  const isRecipient = recipient === null || (await isAgeRecipient(recipient))
  await parts.recorder.perform(about, async (tx, draft) => {
    // who may never export is told so, whatever the grant
    requireAllowed(mayEver(actor, 'export.ask', parts.rules()))
    const grant = await parts.grants.readGrant(wanted.grantId)
    draft.request(grant.requestId)
    requireAllowed(await parts.grants.exportDuties(grant.id, actor, 'execute'))
    const formats = [...new Set(wanted.formats)].sort()
    if (formats.length === 0) throw new Refusal('invalid', 'format_missing')
    if (!isRecipient) throw new Refusal('invalid', 'age_recipient_invalid')
    // a package without a password of ours has none to make the workbook's from
    if (recipient !== null && formats.includes('xlsx_locked')) throw new Refusal('invalid', 'locked_needs_password')
    const bulkReason = await bulkReasonFor(parts, grant.id, wanted.bulkReason ?? null)
    const year = new Date(parts.clock.now() + HOUSE_OFFSET).getUTCFullYear()
    const number = `E-${year}-${String(await takeNumber(tx, year)).padStart(4, '0')}`
    draft.detail({
      number,
      names: wanted.names,
      recipient: wanted.recipient ?? 'internal',
      formats,
      sealed: recipient === null ? 'password' : 'age',
    })
    await insertExport(tx, {
      id,
      number,
      grant_id: grant.id,
      grant_number: grant.number,
      request_id: grant.requestId,
      case_no: grant.caseNo,
      requester_id: grant.holderId,
      executor_id: actor.id,
      formats: JSON.stringify(formats),
      names: wanted.names,
      recipient: wanted.recipient ?? 'internal',
      asked_at: parts.clock.now(),
      state: 'awaiting_monitor',
      monitor_id: null,
      finished_at: null,
      attempt: 0,
      done_rows: 0,
      rows: null,
      masked_spans: null,
      bytes: null,
      sha256: null,
      problem: null,
      password: null,
      age_recipient: recipient,
      expires_at: null,
      removal_by: null,
      removal_at: null,
      removal_confirmed_by: null,
      files: null,
      completeness: null,
      chased_at: null,
      weight: null,
      bulk_reason: bulkReason,
    })
  })
  return id
}
