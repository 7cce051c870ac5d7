// Starts one of our programs on a machine that has nothing but the system's Node (20 or later) and npm:
// installs what the lockfile names if it is not there, builds what is stale, and hands over to the pinned Node.
// Plain JavaScript, no dependency: it runs before anything is installed.
import { spawn } from 'node:child_process'
import { ensureBuilt, ensureInstalled, pinnedNode, root } from './ensure.mjs'

const [program, ...rest] = process.argv.slice(2)
if (!program) {
  process.stderr.write('usage: node tools/run.mjs PROGRAM.ts [arguments]\n')
  process.exit(2)
}
ensureInstalled()
ensureBuilt()
const child = spawn(pinnedNode(), ['--disable-warning=ExperimentalWarning', `${root}/${program}`, ...rest], {
  stdio: 'inherit',
  // a start need not strip and compile every file again: seconds, and 35 MiB of memory
  env: { NODE_COMPILE_CACHE: `${root}/node_modules/.cache/compiled`, ...process.env },
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
