import { sha256 } from '#crypto'
import { concat, fromBase64, fromHex, toBase64, toHex, utf8 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { canonicalJson, type JsonValue, parseCanonicalJson } from '../bytes/jcs.ts'
import { HEX32, integer, list, matching, object, oneOf, time } from '../bytes/shapes.ts'
import { HASH_SIZE } from '../ledger/merkle.ts'
import type { Disclosure } from '../record/disclosure.ts'
import { KINDS, type Kind } from '../record/record.ts'
import type { PrunedNode, TimeWindow } from './completeness-range.ts'
import { NODE_SIZE, readLabel } from './completeness-tree.ts'

// proof/completeness.ndjson, line by line: formats/completeness.md. Strict as shapes.ts is, with the same errors.

/** The approved scope itself; its digest is the one that every decision is over. */
export interface PackageScope extends TimeWindow {
  /** Empty: the scope names its conversations by number. */
  people: readonly number[]
  conversations: 'all' | readonly number[]
  /** Null: all kinds. */
  kinds: readonly Kind[] | null
}

export type CompletenessLine =
  /** The first line. `digest`: of the scope, hex. */
  | { is: 'head'; scope: PackageScope; digest: string; map: Uint8Array[]; directory: Uint8Array[] }
  /** A conversation of the scope; the lines up to the next of these and the two below are the pieces of its proof. */
  | { is: 'conversation'; no: number | null; tag: Uint8Array; at: number; n: number; root: Uint8Array }
  /** A conversation of the scope that has no record: it would stand in the map before what stands at `at`. */
  | { is: 'absent'; no: number; tag: Uint8Array; at: number }
  /** An entry of the map that is told only to show where an absent one would stand. */
  | { is: 'neighbour'; tag: Uint8Array; at: number; head: Uint8Array }
  | { is: 'pruned'; nodes: PrunedNode[] }
  /** A record inside the window whose kind the scope does not name: nothing of it is shown but time and kind. */
  | { is: 'other'; seq: number; sourceTs: number | null; open: Disclosure }

const PIECE = 1 + NODE_SIZE

/** Throws ProofError 'bad_shape', 'bad_base64', 'bad_label', 'not_canonical_json'. */
export function parseCompletenessLine(json: string, first: boolean): CompletenessLine {
  const value = parseCanonicalJson(json)
  if (first) return parseHead(value)
  if (has(value, 'pruned')) return { is: 'pruned', nodes: piecesOf(object(value, 'pruned', ['pruned']).pruned) }
  if (has(value, 'open')) return parseOther(value)
  if (has(value, 'head'))
    return { is: 'neighbour', ...placeOf(value, ['head']), head: hashesOf(member(value, 'head'), 1) }
  if (has(value, 'n')) return parseConversation(value)
  return { is: 'absent', ...placeOf(value, ['no']), no: integer(member(value, 'no'), 'no', 1) }
}

function has(value: JsonValue, key: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
}

function member(value: JsonValue, key: string): JsonValue | undefined {
  return object(value, key, [], KEYS)[key]
}

const KEYS = ['tag', 'at', 'no', 'n', 'root', 'head'] as const

function placeOf(value: JsonValue, more: readonly string[]): { tag: Uint8Array; at: number } {
  const found = object(value, 'conversation', ['tag', 'at', ...more])
  return { tag: fromHex(matching(found.tag, 'tag', HEX32)), at: integer(found.at, 'at') }
}

function parseConversation(value: JsonValue): CompletenessLine {
  const place = placeOf(value, ['no', 'n', 'root'])
  const no = member(value, 'no')
  const root = fromBase64(text(member(value, 'root')))
  readLabel(root)
  return {
    is: 'conversation',
    ...place,
    no: no === null ? null : integer(no, 'no', 1),
    n: integer(member(value, 'n'), 'n', 1),
    root,
  }
}

function parseOther(value: JsonValue): CompletenessLine {
  const found = object(value, 'other', ['seq', 'ts', 'open'])
  const sourceTs = found.ts === null ? null : time(found.ts, 'ts')
  const open = found.open as unknown as Disclosure // openDisclosure believes none of it
  return { is: 'other', seq: integer(found.seq, 'seq'), sourceTs, open }
}

function text(value: JsonValue | undefined): string {
  if (typeof value !== 'string') throw new ProofError('bad_shape', 'base64')
  return value
}

function hashesOf(value: JsonValue | undefined, count: 1): Uint8Array
function hashesOf(value: JsonValue | undefined): Uint8Array[]
function hashesOf(value: JsonValue | undefined, count?: 1): Uint8Array[] | Uint8Array {
  const bytes = fromBase64(text(value))
  if (bytes.length % HASH_SIZE !== 0 || (count === 1 && bytes.length !== HASH_SIZE)) throw new ProofError('bad_digest')
  if (count === 1) return bytes
  const hashes: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += HASH_SIZE) hashes.push(bytes.subarray(at, at + HASH_SIZE))
  return hashes
}

