import { readdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { entriesPath, hashesAtLevel, TILE_WIDTH, tilePath } from '@cunzhen/proof/keeping'
import { type DurableFiles, sweepTemporary } from '#platform'

// Clearing away what no checkpoint needs. Never a condition of correctness: what is left over costs only space.

/** Removes `….p` directories with their partial files. */
export function removeSuperseded(files: DurableFiles, dir: string, partialDirs: readonly string[]): void {
  for (const partialDir of partialDirs) {
    const path = join(dir, partialDir)
    if (!isDirectory(path)) continue
    files.removeDurably(readdirSync(path).map((name) => join(path, name)))
    rmSync(path, { recursive: true, force: true })
  }
}

/**
 * What a crash left near the right edge of a tree of `size`: interrupted writes, partial files beside the full one,
 * files that the checkpoint does not count. Groups are far smaller than the 1000 numbers of one directory, so the
 * directory of the edge and its neighbours are enough.
 */
export function tidyEdge(files: DurableFiles, dir: string, size: number): void {
  if (isDirectory(dir)) sweepTemporary(dir)
  // earlier versions kept level 0, which follows from the bundles
  rmSync(join(dir, 'tile/0'), { recursive: true, force: true })
  const pathsOf = [entriesPathOf, ...tileLevels(size).map((level) => tilePathOf(level))]
  pathsOf.forEach((pathOf, at) => {
    const hashes = hashesAtLevel(size, at) // the entries are level 0
    const edge = Math.floor(hashes / TILE_WIDTH)
    for (const n of [edge - 1000, edge, edge + 1000]) {
      if (n >= 0) tidyDirectory(files, dir, pathOf, n, { edge, width: hashes % TILE_WIDTH })
    }
  })
}

type PathOf = (n: number) => string
const entriesPathOf: PathOf = (n) => entriesPath(n, TILE_WIDTH)
const tilePathOf =
  (level: number): PathOf =>
  (n) =>
    tilePath(level, n, TILE_WIDTH)

/** The levels of the tree above 0, and one more: a crash may have left the first tile of a new level. */
function tileLevels(size: number): number[] {
  const levels: number[] = []
  while (hashesAtLevel(size, levels.length + 1) > 0) levels.push(levels.length + 1)
  return [...levels, levels.length + 1]
}

/** The files numbered floor(n / 1000) · 1000 and following, which lie in one directory. */
function tidyDirectory(
  files: DurableFiles,
  dir: string,
  pathOf: PathOf,
  n: number,
  last: { edge: number; width: number },
): void {
  const folder = join(dir, dirname(pathOf(n)))
  if (!isDirectory(folder)) return
  sweepTemporary(folder)
  const base = Math.floor(n / 1000) * 1000
  for (const name of readdirSync(folder)) {
    const match = /^(\d{3})(\.p|\.zst)?$/.exec(name)
    if (!match) continue
    const number = base + Number(match[1])
    const path = join(folder, name)
    if (match[2] !== '.p') {
      if (number >= last.edge) files.removeDurably([path])
    } else {
      if (number === last.edge) tidyPartials(files, path, last.width)
      else rmSync(path, { recursive: true, force: true })
    }
  }
}

function tidyPartials(files: DurableFiles, partialDir: string, width: number): void {
  sweepTemporary(partialDir)
  const wider = readdirSync(partialDir).filter((name) => Number(name) > width)
  if (wider.length > 0) files.removeDurably(wider.map((name) => join(partialDir, name)))
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
