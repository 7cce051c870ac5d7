import { equalBytes, fromUtf8, toHex } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { type CompletenessLine, type PackageScope, parseCompletenessLine } from '../completeness/completeness-file.ts'
import { directoryLeaf, type EpochStatement, headDigest, LeafRow, mapLeaf } from '../completeness/completeness-map.ts'
import { isInWindow } from '../completeness/completeness-range.ts'
import { rootFromShared } from '../ledger/inclusion.ts'
import { type Conversations, type Manifest, PACKAGE_FILES, type Statements } from '../package/package.ts'
import { parseEpoch } from '../package/package-shapes.ts'
import { ConversationProof } from './completeness-one.ts'
import type { SeenRows } from './seen-rows.ts'
import type { Source } from './source.ts'
import { type Completeness, codeOf, type FindingCode, type Findings } from './verdict.ts'

// Nothing of the scope was left out (formats/completeness.md): the scope is the approved one, each of its conversations stands
// in the map that the house sealed, and of each every record inside the window is a row here. Rows, ledger and statements are
// other checks: this one takes the rows' digests and numbers as they found them.

const FILE = PACKAGE_FILES.completeness
/** More conversations than a house has: what the lines claim must not fill the memory. */
const MOST_CONVERSATIONS = 4_000_000

/** Of a package that carries nothing about it. */
export const NOT_PROVEN: Completeness = {
  state: 'not_proven',
  conversations: 0,
  without: 0,
  rows: 0,
  otherKinds: 0,
  outside: 0,
  byPeople: false,
  sealedAt: null,
  size: null,
}

export async function checkCompleteness(
  source: Source,
  manifest: Manifest,
  conversations: Conversations,
  seen: SeenRows,
  statements: Statements | null,
  findings: Findings,
): Promise<Completeness> {
  if (!source.names.has(FILE)) {
    findings.skip('completeness')
    return NOT_PROVEN
  }
  const seal = sealOf(statements, manifest, findings)
  if (seal === null) return { ...NOT_PROVEN, state: 'failed' }
  const check = new CompletenessCheck(manifest, conversations, seen, seal.epoch, findings)
  await check.read(source)
  const figures = { ...check.figures(), sealedAt: seal.archiveTs, size: seal.epoch.size }
  findings.looked('completeness', figures.rows + figures.otherKinds)
  return { ...figures, state: findings.failed('completeness') ? 'failed' : 'proven' }
}

/** The one seal; that it is in the ledger is for the check `ledger` to say. */
function sealOf(
  statements: Statements | null,
  manifest: Manifest,
  findings: Findings,
): { epoch: EpochStatement; archiveTs: number } | null {
  const [only, ...more] = statements?.statements.filter(({ type }) => type === 'epoch') ?? []
  if (only === undefined || more.length > 0) {
    findings.add('completeness', 'seal_missing')
    return null
  }
  const epoch = parseEpoch(only.statement)
  // a seal over entries that come after it, or one made before the rows were fixed, seals something else
  if (epoch.size > only.index) findings.add('completeness', 'seal_differs', { detail: 'size' })
  if (only.archiveTs < manifest.export.at) findings.add('completeness', 'seal_too_old')
  return { epoch, archiveTs: only.archiveTs }
}

class CompletenessCheck {
  readonly #manifest: Manifest
  readonly #seen: SeenRows
  readonly #epoch: EpochStatement
  readonly #findings: Findings
  /** Of the package's conversations: tag (hex) to the places of their rows in `seen`, by number. */
  readonly #rows: Map<string, number[]>
  readonly #labels = new Map<string, string>()
  #scope: PackageScope | null = null
  #mapProof: Uint8Array[] = []
  #directoryProof: Uint8Array[] = []
  #proof: ConversationProof | null = null
  // what was told of the map, in its order
  readonly #places: number[] = []
  readonly #leaves = new LeafRow()
  #lastTag: Uint8Array | null = null
  #waiting: { tag: Uint8Array; at: number }[] = []
  // what was told of the directory
  readonly #numbered: { no: number; tag: Uint8Array }[] = []
  #conversations = 0
  #without = 0
  #otherKinds = 0
  #outside = 0

