import { type MaskedKind, type MaskRules, STANDARD_MASKS } from '#policy/masks'
import type { Finding, SensitiveKind } from '../text/finding.ts'
import { foldText } from '../text/normal.ts'
import { spelling, surnameOf } from '../words/spelling.ts'
import { bandOf, decadeOf, districtOf } from './generalise.ts'

/** The label that stands for whoever or whatever a finding names. */
export type PseudonymOf = (
  finding: Pick<Finding, 'person' | 'form' | 'atoms'> & Partial<Pick<Finding, 'kind' | 'start' | 'end'>>,
  text: string,
) => string

/** How what was found is shown: the rules for one class of recipients (policy/masks.ts says what each word does), and how to use them. */
export interface MaskPolicy extends MaskRules {
  /** Findings below this confidence are left alone. Low on purpose: a leak weighs more than a star too many. */
  threshold: number
  /** Of the words that stand for a generalised value. */
  language: 'zh' | 'en'
  /** Spellings that somebody looked at and said are no names: left alone where no roster knows them. */
  spared?: ReadonlySet<string>
}

/** A star for each character: what the detector masks with when it looks at a text again, and what a caller without a policy gets. */
export const DEFAULT_MASKS: MaskPolicy = { ...STANDARD_MASKS, length: 'exact', threshold: 0, language: 'zh' }

/** Which row of the policy a finding falls under. */
export function ruledBy(kind: SensitiveKind): MaskedKind {
  switch (kind) {
    case 'mobile':
    case 'landline':
    case 'phone':
      return 'phone'
    case 'id':
      return 'id_number'
    case 'card':
      return 'bank_card'
    case 'passport':
    case 'permit':
    case 'uscc':
      return 'document'
    case 'qq':
    case 'wechat':
      return 'account'
    case 'mac':
      return 'secret'
    default:
      return kind
  }
}

/** A label in place of all of it, or so many leading and trailing atoms that stay. */
export type Treatment = { readonly label: string } | { readonly first: number; readonly last: number }

const NOTHING: Treatment = { first: 0, last: 0 }

/** @param pseudonym of the case; null: there is none, and what should have a label is suppressed */
export function treatmentOf(
  finding: Finding,
  text: string,
  policy: MaskPolicy,
  pseudonym: PseudonymOf | null,
): Treatment {
  const rule = policy[ruledBy(finding.kind)]
  if (finding.part === true) return NOTHING
  // a phone or address that is a participant's account names the person as a name does
  const asPerson = finding.person !== undefined && policy.name === 'pseudonym'
  if (rule === 'pseudonym' || asPerson) return pseudonym === null ? NOTHING : { label: pseudonym(finding, text) }
  if (rule === 'suppress') return NOTHING
  if (rule === 'band') return generalised(bandOf(text.slice(finding.start, finding.end), policy.language))
  if (rule === 'decade') return generalised(decadeOf(foldText(writtenOf(finding, text)), policy.language))
  return kept(finding, text, policy)
}

/** What cannot be put into a class is not shown at all. */
function generalised(label: string | null): Treatment {
  return label === null ? NOTHING : { label }
}

interface Kept {
  readonly first: number
  readonly last: number
}

/** How many leading and trailing atoms of a finding stay visible, where its rule keeps any. `count`: its atoms. */
function kept(finding: Finding, text: string, policy: MaskPolicy): Kept {
  const count = finding.atoms.length / 2
  switch (ruledBy(finding.kind)) {
    case 'phone':
      return keptOfPhone(finding.kind, count, policy)
    case 'id_number':
      return { first: 0, last: count >= 18 ? 4 : 3 }
    case 'bank_card':
      return { first: 0, last: 4 }
    case 'email':
      return { first: count > 1 ? 1 : 0, last: 0 }
    case 'account':
      return ends(count, finding.kind === 'account' ? 4 : 5)
    case 'document':
      return { first: 0, last: count < 8 ? 0 : 4 }
    case 'plate':
      return { first: count < 7 ? 0 : 2, last: 0 }
    case 'order':
      return policy.order === 'show' ? { first: count, last: 0 } : { first: 0, last: count < 8 ? 0 : 4 }
    case 'birthday':
      return { first: hasYear(finding, text) ? 4 : 0, last: 0 }
    case 'url':
      return { first: hostOf(finding, text), last: 0 }
    case 'ip':
      return { first: Math.max(0, writtenOf(finding, text).search(/[.:]/)), last: 0 }
    case 'amount':
      return { first: count, last: 0 }
    case 'address':
      return { first: policy.address === 'keep_district' ? districtOf(writtenOf(finding, text)) : 0, last: 0 }
    case 'secret':
      return { first: 0, last: 0 }
    case 'name':
      return { first: keptOfName(finding, text), last: 0 }
  }
}

function keptOfPhone(kind: SensitiveKind, count: number, { phone }: MaskPolicy): Kept {
  if (kind !== 'mobile') return { first: 0, last: count < 7 ? 0 : kind === 'phone' && count >= 10 ? 4 : 2 }
  if (phone === 'hide_last3') return { first: count - 3, last: 0 }
  return { first: phone === 'keep_last4' ? 0 : 3, last: 4 }
}

function ends(count: number, least: number): Kept {
  const kept = count >= 8 ? 2 : count >= least ? 1 : 0
  return { first: kept, last: kept }
}

/** Somebody said that this is no name, and no roster says otherwise. */
export function isSpared(finding: Finding, text: string, { spared }: MaskPolicy): boolean {
  if (spared === undefined || finding.kind !== 'name' || (finding.person ?? null) !== null) return false
  return spared.has(spelling(writtenOf(finding, text)))
}

export function writtenOf(finding: Pick<Finding, 'atoms'>, text: string): string {
  let written = ''
  for (let i = 0; i < finding.atoms.length; i += 2) written += text.slice(finding.atoms[i], finding.atoms[i + 1])
  return written
}

function hasYear(finding: Finding, text: string): boolean {
  return /^(?:1[89]|20)\d\d/.test(foldText(writtenOf(finding, text)))
}

/** Letters of a link up to the end of its host: what is before `@`, and all of it where there is one, may be a password. */
function hostOf(finding: Finding, text: string): number {
  const written = writtenOf(finding, text)
  const end = written.search(/[/?#]/)
  const host = end < 0 ? written : written.slice(0, end)
  return host.includes('@') ? 0 : [...host].length === host.length ? host.length : 0
}

function keptOfName(finding: Finding, text: string): number {
  const count = finding.atoms.length / 2
  if (finding.form !== 'full' || count < 2) return 0
  return surnameOf(foldText(writtenOf(finding, text)))?.length ?? 1
}

/** The word for a kind in packages, on screens and in the audit. */
export function maskKind(kind: Finding['kind']): string {
  if (kind === 'mobile' || kind === 'landline') return 'phone'
  if (kind === 'id') return 'id_card'
  return kind === 'card' ? 'bank_card' : kind
}
