import { sha256 } from '#crypto'
import { toHex } from './bytes.ts'
import { type Checkpoint, formatCheckpoint, parseCheckpoint } from './checkpoint.ts'
import { ProofError } from './errors.ts'

// Renewal in the sense of RFC 4998 section 5.2, timestamp renewal: before the certificate behind older stamps ages, a new stamp
// is taken over the digests of all of them and the newest checkpoint. As long as the new one holds, the old ones are
// known to have existed before their keys could be abused. The list is what is stamped: formats/timestamp.md.

const HEAD = 'cunzhen/stamp-renewal/v1'
const MOST = 2_000_000

export interface RenewedStamp {
  /** Hex SHA-256 of the stored response. */
  sha256: string
  /** Where it is kept: a size of the ledger and the authority, or an earlier renewal and the authority. */
  of: 'checkpoint' | 'renewal'
  number: number
  authority: string
}

export interface Renewal {
  checkpoint: Checkpoint
  stamps: RenewedStamp[]
}

const AUTHORITY = /^[a-z0-9][a-z0-9-]{0,31}$/
const bad = (what: string): ProofError => new ProofError('bad_timestamp', what)

/** The text to be stamped. Throws ProofError 'bad_checkpoint', 'bad_timestamp'. */
export function formatRenewal({ checkpoint, stamps }: Renewal): string {
  const lines = stamps.map(({ sha256: digest, of, number, authority }) => `${digest} ${of} ${number} ${authority}\n`)
  const text = `${HEAD}\n${formatCheckpoint(checkpoint)}${stamps.length}\n${lines.join('')}`
  parseRenewal(text)
  return text
}

/** Strict: one spelling. Throws ProofError 'bad_checkpoint', 'bad_timestamp' 'renewal'. */
export function parseRenewal(text: string): Renewal {
  const [head, origin, size, root, count = '', ...rest] = text.split('\n')
  if (head !== HEAD || rest.pop() !== '' || rest.length > MOST || count !== String(rest.length)) throw bad('renewal')
  const checkpoint = parseCheckpoint(`${origin}\n${size}\n${root}\n`)
  const stamps = rest.map((line) => {
    const [, digest = '', of = '', number = '', authority = ''] =
      /^([0-9a-f]{64}) (checkpoint|renewal) (0|[1-9][0-9]{0,15}) (\S+)$/.exec(line) ?? []
    if (digest === '' || !AUTHORITY.test(authority) || !Number.isSafeInteger(Number(number))) throw bad('renewal')
    return {
      sha256: digest,
      of: of === 'renewal' ? ('renewal' as const) : ('checkpoint' as const),
      number: Number(number),
      authority,
    }
  })
  return { checkpoint, stamps }
}

/** Whether a renewal covers this stored response. */
export function isRenewed(renewal: Renewal, stamp: Uint8Array): boolean {
  const digest = toHex(sha256(stamp))
  return renewal.stamps.some((each) => each.sha256 === digest)
}
