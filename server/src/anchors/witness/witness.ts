import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Checkpoint,
  cosign,
  fromBase64,
  openNote,
  ProofError,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  toBase64,
  verifyConsistency,
} from '@cunzhen/proof'
import { type Clock, Fault, Refusal, SECOND } from '#base'
import type { DurableFiles } from '#platform'
import type { Auditor } from './audit.ts'

// A witness of logs (C2SP tlog-witness): remembers for each log the largest checkpoint that it signed, and signs another only
// when it is proven to continue that one. It knows nothing of what is in a log.

export interface WitnessKey {
  /** Cosigner key, type 04. */
  readonly key: string
  sign(message: Uint8Array): Uint8Array
}

export interface WitnessParts {
  /** Where it remembers. */
  readonly dir: string
  readonly key: WitnessKey
  /** Verifier keys of the logs, type 01; the name of a key is the origin of its log. */
  readonly logs: readonly string[]
  readonly clock: Clock
  readonly files: DurableFiles
  /** Of an auditing cosigner: looks at everything below a checkpoint before it is signed. */
  readonly audit?: Auditor
}

/** As HTTP has it: the caller only writes it out. */
export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422 | 503
  readonly type: 'text/plain; charset=utf-8' | 'text/x.tlog.size'
  readonly body: string
}

export interface Witness {
  /**
   * The whole call `add-checkpoint`. Synchronous from reading what it knows to having written what it learned, so that two
   * requests cannot both continue one checkpoint.
   * @throws Fault `witness_state_damaged`; what the disk throws: nothing was signed then
   */
  addCheckpoint(body: string): WitnessAnswer
}

const MOST_PROOF = 63

export function createWitness(parts: WitnessParts): Witness {
  const keys = new Map<string, string[]>()
  for (const log of parts.logs) {
    const { name } = parseVerifierKey(log)
    keys.set(name, [...(keys.get(name) ?? []), log])
  }
  parts.files.ensureDir(parts.dir)
  return { addCheckpoint: (body) => answer(parts, keys, body) }
}

function answer(parts: WitnessParts, keys: ReadonlyMap<string, string[]>, body: string): WitnessAnswer {
  const asked = parseRequest(body)
  if (asked === null) return refused(400, 'bad request')
  const { old, proof, note, checkpoint, text } = asked
  const known = keys.get(checkpoint.origin)
  if (known === undefined) return refused(404, 'unknown log')
  if (!isSigned(note, known)) return refused(403, 'no signature of a known key')
  if (old > checkpoint.size) return refused(400, 'old size is beyond the checkpoint')
  const last = lastOf(parts.dir, checkpoint.origin)
  const size = last?.size ?? 0
  if (old !== size) return { status: 409, type: 'text/x.tlog.size', body: `${size}\n` }
  // the same size must be the same tree: anything else is a fork, whatever proof comes with it
  if (last !== null && size === checkpoint.size && !same(last.root, checkpoint.root)) {
    return { status: 409, type: 'text/x.tlog.size', body: `${size}\n` }
  }
  if (!continues(last, checkpoint, proof)) return refused(422, 'the consistency proof does not hold')
  const objection = parts.audit && objectionOf(parts.audit, checkpoint)
  if (objection) return objection
  const time = Math.floor(parts.clock.now() / SECOND)
  const line = cosign(text, parts.key.key, time, parts.key.sign)
  // remembered before anybody has the signature: after a crash it signs nothing smaller or other
  remember(parts, checkpoint)
  return { status: 200, type: 'text/plain; charset=utf-8', body: line }
}

const refused = (status: 400 | 403 | 404 | 422 | 503, why: string): WitnessAnswer => ({
  status,
  type: 'text/plain; charset=utf-8',
  body: `${why}\n`,
})

/** Null: nothing is wrong. Later: 503. Never: 422, for what is proven is not what was asked for. */
function objectionOf(audit: Auditor, checkpoint: Checkpoint): WitnessAnswer | null {
  try {
    audit.follow(checkpoint)
    return null
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (error.code === 'audit_copy_behind') return refused(503, 'the copy of the ledger is behind')
    return refused(422, `the audit failed: ${error.detail.wrong} at entry ${error.detail.entry}`)
  }
}

interface Asked {
  readonly old: number
  readonly proof: readonly Uint8Array[]
  readonly note: string
  readonly text: string
  readonly checkpoint: Checkpoint
}

/** Null for what is no request. Nothing is verified. */
function parseRequest(body: string): Asked | null {
  const end = body.indexOf('\n\n')
  if (end < 0) return null
  const [first = '', ...lines] = body.slice(0, end).split('\n')
  const [, digits = ''] = /^old (0|[1-9]\d{0,15})$/.exec(first) ?? []
  const old = Number(digits)
  if (digits === '' || !Number.isSafeInteger(old) || lines.length > MOST_PROOF) return null
  const note = body.slice(end + 2)
  try {
    const { text } = parseNote(note)
    // extension lines are the log's own matter; ours have none, and a witness of ours says nothing about others
    const checkpoint = parseCheckpoint(text)
    return { old, proof: lines.map(fromBase64), note, text, checkpoint }
  } catch (error) {
    if (error instanceof ProofError) return null
    throw error
  }
}

/** Unknown keys are ignored; one key of the log must have signed. */
function isSigned(note: string, keys: readonly string[]): boolean {
  try {
    return openNote(note, keys).verified.length > 0
  } catch (error) {
    if (error instanceof ProofError) return false
    throw error
  }
}

function continues(last: Remembered | null, { size, root }: Checkpoint, proof: readonly Uint8Array[]): boolean {
  if (last === null || last.size === 0) return proof.length === 0
  try {
    verifyConsistency(last.size, size, last.root, root, proof)
    return true
  } catch (error) {
    if (error instanceof ProofError) return false
    throw error
  }
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

interface Remembered {
  readonly size: number
  readonly root: Uint8Array
}

/** One small file for each log, named by a hash: an origin may hold anything. */
function pathOf(dir: string, origin: string): string {
  return join(dir, `${createHash('sha256').update(origin).digest('hex').slice(0, 32)}.log`)
}

function lastOf(dir: string, origin: string): Remembered | null {
  const path = pathOf(dir, origin)
  if (!existsSync(path)) return null
  try {
    const checkpoint = parseCheckpoint(readFileSync(path, 'utf8'))
    if (checkpoint.origin === origin) return checkpoint
  } catch (error) {
    if (!(error instanceof ProofError)) throw error
  }
  // to sign without knowing what was signed before is what a witness must never do
  throw new Fault('witness_state_damaged', 'put the newest copy of this file back; never delete it')
}

function remember({ dir, files }: WitnessParts, { origin, size, root }: Checkpoint): void {
  files.writeFileDurably(pathOf(dir, origin), Buffer.from(`${origin}\n${size}\n${toBase64(root)}\n`))
}
