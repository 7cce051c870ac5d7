import { setImmediate as breath } from 'node:timers/promises'
import {
  decodeEntry,
  equalBytes,
  type HashRenewal,
  renewedLeaf,
  type TreeHash,
  TreeUnder,
  toHex,
  treeHash,
} from '@cunzhen/proof'
import type { LedgerReader } from '#ledger'
import { type RehashFolder, subjectIn } from './files.ts'
import { GROUP, RehashFold } from './fold.ts'
import type { Subject, Subjects } from './subject.ts'
import { FileLines } from './written.ts'

// The trees of a renewal once more, from what is kept now. Each digest is compared with the one that was written down then, and the
// tree is made of what was written down: so one record that was destroyed leaves all others, and every entry, as checkable
// as before.

type Add = (code: string, where: string) => void

export interface RecomputeParts {
  readonly ledger: Pick<LedgerReader, 'head' | 'readEntries'>
  /** What entries commit to now: as it is kept, or as a newer renewal found it. */
  readonly now: Pick<Subjects, 'of'>
}

const STRETCH = 8 * GROUP
const NOT_KEPT = new Uint8Array(1)

/** @returns how many entries' data was there when it was made and has been destroyed since */
export async function recomputeRehash(
  { ledger, now }: RecomputeParts,
  folder: RehashFolder,
  renewal: HashRenewal,
  add: Add,
): Promise<{ notRetained: number }> {
  const hash = treeHash(renewal.hash)
  const { size } = renewal.checkpoint
  const head = ledger.head()
  if (head.size < size) {
    add('entries_missing', `entries ${head.size}-${size - 1}`)
    return { notRetained: 0 }
  }
  const [lines, groups] = [folder.subjects(hash), folder.groups() ?? new Uint8Array(0)]
  if (lines.count() !== size) add('renewal_damaged', 'subjects')
  if (groups.length !== hash.length * Math.ceil(size / GROUP)) add('renewal_damaged', 'groups')
  const again = new Again(hash, add, new FileLines(folder.files(hash)))
  for (let from = 0; from < size; from += STRETCH) {
    const entries = [...ledger.readEntries(from, Math.min(from + STRETCH, size), head.size)]
    const written = lines.read(from, from + entries.length)
    const found: Subject[] = []
    for await (const subject of now.of(from, entries)) {
      const no = from + found.length
      again.compare(no, entries[found.length] as Uint8Array, written[found.length] ?? NOT_KEPT, subject) // as many as entries
      found.push(subject)
    }
    again.checkGroups({ from, entries, written, found }, groups)
    await breath()
  }
  again.end(renewal, groups)
  return { notRetained: again.notRetained }
}

interface Checked {
  readonly from: number
  readonly entries: readonly Uint8Array[]
  readonly written: readonly Uint8Array[]
  readonly found: readonly Subject[]
}

class Again {
  notRetained = 0
  readonly #hash: TreeHash
  readonly #add: Add
  readonly #files: FileLines
  readonly #fold: RehashFold

  constructor(hash: TreeHash, add: Add, files: FileLines) {
    this.#hash = hash
    this.#add = add
    this.#files = files
    this.#fold = new RehashFold(hash)
  }

  /** What an entry commits to now, with what was written down then; the tree goes on with what was written. */
  compare(no: number, entry: Uint8Array, line: Uint8Array, subject: Subject): void {
    const before = subjectIn(line)
    this.#fold.add(entry, before)
    if (subject.state === 'damaged') this.#add(subject.why, nameOf(no, entry))
    else if (subject.state === 'destroyed' && before !== null) this.notRetained += 1
    else if (subject.state === 'kept' && before !== null && !equalBytes(before, subject.digest))
      this.#add(decodeEntry(entry).type === 'record' ? 'record_differs' : 'statement_differs', nameOf(no, entry))
    this.#compareFiles(no, subject)
  }

  /** The files of one record. Of a record that is not there any more it cannot be said which they were. */
  #compareFiles(no: number, subject: Subject): void {
    const before = this.#files.of(no)
    for (const line of before) this.#fold.addFile(line)
    if (subject.state !== 'kept') return
    const now = subject.files.filter(({ damaged }) => damaged === null).map(({ line }) => line)
    for (const { line, damaged } of subject.files)
      if (damaged !== null) this.#add(damaged, `record ${no} file ${line.at}`)
    for (const { at, digest } of now) {
      const known = before.find((each) => each.at === at)
      const isSame =
        known !== undefined && (known.digest === null || digest === null || equalBytes(known.digest, digest))
      if (!isSame) this.#add('attachment_differs', `record ${no} file ${at}`)
      else if (digest === null && known.digest !== null) this.notRetained += 1
    }
    if (subject.files.length < before.length) this.#add('attachment_differs', `record ${no}`)
  }

  /** Where an entry, or a digest that was written down, is another one, its group's root says so. */
  checkGroups({ from, entries, written, found }: Checked, groups: Uint8Array): void {
    for (let at = 0; at < entries.length; at += GROUP) {
      const n = (from + at) / GROUP
      const expected = groups.subarray(n * this.#hash.length, (n + 1) * this.#hash.length)
      const to = Math.min(at + GROUP, entries.length)
      const rootOver = (subjectOf: (i: number) => Uint8Array | null): Uint8Array => {
        const tree = new TreeUnder(this.#hash)
        for (let i = at; i < to; i++) tree.add(renewedLeaf(this.#hash, entries[i] as Uint8Array, subjectOf(i))) // below `to`
        return tree.root()
      }
      const before = (i: number) => subjectIn(written[i] ?? NOT_KEPT)
      if (equalBytes(rootOver(before), expected)) continue
      const now = (i: number) => {
        const subject = found[i]
        return subject?.state === 'kept' ? subject.digest : before(i)
      }
      // with what is kept now it is right: then it is the written digest that was changed
      const code = equalBytes(rootOver(now), expected) ? 'digest_differs' : 'entries_differ'
      this.#add(code, `entries ${from + at}-${from + to - 1}`)
    }
  }

  end(renewal: HashRenewal, groups: Uint8Array): void {
    const figures = this.#fold.figures()
    if (!equalBytes(figures.oldRoot, renewal.checkpoint.root)) this.#add('entries_differ', 'root under SHA-256')
    if (toHex(figures.root) !== renewal.root) this.#add('root_differs', `root under ${renewal.hash}`)
    else if (!equalBytes(figures.groups, groups)) this.#add('renewal_damaged', 'groups')
    const { records, conversations, root } = figures.map
    const told = { records, conversations, root: toHex(root) }
    if (!isSame(told, renewal.map)) this.#add('map_differs', 'map')
    const files = { ...figures.files, root: toHex(figures.files.root) }
    if (!isSame(files, renewal.files) || !this.#files.isAtEnd) this.#add('files_root_differs', 'files')
    if (figures.without !== renewal.without) this.#add('root_differs', 'counts')
  }
}

function isSame(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(a).every((key) => a[key] === b[key])
}

function nameOf(no: number, entry: Uint8Array): string {
  return `${decodeEntry(entry).type === 'record' ? 'record' : 'entry'} ${no}`
}
