import { createHmac, createSecretKey } from 'node:crypto'
import { Refusal } from '#base'
import { phoneDigits } from './phone.ts'

// What a customer is found by, besides the name: as a keyed hash, so that whoever reads the table without the key cannot
// try numbers against it. What must be shown or written to (the phone on record) stands in the customer's own row.

export const IDENTIFIER_KINDS = ['phone', 'order', 'customer_no', 'email', 'other'] as const
export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number]

/** What two accounts can have in common. */
export type KeyKind = 'phone' | 'account'

export interface Lookups {
  /** HMAC-SHA256 (RFC 2104) over kind and normal form, 32 bytes. */
  of(kind: IdentifierKind | KeyKind, normal: string): Buffer
}

/** @param key 32 bytes of the keyring; the same for the life of the house, or nothing is found again */
export function lookupsWith(key: Uint8Array): Lookups {
  const secret = createSecretKey(key)
  return {
    of: (kind, normal) =>
      createHmac('sha256', secret).update(`cunzhen/subject-lookup/v1\n${kind}\0${normal}`, 'utf8').digest(),
  }
}

/** Not an identifier of anybody: what sources write where they know no account. */
const NOBODY = new Set(['system', 'admin', 'unknown', 'null', 'none', 'self', 'me', 'undefined', 'anonymous', 'root'])
/** Where an account is a telephone number in whatever length. */
const TELEPHONE = new Set(['sms', 'mms', 'call', 'phone', 'gateway', 'imessage', 'whatsapp', 'signal'])

/**
 * attacker-controlled: typed, or a cell of a file. The form under which two spellings are one: phones as digits, others
 * in compatibility form (Unicode NFKC), without spaces and a leading #, in capitals.
 * @throws Refusal `identifier_invalid`
 */
export function normalIdentifier(kind: IdentifierKind, value: string): string {
  const normal =
    kind === 'phone'
      ? phoneDigits(value)
      : value.normalize('NFKC').replace(/\s/g, '').replace(/^#+/, '').toLocaleUpperCase('en')
  const isGood =
    value.isWellFormed() && !/\p{Cc}/u.test(normal) && (kind === 'phone' ? /^\d{5,15}$/ : /^.{2,100}$/u).test(normal)
  if (!isGood) throw new Refusal('invalid', 'identifier_invalid')
  return normal
}

/**
 * The end of an identifier: enough to tell two of one customer's apart, too little to know either. All addresses end
 * alike: of them, how they begin and where they are (`w****@example.com`).
 */
export function hintOf(normal: string, kind: IdentifierKind = 'other'): string {
  const at = kind === 'email' ? normal.lastIndexOf('@') : -1
  if (at > 0) return `${[...normal][0]}****${normal.slice(at)}`.toLocaleLowerCase('en')
  const letters = [...normal]
  return letters.length >= 8 ? `****${letters.slice(-4).join('')}` : `****${letters.slice(-1).join('')}`
}

/**
 * By what an account can be the same as one of another platform: a telephone number, or a name with letters in it.
 * Bare numbers that are no telephone number are ids that each platform counts for itself: null.
 */
export function accountKey(platform: string, account: string): { kind: KeyKind; normal: string } | null {
  const plain = account.normalize('NFKC').trim()
  const digits = phoneDigits(plain)
  const isNumber = plain.replace(/[\d\s+().-]/g, '') === ''
  if (isNumber) {
    const isPhone =
      /^1[3-9]\d{9}$/.test(digits) ||
      (/^\d{7,15}$/.test(digits) && (plain.startsWith('+') || TELEPHONE.has(platform.toLowerCase())))
    return isPhone ? { kind: 'phone', normal: digits } : null
  }
  const normal = plain.toLocaleLowerCase('en')
  return normal.length < 4 || normal.length > 200 || NOBODY.has(normal) ? null : { kind: 'account', normal }
}
