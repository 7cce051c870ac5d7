// `npm test`: everything, from a clean clone, and one line at the end that says how it went.
// Arguments are passed on to Vitest (`npm test -- server/src/ledger`).
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt, ensureDebian, ensureInstalled, pinnedEnv, pinnedNode, root } from './ensure.mjs'

ensureInstalled()
ensureDebian()
ensureBuilt()

const only = process.argv.slice(2)
let passed = 0
let failed = 0

function step(name, args) {
  process.stdout.write(`\n== ${name}\n`)
  const done = spawnSync(pinnedNode(), args, { cwd: root, stdio: 'inherit', env: pinnedEnv() })
  return done.status === 0
}

if (only.length === 0) {
  for (const [name, args] of [
    ['format and lint', ['node_modules/@biomejs/biome/bin/biome', 'ci', '.']],
    ['types of proof', ['node_modules/typescript/bin/tsc', '-p', 'proof']],
    ['types of server', ['node_modules/typescript/bin/tsc', '-p', 'server']],
    ['types of console', ['node_modules/typescript/bin/tsc', '-p', 'console']],
  ]) {
    if (step(name, args)) passed += 1
    else failed += 1
  }
}

const report = join(root, 'node_modules/.cache/vitest-report.json')
rmSync(report, { force: true })
const vitest = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...only,
]
const green = step('tests', vitest)
let skipped = 0
try {
  const result = JSON.parse(readFileSync(report, 'utf8'))
  passed += result.numPassedTests
  failed += result.numFailedTests
  skipped = result.numPendingTests
  // A file that cannot even be loaded has no failed test of its own, and is a failure all the same.
  const broken = result.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  failed += broken.length
} catch {
  failed += 1
}
if (!green && failed === 0) failed = 1
process.stdout.write(
  `\n${skipped > 0 ? `${skipped} skipped: each says above what it needs\n` : ''}${passed} passed, ${failed} failed\n`,
)
process.exit(failed === 0 ? 0 : 1)
