import { toHex } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { hashOf, isRenewalHash, type RenewalHash, treeHash } from '../crypto/renewal-hash.ts'
import { type Checkpoint, formatCheckpoint, parseCheckpoint } from '../ledger/checkpoint.ts'

// Renewal in the sense of RFC 4998 section 5.2, timestamp renewal: before the certificate behind older stamps ages, a new stamp
// is taken over the digests of all of them and the newest checkpoint. As long as the new one holds, the old ones are
// known to have existed before their keys could be abused. The list is what is stamped: formats/timestamp.md.

const HEAD = 'cunzhen/stamp-renewal/v1'
/** Names its hash; since a renewal of the hash (hash-renewal.ts) nothing new rests on the older one. */
const HEAD_NAMED = 'cunzhen/stamp-renewal/v2'
const MOST = 2_000_000

export interface RenewedStamp {
  /** Hex digest of the stored response, by the list's hash. */
  digest: string
  /** Where it is kept: a size of the ledger and the authority, or an earlier renewal (of stamps, of the hash) and the authority. */
  of: 'checkpoint' | 'renewal' | 'hash'
  number: number
  authority: string
}

export interface Renewal {
  hash: 'sha256' | RenewalHash
  checkpoint: Checkpoint
  stamps: RenewedStamp[]
}

const AUTHORITY = /^[a-z0-9][a-z0-9-]{0,31}$/
const bad = (what: string): ProofError => new ProofError('bad_timestamp', what)

/** The text to be stamped. Throws ProofError 'bad_checkpoint', 'bad_timestamp'. */
export function formatRenewal({ hash, checkpoint, stamps }: Renewal): string {
  const head = hash === 'sha256' ? HEAD : `${HEAD_NAMED}\n${hash}`
  const lines = stamps.map(({ digest, of, number, authority }) => `${digest} ${of} ${number} ${authority}\n`)
  const text = `${head}\n${formatCheckpoint(checkpoint)}${stamps.length}\n${lines.join('')}`
  parseRenewal(text)
  return text
}

/** Strict: one spelling. Throws ProofError 'bad_checkpoint', 'bad_timestamp' 'renewal'. */
export function parseRenewal(text: string): Renewal {
  const [head, ...body] = text.split('\n')
  const hash = head === HEAD ? 'sha256' : head === HEAD_NAMED ? body.shift() : undefined
  if (hash === undefined || (hash !== 'sha256' && !isRenewalHash(hash))) throw bad('renewal')
  if (hash === 'sha256' && head !== HEAD) throw bad('renewal')
  const [origin, size, root, count = '', ...rest] = body
  if (rest.pop() !== '' || rest.length > MOST || count !== String(rest.length)) throw bad('renewal')
  const checkpoint = parseCheckpoint(`${origin}\n${size}\n${root}\n`)
  return { hash, checkpoint, stamps: rest.map((line) => stampOf(hash, line)) }
}

function stampOf(hash: Renewal['hash'], line: string): RenewedStamp {
  const [, digest = '', word = '', number = '', authority = ''] =
    /^([0-9a-f]+) (checkpoint|renewal|hash) (0|[1-9][0-9]{0,15}) (\S+)$/.exec(line) ?? []
  const of = word as RenewedStamp['of'] // one of the three
  if (digest.length !== 2 * treeHash(hash).length || (hash === 'sha256' && of === 'hash')) throw bad('renewal')
  if (!AUTHORITY.test(authority) || !Number.isSafeInteger(Number(number))) throw bad('renewal')
  return { digest, of, number: Number(number), authority }
}

/** Whether a renewal covers this stored response. */
export function isRenewed({ hash, stamps }: Renewal, stamp: Uint8Array): boolean {
  const digest = toHex(hashOf(treeHash(hash), stamp))
  return stamps.some((each) => each.digest === digest)
}