function piecesOf(value: JsonValue | undefined): PrunedNode[] {
  const bytes = fromBase64(text(value))
  if (bytes.length === 0 || bytes.length % PIECE !== 0) throw new ProofError('bad_shape', 'pruned')
  const nodes: PrunedNode[] = []
  for (let at = 0; at < bytes.length; at += PIECE) {
    nodes.push({ height: bytes[at] ?? 0, node: bytes.subarray(at + 1, at + PIECE) })
  }
  return nodes
}

function parseHead(value: JsonValue): CompletenessLine {
  const found = object(value, 'completeness', ['v', 'scope', 'map', 'directory'])
  if (found.v !== 1) throw new ProofError('bad_version', 'completeness')
  const digest = toHex(sha256(concat(utf8('cunzhen/scope/v1\n'), utf8(canonicalJson(found.scope)))))
  return {
    is: 'head',
    scope: parseScope(found.scope),
    digest,
    map: hashesOf(found.map),
    directory: hashesOf(found.directory),
  }
}

const SCOPE_KEYS = ['v', 'subjects', 'people', 'conversations', 'from', 'to', 'kinds', 'undated'] as const

function parseScope(value: JsonValue | undefined): PackageScope {
  const found = object(value, 'scope', SCOPE_KEYS)
  if (found.v !== 1) throw new ProofError('bad_version', 'scope')
  if (typeof found.undated !== 'boolean') throw new ProofError('bad_shape', 'scope.undated')
  for (const subject of list(found.subjects, 'scope.subjects'))
    matching(subject, 'scope.subjects', /^[\x21-\x7e]{1,100}$/)
  const bound = (edge: JsonValue | undefined): number | null => (edge === null ? null : time(edge, 'scope.time'))
  return {
    people: list(found.people, 'scope.people').map((no) => integer(no, 'scope.people', 1)),
    conversations:
      found.conversations === 'all'
        ? 'all'
        : list(found.conversations, 'scope.conversations').map((no) => integer(no, 'scope.conversations', 1)),
    from: bound(found.from),
    to: bound(found.to),
    kinds:
      found.kinds === null ? null : list(found.kinds, 'scope.kinds').map((kind) => oneOf(kind, 'scope.kinds', KINDS)),
    undated: found.undated,
  }
}

// --- writing ---

/** The first line. `scope` is the approved one, in its normal form. */
export function headLine(scope: object, map: readonly Uint8Array[], directory: readonly Uint8Array[]): string {
  return `${canonicalJson({ v: 1, scope, map: toBase64(concat(...map)), directory: toBase64(concat(...directory)) })}\n`
}

export function conversationLine(place: {
  no: number | null
  tag: Uint8Array
  at: number
  n: number
  root: Uint8Array
}): string {
  const { no, tag, at, n, root } = place
  return `${canonicalJson({ no, tag: toHex(tag), at, n, root: toBase64(root) })}\n`
}

export function absentLine({ no, tag, at }: { no: number; tag: Uint8Array; at: number }): string {
  return `${canonicalJson({ no, tag: toHex(tag), at })}\n`
}

export function neighbourLine({ tag, at, head }: { tag: Uint8Array; at: number; head: Uint8Array }): string {
  return `${canonicalJson({ tag: toHex(tag), at, head: toBase64(head) })}\n`
}

export function prunedLine(nodes: readonly PrunedNode[]): string {
  const bytes = new Uint8Array(PIECE * nodes.length)
  nodes.forEach(({ height, node }, i) => {
    bytes[PIECE * i] = height
    bytes.set(node, PIECE * i + 1)
  })
  return `${canonicalJson({ pruned: toBase64(bytes) })}\n`
}

export function otherLine(seq: number, ts: number | null, open: Disclosure): string {
  return `${canonicalJson({ seq, ts, open })}\n`
}
