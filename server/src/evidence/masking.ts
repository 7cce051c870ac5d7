import { FIELDS, type Field, type FieldMask, type Mask, type RecordFields, type SpanField } from '@cunzhen/proof'
import {
  type Around,
  DEFAULT_MASKS,
  detect,
  type Finding,
  findInAccount,
  findInName,
  findSensitive,
  type HiddenRun,
  hiddenRuns,
  type MaskPolicy,
  type PseudonymOf,
  type Roster,
} from '#redaction'

// What of a record leaves the house. Shown: platform, kind, time, and of account, name and text what the mask policy leaves. Everything
// else is withheld unless it is empty: accounts of recipients, the raw payload, ids that a source may have made out of a
// phone number or out of the text itself (a hash of a short text is as good as the text).

export const POLICY_NAME = 'masks/v1'

export interface Masking {
  roster: Roster
  /** null: names are masked; else each person has a label. */
  pseudonym: PseudonymOf | null
  /** Labels for platform accounts where names are masked: two people called 张* stay two. */
  accountLabel: PseudonymOf
  policy?: MaskPolicy
}

export interface MaskedRecord {
  /** As discloseRecord takes it. */
  hide: { fields: Field[]; spans: Partial<Record<SpanField, [number, number][]>> }
  /** In the order of the fields, then of their places. */
  masks: Mask[]
  /** Places masked: hidden runs, and fields behind a label. Withheld fields are not counted. */
  spans: number
}

const WITHHELD: readonly Field[] = ['origin', 'conversation', 'recipients', 'extra']
const IDS: readonly Field[] = ['sourceId', 'refersTo']
/** Platforms that give their messages numbers of their own, made of neither content nor accounts. */
const PLATFORM_IDS = new Set(['slack', 'wecom'])

/** `around`: bodies of the records before and after it in the same conversation. */
export function maskRecord(fields: RecordFields, masking: Masking, around: Around | null = null): MaskedRecord {
  const policy = masking.policy ?? DEFAULT_MASKS
  const masked: MaskedRecord = { hide: { fields: [], spans: {} }, masks: [], spans: 0 }
  const account = fields.sender === '' ? [] : findInAccount(fields.sender, masking.roster)
  for (const field of FIELDS) {
    const value = fields[field]
    if (typeof value !== 'string' || value === '') continue
    if (isWithheld(field, fields)) hideField(masked, { field, kind: 'withheld' })
    else if (field === 'sender') maskSender(masked, value, account, masking, policy)
    else if (field === 'senderName') maskSenderName(masked, value, account[0]?.person ?? null, masking, policy)
    else if (field === 'body') {
      const findings = detect(value, { point: 'release', roster: masking.roster, around })
      hideRuns(masked, field, hiddenRuns(value, findings, policy, masking.pseudonym))
    }
  }
  return masked
}

/** A phone or address is masked as such; any other account is hidden whole behind a label that is its own in this case. */
function maskSender(
  masked: MaskedRecord,
  value: string,
  found: readonly Finding[],
  masking: Masking,
  policy: MaskPolicy,
): void {
  const [first] = found
  const label = masking.pseudonym ?? (first?.kind === 'account' ? masking.accountLabel : null)
  if (label === null || first === undefined) hideRuns(masked, 'sender', hiddenRuns(value, found, policy))
  else hideField(masked, { field: 'sender', kind: 'account', label: label(first, value) })
}

/** The sender's name stands for the account that wrote, not for whoever else bears the name. */
function maskSenderName(
  masked: MaskedRecord,
  value: string,
  person: string | null,
  masking: Masking,
  policy: MaskPolicy,
): void {
  const found = findInName(value, masking.roster)
  const name = found.find(({ kind }) => kind === 'name')
  if (masking.pseudonym === null || name === undefined) hideRuns(masked, 'senderName', hiddenRuns(value, found, policy))
  else {
    const label = masking.pseudonym({ ...name, person: person ?? name.person }, value)
    hideField(masked, { field: 'senderName', kind: 'name', label })
  }
}

function hideField(masked: MaskedRecord, mask: FieldMask): void {
  masked.hide.fields.push(mask.field)
  masked.masks.push(mask)
  if (mask.label !== undefined) masked.spans += 1
}

function hideRuns(masked: MaskedRecord, field: SpanField, runs: readonly HiddenRun[]): void {
  if (runs.length === 0) return
  masked.hide.spans[field] = runs.map(({ startCp, endCp }) => [startCp, endCp])
  for (const { startCp, endCp, kind, label } of runs) {
    const mask = { field, start: startCp, end: endCp, kind }
    masked.masks.push(label === null ? mask : { ...mask, label })
  }
  masked.spans += runs.length
}

function isWithheld(field: Field, fields: RecordFields): boolean {
  if (WITHHELD.includes(field)) return true
  if (!IDS.includes(field)) return false
  return !PLATFORM_IDS.has(fields.platform) || findSensitive(String(fields[field]), null).length > 0
}
