// `npm test`: everything, from a clean clone, and one line at the end that says how it went.
// Arguments are passed on to Vitest (`npm test -- server/src/ledger`).
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import {
  COMPILED,
  ensureBuilt,
  ensureCompiled,
  ensureDebian,
  ensureInstalled,
  pinnedEnv,
  pinnedNode,
  root,
} from './ensure.mjs'

ensureInstalled()
ensureDebian()
ensureBuilt()
ensureCompiled()

const only = process.argv.slice(2)
let passed = 0
/** Steps that failed, named again at the end: the log between is long. */
const wrong = []

function step(name, args) {
  process.stdout.write(`\n== ${name}\n`)
  // hundreds of commands and threads of the server are started: each is half of the work where its code is compiled already
  const env = { ...pinnedEnv(), NODE_COMPILE_CACHE: COMPILED }
  const done = spawnSync(pinnedNode(), args, { cwd: root, stdio: 'inherit', env })
  return done.status === 0
}

if (only.length === 0) {
  for (const [name, args] of [
    ['format and lint', ['node_modules/@biomejs/biome/bin/biome', 'ci', '.']],
    ['types of proof', ['node_modules/typescript/bin/tsc', '-p', 'proof']],
    ['types of server', ['node_modules/typescript/bin/tsc', '-p', 'server']],
    ['types of console', ['node_modules/typescript/bin/tsc', '-p', 'console']],
    ['types of the walk', ['node_modules/typescript/bin/tsc', '-p', 'console/walk']],
  ]) {
    if (step(name, args)) passed += 1
    else wrong.push(name)
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
  skipped = result.numPendingTests
  for (const file of result.testResults) wrong.push(...failures(file))
} catch {
  wrong.push('tests: no report was written')
}
if (!green && wrong.length === 0) wrong.push('tests: failed outside of a test, see above')

if (skipped > 0) process.stdout.write(`\n${skipped} skipped: each says above what it needs\n`)
for (const name of wrong) process.stdout.write(`failed: ${name}\n`)
process.stdout.write(`\n${passed} passed, ${wrong.length} failed\n`)
process.exit(wrong.length === 0 ? 0 : 1)

/** Failed tests of one file; one that cannot even be loaded has none of its own, and is a failure all the same. */
function failures(file) {
  const name = relative(root, file.name)
  if (file.status === 'failed' && file.assertionResults.length === 0) return [`${name}: could not be loaded`]
  return file.assertionResults.filter((test) => test.status === 'failed').map((test) => `${name}: ${test.fullName}`)
}
