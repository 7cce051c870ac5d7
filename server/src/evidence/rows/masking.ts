import { FIELDS, type Field, type FieldMask, type Mask, type RecordFields, type SpanField } from '@cunzhen/proof'
import { Fault } from '#base'
import {
  type Around,
  detect,
  FIXED,
  type Finding,
  findInAccount,
  findInName,
  findSensitive,
  type HiddenRun,
  hiddenRuns,
  isUnreadable,
  type MaskPolicy,
  type PseudonymOf,
  padRuns,
  type Roster,
} from '#redaction'

// What of a record leaves the house. Shown: platform, kind, time, and of account, name and text what the mask policy leaves. Everything
// else is withheld unless it is empty: accounts of recipients, the raw payload, ids that a source may have made out of a
// phone number or out of the text itself (a hash of a short text is as good as the text).

export interface Masking {
  roster: Roster
  /** The rules for those who receive this package. */
  policy: MaskPolicy
  /** Labels of the case: for platform accounts always (two people called 张* stay two), for the rest where the policy says so. */
  label: PseudonymOf
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

/**
 * `around`: bodies of the records before and after it in the same conversation. `found`: what is in its body, where that is known.
 * @throws Fault `kind_unreadable`: nobody can say what the words of this record are, and the policy lets no such one out
 */
export function maskRecord(
  fields: RecordFields,
  masking: Masking,
  around: Around | null = null,
  found?: readonly Finding[],
): MaskedRecord {
  const { policy, roster } = masking
  const masked: MaskedRecord = { hide: { fields: [], spans: {} }, masks: [], spans: 0 }
  const account = fields.sender === '' ? [] : known(accounts, findInAccount, fields.sender, roster)
  for (const field of FIELDS) {
    const value = fields[field]
    if (typeof value !== 'string' || value === '') continue
    if (isWithheld(field, fields)) hideField(masked, { field, kind: 'withheld' })
    else if (field === 'sender') maskSender(masked, value, account, masking)
    else if (field === 'senderName') maskSenderName(masked, value, account[0]?.person ?? null, masking)
    else if (field === 'body') {
      if (isUnreadable(fields)) withholdUnreadable(masked, policy)
      else {
        const findings = found ?? detect(value, { point: 'release', roster, around })
        hideRuns(masked, field, value, hiddenRuns(value, findings, policy, masking.label), policy)
      }
    }
  }
  return masked
}

function withholdUnreadable(masked: MaskedRecord, policy: MaskPolicy): void {
  if (policy.unreadable === 'block')
    throw new Fault(
      'kind_unreadable',
      'a record of the scope is of an unreadable kind; narrow the kinds asked for, or let the masking policy withhold such records',
    )
  hideField(masked, { field: 'body', kind: 'unreadable' })
}

type Known = WeakMap<Roster, Map<string, readonly Finding[]>>
const accounts: Known = new WeakMap()
const names: Known = new WeakMap()
const MOST_KNOWN = 1000

/** What `find` says of a sender, who writes many messages: it depends on the roster alone, and is forgotten with it. */
function known(all: Known, find: typeof findInName, value: string, roster: Roster): readonly Finding[] {
  let ofRoster = all.get(roster)
  if (ofRoster === undefined || ofRoster.size >= MOST_KNOWN) {
    ofRoster = new Map()
    all.set(roster, ofRoster)
  }
  const before = ofRoster.get(value)
  if (before !== undefined) return before
  const found = find(value, roster)
  ofRoster.set(value, found)
  return found
}

/** A phone or address is masked as such; any other account is hidden whole behind a label that is its own in this case. */
function maskSender(masked: MaskedRecord, value: string, found: readonly Finding[], masking: Masking): void {
  const [first] = found
  const { policy, label } = masking
  const isLabelled = first !== undefined && (first.kind === 'account' || policy.name === 'pseudonym')
  if (isLabelled) hideField(masked, { field: 'sender', kind: 'account', label: label(first, value) })
  else hideRuns(masked, 'sender', value, hiddenRuns(value, found, policy, label), policy)
}

/** The sender's name stands for the account that wrote, not for whoever else bears the name. */
function maskSenderName(masked: MaskedRecord, value: string, person: string | null, masking: Masking): void {
  // what somebody said of a word in a text is not said of who bears it as a name
  const { spared: _said, ...policy } = masking.policy
  const found = known(names, findInName, value, masking.roster)
  const name = found.find(({ kind }) => kind === 'name')
  if (policy.name !== 'pseudonym' || name === undefined)
    hideRuns(masked, 'senderName', value, hiddenRuns(value, found, policy, masking.label), policy)
  else {
    const label = masking.label({ ...name, person: person ?? name.person }, value)
    hideField(masked, { field: 'senderName', kind: 'name', label })
  }
}

function hideField(masked: MaskedRecord, mask: FieldMask): void {
  masked.hide.fields.push(mask.field)
  masked.masks.push(mask)
  if (mask.label !== undefined) masked.spans += 1
}

function hideRuns(
  masked: MaskedRecord,
  field: SpanField,
  value: string,
  found: readonly HiddenRun[],
  policy: MaskPolicy,
): void {
  if (found.length === 0) return
  const runs = policy.length === 'padded' ? padRuns(value, found) : found
  const [first] = runs
  // all of it: then not even how many characters it has is told
  if (policy.length === 'padded' && first?.start === 0 && first.end === value.length) {
    hideField(masked, { field, kind: first.kind, label: first.label ?? FIXED })
    return
  }
  masked.hide.spans[field] = runs.map(({ startCp, endCp }) => [startCp, endCp])
  for (const { startCp, endCp, kind, label, fixed } of runs) {
    const mask = { field, start: startCp, end: endCp, kind }
    masked.masks.push({ ...mask, ...(label === null ? {} : { label }), ...(fixed ? { fixed } : {}) })
  }
  masked.spans += runs.length
}

function isWithheld(field: Field, fields: RecordFields): boolean {
  if (WITHHELD.includes(field)) return true
  if (!IDS.includes(field)) return false
  return !PLATFORM_IDS.has(fields.platform) || findSensitive(String(fields[field]), null).length > 0
}
