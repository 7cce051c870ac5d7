import { Refusal } from '#base'
import type { Keyring } from './keyring.ts'

// formats/keyring.md: the master key on paper. 32 bytes are 52 letters of Crockford base32, in 13 groups of four, each
// with a check letter over GF(32) that also knows the group's place: one wrong letter, two letters swapped, or two
// groups swapped are always noticed, and named by group.

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const KEY_LENGTH = 32
const GROUPS = 13
const GROUP_LETTERS = 4

export interface RecoveryKit {
  houseId: string
  /** 13 groups of five letters, the fifth being the check letter. */
  groups: string[]
  /** Which keyring the kit belongs to: hex, safe to show. */
  keyringDigest: string
}

/** What is printed once and kept on paper in two places: whoever has it and the house's disk can read the house. */
export function recoveryKit(keyring: Keyring): RecoveryKit {
  return keyring.withMasterKey((masterKey) => ({
    houseId: keyring.houseId,
    groups: groupsOf(masterKey),
    keyringDigest: keyring.digest,
  }))
}

/** The master key's 32 bytes. Case, blanks, hyphens, and O, I, L for 0, 1, 1 do not matter. */
export function keyFromKit(groups: readonly string[]): Uint8Array {
  if (groups.length !== GROUPS)
    throw new Refusal('invalid', 'kit_incomplete', { groups: groups.length, expected: GROUPS })
  const values = groups.flatMap((group, place) => readGroup(group, place))
  const key = new Uint8Array(KEY_LENGTH)
  let bits = 0n
  for (const value of values) bits = (bits << 5n) | BigInt(value)
  bits >>= 4n // 52 letters hold 260 bits
  for (let at = KEY_LENGTH - 1; at >= 0; at--) {
    key[at] = Number(bits & 255n)
    bits >>= 8n
  }
  return key
}

export function groupsOf(key: Uint8Array): string[] {
  let bits = 0n
  for (const byte of key) bits = (bits << 8n) | BigInt(byte)
  bits <<= 4n
  const values: number[] = []
  for (let at = 0; at < GROUPS * GROUP_LETTERS; at++) {
    values.unshift(Number(bits & 31n))
    bits >>= 5n
  }
  return Array.from({ length: GROUPS }, (_, place) => {
    const group = values.slice(place * GROUP_LETTERS, (place + 1) * GROUP_LETTERS)
    return [...group, checkValue(group, place)].map((value) => LETTERS.charAt(value)).join('')
  })
}

function readGroup(text: string, place: number): number[] {
  const letters = text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  const values = [...letters].map((letter) => LETTERS.indexOf(letter))
  const group = values.slice(0, GROUP_LETTERS)
  const isWhole = values.length === GROUP_LETTERS + 1 && !values.includes(-1)
  if (!isWhole || values[GROUP_LETTERS] !== checkValue(group, place)) {
    throw new Refusal('invalid', 'kit_wrong_group', { group: place + 1 })
  }
  return group
}

/** Horner's scheme over GF(2^5) with x^5 + x^2 + 1 and base x: every letter has another weight, none of them zero. */
function checkValue(group: readonly number[], place: number): number {
  let check = 0
  for (const value of [...group, place]) check = timesX(check) ^ value
  return check
}

function timesX(value: number): number {
  const doubled = value << 1
  return doubled & 32 ? doubled ^ 0b100101 : doubled
}
