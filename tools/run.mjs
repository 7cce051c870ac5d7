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
// Ten threads share one process for months. Short-lived objects get 4 MiB before V8 tidies up instead of 48; and what starting
// left behind is collected once, because an idle thread never would (platform/threads.ts).
const flags = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=4', '--expose-gc']
// And a heap that may become large is let grow to four times what lives in it: of a server the main thread's may not, as those of
// its threads. What measures and proves holds a million texts to compare with.
const bounded = program.startsWith('server/src/') ? ['--max-old-space-size=1024'] : []
const child = spawn(pinnedNode(), [...flags, ...bounded, `${root}/${program}`, ...rest], {
  stdio: 'inherit',
  env: {
    // a start need not strip and compile every file again: seconds, and 35 MiB of memory
    NODE_COMPILE_CACHE: `${root}/node_modules/.cache/compiled`,
    // glibc keeps what it once had, for each thread apart; with these it gives large pieces back [904 MiB → 631]
    MALLOC_ARENA_MAX: '2',
    MALLOC_MMAP_THRESHOLD_: '65536',
    MALLOC_TRIM_THRESHOLD_: '65536',
    ...process.env,
  },
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
