import { readdirSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { entriesPath, equalBytes, HASH_SIZE, TILE_WIDTH } from '@cunzhen/proof/keeping'
import { Fault } from '#base'
import type { FileBytes } from '#platform'
import { decodeBundle, encodeBundle, findBundle, readIfThere } from './bundle.ts'
import { ledgerDamaged } from './errors.ts'
import { type Edge, EMPTY_EDGE, edgeFiles, grow, rootOf } from './grow.ts'
import { type Head, readHead } from './read.ts'

const BUNDLES = 'tile/entries/'

export type LedgerProblemCode =
  | 'checkpoint_missing'
  | 'checkpoint_unreadable'
  | 'checkpoint_unsigned'
  | 'bundle_missing'
  | 'bundle_malformed'
  | 'tile_missing'
  | 'tile_differs'
  | 'partial_differs'
  | 'root_differs'

export interface LedgerReport {
  ok: boolean
  size: number
  problems: { code: LedgerProblemCode; path: string }[]
  /** Files that no checkpoint counts or that a full one superseded: what a crash leaves; the next start removes them. */
  leftovers: number
  counts: { entries: number; bundles: number; tiles: number; partials: number }
}

/**
 * Recomputes a ledger from its entry bundles alone and compares everything else with that: every tile, every partial
 * file, the signed root. The judge of the crash tests. Never throws for damage; changes nothing.
 */
export function fsckLedger(dir: string, verifierKey: string): LedgerReport {
  const report: LedgerReport = {
    ok: true,
    size: 0,
    problems: [],
    leftovers: 0,
    counts: { entries: 0, bundles: 0, tiles: 0, partials: 0 },
  }
  const head = headOrProblem(dir, verifierKey, report)
  if (head) {
    report.size = head.size
    const expected = recompute(dir, head, report)
    comparePartials(dir, expected, report)
  }
  report.ok = report.problems.length === 0
  return report
}

function headOrProblem(dir: string, verifierKey: string, report: LedgerReport): Head | null {
  try {
    return readHead(dir, verifierKey)
  } catch (error) {
    const why = error instanceof Fault ? error.code : ''
    // what may not be read was not altered: whoever asks looks at its owner and mode first
    const told = { ledger_missing: 'checkpoint_missing', ledger_unreadable: 'checkpoint_unreadable' } as const
    const code = Object.hasOwn(told, why) ? told[why as keyof typeof told] : 'checkpoint_unsigned' // its own key
    report.problems.push({ code, path: 'checkpoint' })
    return null
  }
}

/** Paths of all files that belong to the tree, each full one checked; at the edge the bytes of the partial ones. */
interface Expected {
  full: Set<string>
  /** Directory of partial files (`….p`) → the widest one's bytes. */
  edges: Map<string, { width: number; bytes: Uint8Array }>
}

function recompute(dir: string, head: Head, report: LedgerReport): Expected {
  const expected: Expected = { full: new Set(), edges: new Map() }
  let edge: Edge = EMPTY_EDGE
  for (let n = 0; n * TILE_WIDTH < head.size; n++) {
    const width = Math.min(TILE_WIDTH, head.size - n * TILE_WIDTH)
    const bundle = readBundleOrProblem(dir, n, width, report)
    if (!bundle) return expected // nothing after it can be recomputed
    if (!isPartial(bundle.path)) expected.full.add(bundle.path)
    const growth = grow(edge, bundle.entries)
    edge = growth.edge
    report.counts.entries += width
    for (const file of growth.tiles.filter((each) => !isPartial(each.path))) {
      expected.full.add(file.path)
      compare(dir, file, report)
    }
  }
  const { bundles, tiles } = edgeFiles(edge)
  for (const file of [...bundles, ...tiles]) {
    expected.edges.set(dirname(file.path), { width: Number(basename(file.path)), bytes: file.bytes })
  }
  for (const tile of tiles) compare(dir, tile, report)
  if (!equalBytes(rootOf(edge.peaks), head.root)) report.problems.push({ code: 'root_differs', path: 'checkpoint' })
  return expected
}

interface Bundle {
  path: string
  entries: Uint8Array[]
}

/** A bundle must hold its entries and nothing else. */
function readBundleOrProblem(dir: string, n: number, width: number, report: LedgerReport): Bundle | null {
  const found = findBundle(dir, n, width)
  if (!found) {
    report.problems.push({ code: 'bundle_missing', path: entriesPath(n, width) })
    return null
  }
  try {
    const plain = found.plain()
    const entries = decodeBundle(plain, width)
    if (!equalBytes(encodeBundle(entries), plain)) throw ledgerDamaged(found.path)
    report.counts.bundles += 1
    return { path: found.path, entries }
  } catch {
    report.problems.push({ code: 'bundle_malformed', path: found.path })
    return null
  }
}

function compare(dir: string, file: FileBytes, report: LedgerReport): void {
  report.counts.tiles += 1
  const bytes = readIfThere(dir, file.path)
  if (!bytes) report.problems.push({ code: 'tile_missing', path: file.path })
  else if (!equalBytes(bytes, file.bytes)) report.problems.push({ code: 'tile_differs', path: file.path })
}

function isPartial(path: string): boolean {
  return dirname(path).endsWith('.p')
}

/** Narrower partial files served older checkpoints: they must be beginnings of the widest. */
function comparePartials(dir: string, expected: Expected, report: LedgerReport): void {
  for (const path of filesUnder(join(dir, 'tile'), dir)) {
    if (expected.full.has(path)) continue
    const edge = expected.edges.get(dirname(path))
    const width = /^[1-9]\d{0,2}$/.test(basename(path)) ? Number(basename(path)) : Number.NaN
    if (edge && width < edge.width) {
      report.counts.partials += 1
      const bytes = readIfThere(dir, path) ?? new Uint8Array(0)
      if (!isBeginning(path, bytes, width, edge.bytes)) report.problems.push({ code: 'partial_differs', path })
    } else if (width !== edge?.width) {
      report.leftovers += 1
    }
  }
  report.leftovers += temporaryFiles(dir)
}

function isBeginning(path: string, bytes: Uint8Array, width: number, widest: Uint8Array): boolean {
  if (!equalBytes(bytes, widest.subarray(0, bytes.length))) return false
  if (!path.startsWith(BUNDLES)) return bytes.length === width * HASH_SIZE
  try {
    return encodeBundle(decodeBundle(bytes, width)).length === bytes.length
  } catch {
    return false // fewer entries than its name says
  }
}

function filesUnder(folder: string, dir: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
    return entries.filter((entry) => entry.isFile()).map((entry) => relative(dir, join(entry.parentPath, entry.name)))
  } catch {
    return [] // no tile directory: an empty ledger
  }
}

function temporaryFiles(dir: string): number {
  return readdirSync(dir).filter((name) => name.endsWith('.new')).length
}
