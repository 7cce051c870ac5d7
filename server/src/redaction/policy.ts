import type { Finding } from './finding.ts'
import { foldText } from './normal.ts'
import { surnameOf } from './roster.ts'

/** How each kind is masked. The words are those of the policy pack (`mask:`), so a pack can be handed in as it is. */
export interface MaskPolicy {
  /** keep_first3_last4 leaves 10,000 candidates, hide_last3 only 1,000: both are still personal information (PIPL 4). */
  phone: 'keep_first3_last4' | 'hide_last3' | 'suppress'
  /** keep_last4 hides the region and the whole date of birth; of a 15-digit id only three digits are kept for that. */
  id_number: 'keep_last4' | 'suppress'
  bank_card: 'keep_last4' | 'suppress'
  /** First character of the local part, where it has more than one, and the domain. */
  email: 'keep_first_domain' | 'suppress'
  /** keep_surname: 张** ; of 张总, 老张 and a given name alone nothing is kept. */
  name: 'keep_surname' | 'suppress'
  /** Platform accounts: the ends are kept so that two can be told apart. */
  account: 'keep_ends' | 'suppress'
  /** Passports, permits and credit codes: of eight characters and more the last four. */
  document: 'keep_last4' | 'suppress'
  /** Province and letter of a plate. */
  plate: 'keep_first2' | 'suppress'
  order: 'keep_last4' | 'suppress'
  /** The year of a birthday, where one is written in four figures. */
  birthday: 'keep_year' | 'suppress'
  /** Province and city; a link keeps its host. */
  address: 'keep_city' | 'suppress'
  url: 'keep_host' | 'suppress'
  ip: 'keep_first' | 'suppress'
  /** Sums are what a dispute is about: found, and hidden only where a policy says so. */
  amount: 'show' | 'suppress'
  /** Passwords, keys, one-time codes and the like leave nothing. */
  secret: 'suppress'
  /** Findings below this confidence are left alone. Low on purpose: a leak weighs more than a star too many. */
  threshold: number
}

export const DEFAULT_MASKS: MaskPolicy = {
  phone: 'keep_first3_last4',
  id_number: 'keep_last4',
  bank_card: 'keep_last4',
  email: 'keep_first_domain',
  name: 'keep_surname',
  account: 'keep_ends',
  document: 'keep_last4',
  plate: 'keep_first2',
  order: 'keep_last4',
  birthday: 'keep_year',
  address: 'keep_city',
  url: 'keep_host',
  ip: 'suppress',
  amount: 'show',
  secret: 'suppress',
  threshold: 0,
}

/** How many leading and trailing atoms of a finding stay visible. */
export function kept(finding: Finding, text: string, policy: MaskPolicy): { first: number; last: number } {
  const count = finding.atoms.length / 2
  if (finding.part === true) return { first: 0, last: 0 }
  switch (finding.kind) {
    case 'mobile':
      if (policy.phone === 'suppress') return { first: 0, last: 0 }
      return policy.phone === 'hide_last3' ? { first: count - 3, last: 0 } : { first: 3, last: 4 }
    case 'landline':
      return { first: 0, last: policy.phone === 'suppress' || count < 7 ? 0 : 2 }
    case 'phone':
      return { first: 0, last: policy.phone === 'suppress' || count < 7 ? 0 : count >= 10 ? 4 : 2 }
    case 'id':
      return { first: 0, last: policy.id_number === 'suppress' ? 0 : count >= 18 ? 4 : 3 }
    case 'card':
      return { first: 0, last: policy.bank_card === 'suppress' ? 0 : 4 }
    case 'email':
      return { first: policy.email !== 'suppress' && count > 1 ? 1 : 0, last: 0 }
    case 'account': {
      const ends = policy.account === 'suppress' ? 0 : count >= 8 ? 2 : count >= 4 ? 1 : 0
      return { first: ends, last: ends }
    }
    case 'passport':
    case 'permit':
    case 'uscc':
      return { first: 0, last: policy.document === 'suppress' || count < 8 ? 0 : 4 }
    case 'plate':
      return { first: policy.plate === 'suppress' || count < 7 ? 0 : 2, last: 0 }
    case 'order':
      return { first: 0, last: policy.order === 'suppress' || count < 8 ? 0 : 4 }
    case 'birthday':
      return { first: policy.birthday === 'keep_year' && hasYear(finding, text) ? 4 : 0, last: 0 }
    case 'url':
      return { first: policy.url === 'keep_host' ? hostOf(finding, text) : 0, last: 0 }
    case 'ip':
      return { first: policy.ip === 'suppress' ? 0 : Math.max(0, writtenOf(finding, text).search(/[.:]/)), last: 0 }
    case 'qq':
    case 'wechat': {
      const ends = policy.account === 'suppress' ? 0 : count >= 8 ? 2 : count >= 5 ? 1 : 0
      return { first: ends, last: ends }
    }
    case 'amount':
      return { first: policy.amount === 'show' ? count : 0, last: 0 }
    case 'mac':
    case 'secret':
    case 'address':
      return { first: 0, last: 0 }
    default:
      return { first: policy.name === 'suppress' ? 0 : keptOfName(finding, text), last: 0 }
  }
}

function writtenOf(finding: Finding, text: string): string {
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