  constructor(
    manifest: Manifest,
    { conversations }: Conversations,
    seen: SeenRows,
    epoch: EpochStatement,
    findings: Findings,
  ) {
    this.#manifest = manifest
    this.#seen = seen
    this.#epoch = epoch
    this.#findings = findings
    this.#rows = new Map(conversations.map(({ tag }) => [tag, []]))
    conversations.forEach(({ tag }, i) => void this.#labels.set(tag, `conversation ${i + 1}`))
    for (let place = 0; place < seen.opened; place++)
      this.#rows.get(conversations[seen.conv(place) - 1]?.tag ?? '')?.push(place)
    for (const places of this.#rows.values()) places.sort((a, b) => seen.seq(a) - seen.seq(b))
  }

  /** Reads the file to its end, or to the first line that cannot be read. */
  async read(source: Source): Promise<void> {
    const lines = source.lines(FILE)
    try {
      for (let place = 0; ; place++) {
        const next = await lines.next()
        if (next.done === true) break
        if (next.value.at(-1) !== 0x0a) throw new ProofError('bad_shape', 'line')
        this.#take(parseCompletenessLine(fromUtf8(next.value.subarray(0, -1)), place === 0))
      }
      if (this.#scope === null) throw new ProofError('bad_shape', 'completeness')
    } catch (error) {
      this.#add('bad_completeness', codeOf(error))
      return
    }
    this.#endConversation()
    this.#checkMap()
    this.#checkDirectory()
    this.#checkScope(this.#scope)
    this.#checkRows(this.#scope)
  }

  figures(): Omit<Completeness, 'state' | 'sealedAt' | 'size'> {
    return {
      conversations: this.#conversations,
      without: this.#without,
      rows: this.#seen.opened,
      otherKinds: this.#otherKinds,
      outside: this.#outside,
      byPeople: (this.#scope?.people.length ?? 0) > 0,
    }
  }

  #add(code: FindingCode, detail = ''): void {
    this.#findings.add('completeness', code, { file: FILE, detail })
  }

  #take(line: CompletenessLine): void {
    if (line.is === 'pruned' || line.is === 'other') {
      if (this.#proof === null) throw new ProofError('bad_shape', 'order')
      if (line.is === 'pruned') this.#proof.pruned(line.nodes)
      else this.#proof.other(line)
      return
    }
    this.#endConversation()
    if (line.is === 'head') this.#begin(line)
    else if (this.#scope === null) throw new ProofError('bad_shape', 'order')
    else if (line.is === 'conversation') this.#beginConversation(line, this.#scope)
    else if (line.is === 'absent') this.#noteAbsent(line)
    else this.#placed(line.at, line.tag, line.head)
  }

  #begin(head: Extract<CompletenessLine, { is: 'head' }>): void {
    this.#scope = head.scope
    this.#mapProof = head.map
    this.#directoryProof = head.directory
    if (head.digest !== this.#manifest.scope) this.#add('scope_not_approved')
  }

  #beginConversation(line: Extract<CompletenessLine, { is: 'conversation' }>, scope: PackageScope): void {
    this.#count(line.no, line.tag)
    this.#placed(line.at, line.tag, headDigest(line.n, line.root))
    const tag = toHex(line.tag)
    const rows = this.#rows.get(tag) ?? []
    // each conversation once: its rows are taken here, and what is left at the end belongs to none
    this.#rows.delete(tag)
    const label = this.#labels.get(tag) ?? `conversation number ${line.no ?? line.at + 1}`
    this.#proof = new ConversationProof({ line, scope, rows, seen: this.#seen, label, findings: this.#findings })
  }

  #endConversation(): void {
    if (this.#proof === null) return
    this.#proof.end()
    this.#otherKinds += this.#proof.others
    this.#outside += this.#proof.outside
    this.#proof = null
  }

  #count(no: number | null, tag: Uint8Array): void {
    this.#conversations += 1
    if (this.#conversations > MOST_CONVERSATIONS) throw new ProofError('too_long', 'conversations')
    if (no !== null) this.#numbered.push({ no, tag })
  }

  /** An entry of the map, in its order; those that wait for their right neighbour have it now. */
  #placed(at: number, tag: Uint8Array, head: Uint8Array): void {
    const isNext = at > (this.#places.at(-1) ?? -1) && at < this.#epoch.conversations
    if (!isNext || (this.#lastTag !== null && compareTags(this.#lastTag, tag) >= 0))
      this.#add('map_differs', `entry ${at}`)
    if (this.#places.length >= MOST_CONVERSATIONS) throw new ProofError('too_long', 'conversations')
    for (const absent of this.#waiting) {
      if (absent.at !== at || compareTags(absent.tag, tag) >= 0) this.#add('absence_differs', `entry ${absent.at}`)
    }
    this.#waiting = []
    this.#places.push(at)
    this.#leaves.push(mapLeaf({ tag, head }))
    this.#lastTag = tag
  }

  /** Where the conversation would stand: between two neighbours in the map that are told, or at one of its ends. */
  #noteAbsent({ no, tag, at }: Extract<CompletenessLine, { is: 'absent' }>): void {
    this.#count(no, tag)
    this.#without += 1
    const isFirst = at === 0
    const isLast = at === this.#epoch.conversations
    const left = this.#lastTag
    const hasLeft = left !== null && this.#places.at(-1) === at - 1 && compareTags(left, tag) < 0
    if (at > this.#epoch.conversations || !(isFirst || hasLeft)) this.#add('absence_differs', `entry ${at}`)
    if (!isLast) this.#waiting.push({ tag, at })
    if ((this.#rows.get(toHex(tag)) ?? []).length > 0) this.#add('absence_differs', `entry ${at}`)
    this.#rows.delete(toHex(tag))
  }

  #checkMap(): void {
    for (const { at } of this.#waiting) this.#add('absence_differs', `entry ${at}`)
    const { conversations: size, root } = this.#epoch
    if (this.#places.length === 0 && this.#mapProof.length === 0) return // a scope without a conversation tells nothing of it
    const ok = this.#gives(this.#places, (i) => this.#leaves.at(i), size, this.#mapProof, root)
    if (!ok) this.#add('map_differs')
  }

  #checkDirectory(): void {
    const sorted = this.#numbered.sort((a, b) => a.no - b.no)
    const { directory: size, directoryRoot } = this.#epoch
    if (sorted.length === 0 && this.#directoryProof.length === 0) return
    const leafAt = (i: number): Uint8Array => directoryLeaf(sorted[i]?.tag ?? new Uint8Array(0))
    const indices = sorted.map(({ no }) => no - 1)
    if (!this.#gives(indices, leafAt, size, this.#directoryProof, directoryRoot)) this.#add('directory_differs')
  }

  #gives(
    indices: readonly number[],
    leafAt: (i: number) => Uint8Array,
    size: number,
    proof: readonly Uint8Array[],
    root: string,
  ): boolean {
    try {
      return toHex(rootFromShared(indices, leafAt, size, proof)) === root
    } catch (error) {
      codeOf(error)
      return false
    }
  }

  /** Every conversation that the scope names is here. */
  #checkScope({ conversations, people }: PackageScope): void {
    if (conversations === 'all') {
      // with as many distinct places in the map as it has, all of them
      if (this.#places.length !== this.#epoch.conversations || this.#conversations !== this.#places.length) {
        this.#add('conversation_hidden', `${this.#conversations}/${this.#epoch.conversations}`)
      }
      return
    }
    if (this.#numbered.length !== this.#conversations) this.#add('directory_differs')
    const listed = new Set(this.#numbered.map(({ no }) => no))
    for (const no of conversations) {
      // a number that no conversation had yet names nothing
      if (no <= this.#epoch.directory && !listed.has(no)) this.#add('conversation_hidden', `conversation number ${no}`)
    }
    if (people.length > 0) return
    const named = new Set(conversations)
    for (const no of listed) if (!named.has(no)) this.#add('conversation_outside_scope', `conversation number ${no}`)
  }

  /** Every row belongs to a conversation that is proven, and is inside the scope. */
  #checkRows(scope: PackageScope): void {
    for (const [tag, places] of this.#rows) {
      if (places.length > 0) this.#add('conversation_outside_scope', this.#labels.get(tag))
    }
    const kinds = scope.kinds === null ? null : new Set<string | null>(scope.kinds)
    for (let place = 0; place < this.#seen.opened; place++) {
      const inside = isInWindow(scope, this.#seen.time(place))
      const ofKind = kinds === null || kinds.has(this.#seen.kind(place))
      if (!inside || !ofKind) this.#findings.add('completeness', 'row_outside_scope', { row: this.#seen.row(place) })
    }
    for (const { conv, rows, inScope } of this.#manifest.conversations) {
      if (rows !== inScope) this.#add('in_scope_differs', `conversation ${conv}: ${rows}/${inScope}`)
    }
  }
}

function compareTags(a: Uint8Array, b: Uint8Array): number {
  if (equalBytes(a, b)) return 0
  return toHex(a) < toHex(b) ? -1 : 1
}
