import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Cosignature, openCosignatures, toBase64, withSignatures } from '@cunzhen/proof'
import { type Clock, MINUTE, Refusal, SECOND } from '#base'
import type { Head, LedgerReader } from '#ledger'
import type { DurableFiles } from '#platform'
import type { Answer, Post } from './post.ts'
import type { WitnessSetting } from './settings.ts'

// The house as a client of witnesses (C2SP tlog-witness): it shows its newest checkpoint with the proof that nothing of the
// one before was changed, and keeps the witness's signature beside its own.

export interface CosignParts {
  readonly clock: Clock
  readonly post: Post
  readonly files: DurableFiles
  readonly ledger: Pick<LedgerReader, 'proveConsistency'>
}

const APART = 10 * MINUTE

/**
 * @param from size that the witness signed last, as far as we know
 * @param dir folder of this checkpoint
 * @throws Refusal `unreachable`, `answer_too_large`, `refused`, `log_unknown`, `key_refused`, `witness_ahead`,
 *   `inconsistent`, `bad_cosignature`, `wrong_time`
 */
export async function askWitness(
  parts: CosignParts,
  witness: WitnessSetting,
  head: Head,
  from: number,
  dir: string,
): Promise<Cosignature> {
  const answer = await submit(parts, witness, head, from)
  const lines = linesOf(answer)
  const known = readNoteFile(dir) ?? head.checkpoint
  // theirs beside the house's own, and nothing but theirs: the same lines under a note without the other witnesses
  const [cosignature] = openCosignatures(withSignatures(head.checkpoint, lines), [witness.key])
  if (cosignature === undefined) throw new Refusal('unavailable', 'bad_cosignature')
  if (Math.abs(parts.clock.now() - cosignature.time * SECOND) > APART) throw new Refusal('unavailable', 'wrong_time')
  keepNote(parts.files, dir, withSignatures(known, lines))
  return cosignature
}

/** Asks once more where the witness says that it is at another size: it may have seen us through somebody else. */
async function submit(parts: CosignParts, witness: WitnessSetting, head: Head, from: number): Promise<Answer> {
  const first = await send(parts, witness, head, Math.min(from, head.size))
  if (first.status !== 409) return checked(first)
  const size = sizeOf(first)
  if (size > head.size) throw new Refusal('conflict', 'witness_ahead')
  // the same size and still a conflict: another root
  if (size === Math.min(from, head.size)) throw new Refusal('conflict', 'inconsistent')
  return checked(await send(parts, witness, head, size))
}

async function send({ post, ledger }: CosignParts, witness: WitnessSetting, head: Head, old: number): Promise<Answer> {
  const proof = old === 0 || old === head.size ? [] : await ledger.proveConsistency(old, head.size)
  const body = `old ${old}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${head.checkpoint}`
  return post(`${witness.url}/add-checkpoint`, 'text/plain; charset=utf-8', Buffer.from(body))
}

function checked(answer: Answer): Answer {
  const { status } = answer
  if (status === 200) return answer
  if (status === 404) throw new Refusal('unavailable', 'log_unknown')
  if (status === 403) throw new Refusal('unavailable', 'key_refused')
  if (status === 409 || status === 422) throw new Refusal('conflict', 'inconsistent')
  throw new Refusal('unavailable', 'refused', { status })
}

function sizeOf({ type, bytes }: Answer): number {
  const [, digits = ''] = /^(0|[1-9]\d{0,15})\n$/.exec(textOf(bytes)) ?? []
  if (type !== 'text/x.tlog.size' || digits === '') throw new Refusal('conflict', 'inconsistent')
  return Number(digits)
}

const linesOf = ({ bytes }: Answer): string => textOf(bytes)
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8')

/** The note of a checkpoint as it is kept: signed by the house, and by whoever cosigned. */
export function readNoteFile(dir: string): string | null {
  const path = join(dir, 'checkpoint')
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}

export function keepNote(files: DurableFiles, dir: string, note: string): void {
  if (readNoteFile(dir) === note) return
  files.ensureDir(dir)
  files.writeFileDurably(join(dir, 'checkpoint'), Buffer.from(note))
}
