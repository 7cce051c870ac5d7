// Starts one of our programs on a machine that has nothing but the system's Node (20 or later) and npm:
// installs what the lockfile names if it is not there, builds what is stale, and hands over to the pinned Node.
// Plain JavaScript, no dependency: it runs before anything is installed.
import { spawn } from 'node:child_process'
import { COMPILED, ensureBuilt, ensureCompiled, ensureInstalled, pinnedNode, root, SERVER_FLAGS } from './ensure.mjs'

const [program, ...rest] = process.argv.slice(2)
if (!program) {
  process.stderr.write('usage: node tools/run.mjs PROGRAM.ts [arguments]\n')
  process.exit(2)
}
ensureInstalled()
ensureBuilt()
ensureCompiled()
// what measures and proves holds a million texts to compare with, which a server's heap has no room for
const flags = program.startsWith('server/src/') ? SERVER_FLAGS : SERVER_FLAGS.filter((flag) => !/old-space/.test(flag))
const child = spawn(pinnedNode(), [...flags, `${root}/${program}`, ...rest], {
  stdio: handedOn(rest),
  env: {
    // a start need not strip and compile every file again: seconds, and 35 MiB of memory
    NODE_COMPILE_CACHE: COMPILED,
    // glibc keeps what it once had, for each thread apart; with these it gives large pieces back, and a block of a segment is one
    MALLOC_ARENA_MAX: '2',
    MALLOC_MMAP_THRESHOLD_: '16384',
    MALLOC_TRIM_THRESHOLD_: '65536',
    ...process.env,
  },
})
/** Streams of the program: ours, and the descriptor that it is told to read a passphrase from, which Node would keep back. */
function handedOn(given) {
  const [, named] = /(?:^|\0)--passphrase-fd[=\0](\d{1,3})(?:\0|$)/.exec(given.join('\0')) ?? []
  const fd = Number(named ?? 0)
  return Array.from({ length: Math.max(3, fd + 1) }, (_, no) => (no < 3 ? 'inherit' : no === fd ? fd : 'ignore'))
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
