import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import {
  encodeTimestampRequest,
  fromHex,
  type RenewalHash,
  type VerifiedTimestamp,
  verifyTimestamp,
} from '@cunzhen/proof'
import { type Clock, MINUTE, Refusal } from '#base'
import type { DurableFiles } from '#platform'
import type { Post } from './post.ts'
import type { Authority } from './settings.ts'
import { readNote, type StampNote } from './state.ts'

/** What a stamp is taken over, and where it is kept. */
export interface StampSubject {
  readonly of: StampNote['of']
  readonly number: number
  readonly message: Uint8Array
  /** Ledger size and hex root that it covers. */
  readonly size: number
  readonly root: string
  readonly list: string | null
  readonly dir: string
  /** Of the imprint; absent: SHA-256. */
  readonly hash?: RenewalHash
}

export interface StampParts {
  readonly clock: Clock
  readonly post: Post
  readonly files: DurableFiles
  readonly appendStatement: (statement: {
    type: 'stamp'
    key: string
    salt: Uint8Array
    statement: object
  }) => Promise<number>
}

/** How far an authority's clock and ours may be apart: a stamp of another day is a replay or a broken clock. */
const APART = 10 * MINUTE

/**
 * Asks, checks everything, and only then keeps: the response as it came, and beside it a note. One that a crash left is not
 * asked for again. Never more than one request at a time for a subject.
 * @throws Refusal `unreachable`, `refused`, `answer_too_large`, `wrong_time`; ProofError for a stamp that does not hold
 */
export async function takeStamp(parts: StampParts, authority: Authority, subject: StampSubject): Promise<StampNote> {
  const notePath = join(subject.dir, `${authority.id}.json`)
  const path = join(subject.dir, `${authority.id}.tsr`)
  const kept = readNote(notePath)
  if (kept !== null && existsSync(path)) return kept
  const nonce = new Uint8Array(randomBytes(16))
  const { message, hash: algorithm = 'sha256' } = subject
  const digest = new Uint8Array(createHash(algorithm).update(message).digest())
  const [policy] = authority.policies ?? []
  const query = encodeTimestampRequest({ algorithm, digest, nonce, policy })
  const { status, bytes } = await parts.post(authority.url, 'application/timestamp-query', query)
  if (status !== 200) throw new Refusal('unavailable', 'refused', { status })
  const now = parts.clock.now()
  const { roots, hints } = authority
  const policies = authority.policies ?? undefined
  const stamp = verifyTimestamp(bytes, { message, algorithm, roots, hints, nonce, policies, now: now + APART })
  if (now - stamp.time > APART) throw new Refusal('unavailable', 'wrong_time')
  const note = noteOf(authority, subject, stamp, bytes, now)
  parts.files.ensureDir(subject.dir)
  // the note names the response: a note without one would be a stamp that nobody can show
  parts.files.writeFileDurably(path, bytes)
  parts.files.writeFileDurably(notePath, encodeNote(note))
  return note
}

function noteOf(
  { id }: Authority,
  { of, number, size, root, list }: StampSubject,
  { time, policy, serial, notAfter, authority: signer }: VerifiedTimestamp,
  response: Uint8Array,
  at: number,
): StampNote {
  const sha256 = createHash('sha256').update(response).digest('hex')
  const salt = randomBytes(16).toString('hex')
  const said = { time, policy, serial, signer, notAfter }
  return { v: 1, of, number, authority: id, ...said, sha256, salt, size, root, list, at, index: null }
}

/** Puts the stamp's digest into the ledger, once. @returns the note with the index of its statement */
export async function enterStamp(parts: StampParts, note: StampNote, dir: string): Promise<StampNote> {
  if (note.index !== null) return note
  const index = await parts.appendStatement({
    type: 'stamp',
    key: `stamp:${note.sha256}`,
    salt: fromHex(note.salt),
    statement: stampStatement(note),
  })
  const entered = { ...note, index }
  parts.files.writeFileDurably(join(dir, `${note.authority}.json`), encodeNote(entered))
  return entered
}

/** What the ledger says of a stamp: formats/timestamp.md, "Statement". */
export function stampStatement(note: StampNote): object {
  const { of, number, authority, time, policy, serial, sha256, size, root, list } = note
  return { v: 1, of, number, authority, time, policy, serial, sha256, size, root, ...(list !== null && { list }) }
}

const encodeNote = (note: StampNote): Uint8Array => Buffer.from(`${JSON.stringify(note, null, 1)}\n`)
