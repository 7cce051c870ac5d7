import { toHex } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { hashOf, isRenewalHash, type RenewalHash, treeHash } from '../crypto/renewal-hash.ts'
import { type Checkpoint, formatCheckpoint, parseCheckpoint } from '../ledger/checkpoint.ts'

// Renewal in the sense of RFC 4998 section 5.3, hash-tree renewal: before SHA-256 ages, the trees are rebuilt with another hash
// over what is kept. This text binds old and new roots and every stamp there was; it is what is stamped, by an imprint of
// the new hash: formats/hash-renewal.md.

const HEAD = 'cunzhen/hash-renewal/v1'
const MOST = 2_000_000

const KINDS = ['checkpoint', 'renewal', 'renewal-list', 'hash-renewal', 'hash-renewal-text'] as const
export type StampedKind = (typeof KINDS)[number]

export interface StampedBefore {
  /** Hex digest, under the new hash, of the stored bytes. */
  readonly digest: string
  /** A stored response (`checkpoint`, `renewal`, `hash-renewal`), or a text that one is over. */
  readonly of: StampedKind
  /** Size of the ledger, or number of the renewal. */
  readonly number: number
  /** Null for a text. */
  readonly authority: string | null
}

export interface HashRenewal {
  /** Of the ledger as it is: its first entries, and their root under SHA-256. */
  readonly checkpoint: Checkpoint
  readonly hash: RenewalHash
  /** Hex root of the rebuilt tree. */
  readonly root: string
  /** Entries whose data went in, and those whose data is not kept; together the size. */
  readonly retained: number
  readonly without: number
  /** Records among the entries, conversations, and hex root of the map over them. */
  readonly map: { readonly records: number; readonly conversations: number; readonly root: string }
  /** Files that records name: whose content went in, whose is not kept; hex root of the tree over them. */
  readonly files: { readonly retained: number; readonly without: number; readonly root: string }
  readonly stamps: readonly StampedBefore[]
}

const AUTHORITY = /^[a-z0-9][a-z0-9-]{0,31}$/
const bad = (): ProofError => new ProofError('bad_timestamp', 'hash_renewal')

/** The text to be stamped. Throws ProofError 'bad_checkpoint', 'bad_timestamp'. */
export function formatHashRenewal(renewal: HashRenewal): string {
  const { checkpoint, hash, root, retained, without, map, files, stamps } = renewal
  const lines = stamps.map(({ digest, of, number, authority }) => `${digest} ${of} ${number} ${authority ?? '-'}\n`)
  const text = [
    `${HEAD}\n${formatCheckpoint(checkpoint)}${hash}\n`,
    `${root} ${retained} ${without}\n`,
    `${map.root} ${map.records} ${map.conversations}\n`,
    `${files.root} ${files.retained} ${files.without}\n`,
    `${stamps.length}\n`,
    ...lines,
  ].join('')
  parseHashRenewal(text)
  return text
}

/** Strict: one spelling. Throws ProofError 'bad_checkpoint', 'bad_timestamp' 'hash_renewal'. */
export function parseHashRenewal(text: string): HashRenewal {
  const [head, origin, size, old, hash = '', tree = '', map = '', files = '', count = '', ...rest] = text.split('\n')
  if (head !== HEAD || !isRenewalHash(hash) || rest.pop() !== '') throw bad()
  if (rest.length > MOST || count !== String(rest.length)) throw bad()
  const checkpoint = parseCheckpoint(`${origin}\n${size}\n${old}\n`)
  const [root, retained, without] = figuresOf(hash, tree)
  const [mapRoot, records, conversations] = figuresOf(hash, map)
  const [filesRoot, filesRetained, filesWithout] = figuresOf(hash, files)
  if (retained + without !== checkpoint.size || records > checkpoint.size || conversations > records) throw bad()
  return {
    checkpoint,
    hash,
    root,
    retained,
    without,
    map: { root: mapRoot, records, conversations },
    files: { root: filesRoot, retained: filesRetained, without: filesWithout },
    stamps: rest.map((line) => stampOf(hash, line)),
  }
}

/** A root and two counts. */
function figuresOf(hash: RenewalHash, line: string): [root: string, first: number, second: number] {
  const [root = '', first = '', second = '', ...more] = line.split(' ')
  if (more.length > 0 || !isDigest(hash, root)) throw bad()
  return [root, countOf(first), countOf(second)]
}

function stampOf(hash: RenewalHash, line: string): StampedBefore {
  const [digest = '', word = '', number = '', by = '', ...more] = line.split(' ')
  const of = KINDS.find((each) => each === word)
  const isText = word === 'renewal-list' || word === 'hash-renewal-text'
  if (more.length > 0 || of === undefined || !isDigest(hash, digest)) throw bad()
  if (isText ? by !== '-' : !AUTHORITY.test(by)) throw bad()
  return { digest, of, number: countOf(number), authority: isText ? null : by }
}

const isDigest = (hash: RenewalHash, text: string): boolean =>
  text.length === 2 * treeHash(hash).length && /^[0-9a-f]+$/.test(text)

function countOf(text: string): number {
  const count = Number(text)
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text) || !Number.isSafeInteger(count)) throw bad()
  return count
}

/** Whether a hash renewal covers these stored bytes: a response, or a text that one is over. */
export function isCoveredBy({ hash, stamps }: HashRenewal, stored: Uint8Array): boolean {
  const digest = toHex(hashOf(treeHash(hash), stored))
  return stamps.some((each) => each.digest === digest)
}

/** What the ledger says of it: the statement of an entry of type `stamp`. */
export interface HashRenewalStatement {
  readonly v: 1
  readonly of: 'hash'
  readonly number: number
  readonly hash: RenewalHash
  readonly size: number
  /** Hex, of the tree as it is and of the rebuilt one. */
  readonly root: string
  readonly newRoot: string
  readonly retained: number
  readonly without: number
  readonly mapRoot: string
  readonly filesRoot: string
  /** Hex digest of the text under the new hash. */
  readonly text: string
}

export function hashRenewalStatement(number: number, renewal: HashRenewal): HashRenewalStatement {
  const { checkpoint, hash, root: newRoot, retained, without, map, files } = renewal
  const text = toHex(hashOf(treeHash(hash), new TextEncoder().encode(formatHashRenewal(renewal))))
  const { size, root } = checkpoint
  return {
    v: 1,
    of: 'hash',
    number,
    hash,
    size,
    root: toHex(root),
    newRoot,
    retained,
    without,
    mapRoot: map.root,
    filesRoot: files.root,
    text,
  }
}
