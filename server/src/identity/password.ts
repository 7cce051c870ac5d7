import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { Fault } from '#base'

/** RFC 9106. `memory` in KiB. */
export interface PasswordCost {
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
}

/** RFC 9106 section 4, second recommended option, on one lane: 64 MiB and 3 passes, about a quarter of a second. */
export const PASSWORD_COST: PasswordCost = { memory: 65536, passes: 3, parallelism: 1 }

const SALT_LENGTH = 16
const TAG_LENGTH = 32
const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/

/** `$argon2id$v=19$m=65536,t=3,p=1$salt$tag`, base64 without padding: the parameters travel with the hash. */
export async function hashPassword(password: string, cost: PasswordCost): Promise<string> {
  const salt = randomBytes(SALT_LENGTH)
  const tag = await derive(password, salt, cost)
  return phc(cost, salt, tag)
}

/** @throws Fault `password_hash_damaged` when the stored string is none of ours */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  const match = PHC.exec(stored)
  const [, memory, passes, parallelism, salt, tag] = match ?? []
  if (!memory || !passes || !parallelism || !salt || !tag) {
    throw new Fault('password_hash_damaged', 'restore house.db, or send this person a new one-time link')
  }
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  const derived = await derive(password, Buffer.from(salt, 'base64'), cost)
  return timingSafeEqual(derived, Buffer.from(tag, 'base64'))
}

/** What is checked when there is no such person: the same work, and no password fits. */
export function unmatchableHash(cost: PasswordCost): string {
  return phc(cost, randomBytes(SALT_LENGTH), randomBytes(TAG_LENGTH))
}

/**
 * Length is what counts (NIST SP 800-63B 5.1.1.2): at least ten letters, five different, without a username of four
 * or more.
 */
export function isWeakPassword(password: string, username: string): boolean {
  const folded = password.normalize('NFC').toLowerCase()
  return [...folded].length < 10 || new Set(folded).size < 5 || (username.length >= 4 && folded.includes(username))
}

// Two at once: a flood of sign-ins may wait, but never takes more than twice the memory of one.
const WIDTH = 2
let running = 0
const waiting: (() => void)[] = []

async function derive(password: string, salt: Uint8Array, cost: PasswordCost): Promise<Buffer> {
  if (running >= WIDTH) await new Promise<void>((resolve) => waiting.push(resolve))
  else running += 1
  try {
    return await argon2id(password, salt, cost)
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}

function argon2id(password: string, salt: Uint8Array, cost: PasswordCost): Promise<Buffer> {
  // RFC 8265 section 4.2.2: passwords are compared in NFC, so that two keyboards give the same one
  const message = Buffer.from(password.normalize('NFC'), 'utf8')
  const { memory, passes, parallelism } = cost
  return new Promise((resolve, reject) => {
    argon2('argon2id', { message, nonce: salt, parallelism, tagLength: TAG_LENGTH, memory, passes }, (error, tag) => {
      if (error)
        reject(new Fault('password_hash_failed', 'the machine lacks memory for argon2id', {}, { cause: error }))
      else resolve(tag)
    })
  })
}

function phc({ memory, passes, parallelism }: PasswordCost, salt: Uint8Array, tag: Uint8Array): string {
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '')
}
