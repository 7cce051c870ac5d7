import { concat, toHex, utf8 } from '../../src/bytes/bytes.ts'
import {
  absentLine,
  canonicalJson,
  conversationLine,
  directoryLeaf,
  type EpochStatement,
  headDigest,
  headLine,
  isInWindow,
  LeafRow,
  labelledLeaf,
  mapLeaf,
  neighbourLine,
  PACKAGE_FILES,
  type PackedRow,
  type PrunedNode,
  prunedLine,
  RangeProver,
  type Row,
  sha256,
} from '../../src/index.ts'
import {
  addStatementEntry,
  buildPackage,
  type HouseOptions,
  packedRowsOf,
  rowsOf,
  type TestHouse,
  testHouse,
} from './package.ts'
import { bytesFrom } from './sample.ts'
import type { TestSigner } from './signer.ts'
import type { Files } from './tamper.ts'

// A package that proves itself complete: two conversations of three in the directory, eight more in the map, a window, undated
// records outside it. The third of the scope has no record.

const START = 1_693_526_400_000
export const WINDOW = { from: START + 6 * 61_001, to: START + 30 * 61_001, undated: false }
export const TEST_SCOPE = { v: 1, subjects: ['sub_1'], people: [], conversations: [1, 2, 3], kinds: null, ...WINDOW }
export const EMPTY_TAG = bytesFrom('a conversation without a record', 32)

export function scopeDigestOf(scope: object): string {
  return toHex(sha256(concat(utf8('cunzhen/scope/v1\n'), utf8(canonicalJson(scope)))))
}

export interface CompletePackage {
  files: Files
  house: TestHouse
  rows: Row[]
  lines: string[]
}

/** @param signer who signs. @param records about two thirds of them are inside the window */
export async function completePackage(signer: TestSigner, records = 40): Promise<CompletePackage> {
  const { house, lines } = sealedHouse({ records })
  const inside = rowsOf(house).filter(({ sourceTs }) => isInWindow(WINDOW, sourceTs))
  const rows = inside.map((row, i) => ({ ...row, row: i + 1 }))
  const further: Files = new Map([[PACKAGE_FILES.completeness, utf8(lines.join(''))]])
  return { files: await buildPackage(signer, house, rows, further), house, rows, lines }
}

/** The same of version 4 or 5: packed rows by conversation, as a house writes them. */
export async function completePackage4(
  signer: TestSigner,
  options: Omit<HouseOptions, 'scope'>,
  version: 4 | 5 = 4,
): Promise<{ files: Files; rows: PackedRow[] }> {
  const { house, lines } = sealedHouse(options)
  const rows = packedRowsOf(house)
    .filter(({ sourceTs }) => isInWindow(WINDOW, sourceTs))
    .sort((a, b) => a.conv - b.conv || a.row - b.row)
    .map((row, i) => ({ ...row, row: i + 1 }))
  const further: Files = new Map([[PACKAGE_FILES.completeness, utf8(lines.join(''))]])
  return { files: await buildPackage(signer, house, rows, further, version), rows }
}

function sealedHouse(options: Omit<HouseOptions, 'scope'>): { house: TestHouse; lines: string[] } {
  const house = testHouse({ ...options, scope: scopeDigestOf(TEST_SCOPE) })
  const { lines, seal } = sealed(house)
  const statement = { ...seal }
  const index = house.entries.length
  const archiveTs = START + 90_000_000 + index
  const salt = addStatementEntry(house, 'epoch', statement, archiveTs)
  house.statements.push({ index, type: 'epoch', archiveTs, salt, statement })
  return { house, lines }
}

function sealed(house: TestHouse): { lines: string[]; seal: EpochStatement } {
  const trees = house.tags.map((tag, i) => {
    const prover = new RangeProver<never>(WINDOW)
    const own = house.records.filter(({ conv }) => conv === i + 1).sort((a, b) => a.entry.seq - b.entry.seq)
    for (const { entry } of own) {
      const leaf = labelledLeaf(entry.sourceTs, entry.digest)
      if (isInWindow(WINDOW, entry.sourceTs)) prover.inside(leaf, null)
      else prover.outside(leaf)
    }
    const { root, items } = prover.end()
    const pruned: PrunedNode[] = items.flatMap((item) => ('pruned' in item ? [item.pruned] : []))
    return { no: i + 1, tag, n: own.length, root, pruned }
  })
  const strangers = Array.from({ length: 8 }, (_, i) => ({
    tag: bytesFrom(`tag ${i}`, 32),
    head: bytesFrom(`head ${i}`, 32),
  }))
  const told = trees.map((tree) => ({ ...tree, head: headDigest(tree.n, tree.root) }))
  const entries = [...told, ...strangers].sort((a, b) => (toHex(a.tag) < toHex(b.tag) ? -1 : 1))
  const map = new LeafRow()
  for (const entry of entries) map.push(mapLeaf(entry))
  const directory = new LeafRow()
  for (const tag of [...house.tags, EMPTY_TAG, bytesFrom('tag 0', 32)]) directory.push(directoryLeaf(tag))
  // where the empty one would stand, and its neighbours
  const at = entries.filter(({ tag }) => toHex(tag) < toHex(EMPTY_TAG)).length
  const indices: number[] = []
  const lines: string[] = []
  entries.forEach((entry, i) => {
    if (i === at) lines.push(absentLine({ no: 3, tag: EMPTY_TAG, at }))
    const isNeighbour = i === at || i === at - 1
    const own = told.find(({ tag }) => tag === entry.tag)
    if (own) lines.push(conversationLine({ ...own, at: i }), prunedLine(own.pruned))
    else if (isNeighbour) lines.push(neighbourLine({ ...entry, at: i }))
    if (own || isNeighbour) indices.push(i)
  })
  if (at === entries.length) lines.push(absentLine({ no: 3, tag: EMPTY_TAG, at }))
  const head = headLine(TEST_SCOPE, map.proof(indices), directory.proof([0, 1, 2]))
  const seal: EpochStatement = {
    v: 1,
    what: 'epoch',
    size: house.entries.length,
    records: house.records.length,
    conversations: map.length,
    root: toHex(map.root()),
    directory: directory.length,
    directoryRoot: toHex(directory.root()),
  }
  return { lines: [head, ...lines], seal }
}
