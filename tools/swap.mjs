// Puts a new build where a server may be serving the one before: nobody finds a page or a piece of one missing meanwhile.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const MANIFEST = '.vite/manifest.json'

/**
 * Moves what Vite built in `next` into `pages`. Pieces first, whose names are their digests; then the pages that name them, each in
 * one step, the console's last: its age is the build's. The pieces of the build before stay, for pages that somebody has open.
 */
export function swapIn(next, pages) {
  const before = piecesOf(pages)
  mkdirSync(join(pages, 'assets'), { recursive: true })
  mkdirSync(join(pages, '.vite'), { recursive: true })
  const fresh = readdirSync(join(next, 'assets'))
  for (const name of fresh) renameSync(join(next, 'assets', name), join(pages, 'assets', name))
  renameSync(join(next, MANIFEST), join(pages, MANIFEST))
  const files = readdirSync(next, { withFileTypes: true }).filter((entry) => entry.isFile())
  for (const { name } of files.sort((a, b) => Number(a.name === 'index.html') - Number(b.name === 'index.html')))
    renameSync(join(next, name), join(pages, name))
  rmSync(next, { recursive: true })
  if (before === null) return
  const kept = new Set([...fresh, ...before])
  for (const name of readdirSync(join(pages, 'assets')))
    if (!kept.has(name)) rmSync(join(pages, 'assets', name), { force: true })
}

/** Names of the pieces that the build in a folder consists of; null: there is none, or it does not say. */
function piecesOf(pages) {
  const path = join(pages, MANIFEST)
  if (!existsSync(path)) return null
  return [...readFileSync(path, 'utf8').matchAll(/"assets\/([\w.-]+)"/g)].map(([, name]) => name)
}
