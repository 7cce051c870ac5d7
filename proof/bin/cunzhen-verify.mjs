#!/usr/bin/env node
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Starts under any Node from 20 on. The verifier itself is TypeScript: a Node that cannot read it hands over to the one that
// the repository pins.

const here = dirname(fileURLToPath(import.meta.url))
const verifier = join(here, 'verify.ts')

if (process.features.typescript) {
  const { main } = await import('./verify.ts')
  process.exitCode = await main(process.argv.slice(2))
} else {
  const node = pinnedNode()
  if (node === null) {
    process.stderr.write(
      `cunzhen-verify: this is Node ${process.version}, which cannot run TypeScript\n` +
        `  run 'npm install' in the repository, or use Node 24 or later\n`,
    )
    process.exitCode = 2
  } else {
    const { status } = spawnSync(node, [verifier, ...process.argv.slice(2)], { stdio: 'inherit' })
    process.exitCode = status ?? 2
  }
}

/** node_modules/.bin/node of the nearest folder above that has one. */
function pinnedNode() {
  for (let folder = here; ; folder = dirname(folder)) {
    const node = join(folder, 'node_modules', '.bin', 'node')
    if (existsSync(node)) return node
    if (folder === dirname(folder)) return null
  }
}
