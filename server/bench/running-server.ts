import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ApiClient, codeAt } from '#demo'

// The server as `npm start` runs it, in a process of its own, so that its memory is its own.

const ROOT = resolve(import.meta.dirname, '../..')

export interface RunningServer {
  readonly base: string
  readonly seconds: number
  readonly child: ChildProcess
  stop(): Promise<void>
}

export async function startServer(house: string): Promise<RunningServer> {
  const [port, portalPort] = [await freePort(), await freePort()]
  const base = `http://127.0.0.1:${port}`
  const args = ['server/src/main.ts', '--house', house, '--port', String(port), '--portal-port', String(portalPort)]
  const began = performance.now()
  // with the flags that the bench itself was started with, and a server's: those of `npm start` (tools/run.mjs)
  const child = spawn(process.execPath, [...process.execArgv, '--max-old-space-size=1024', ...args], {
    cwd: ROOT,
    stdio: 'ignore',
  })
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`)
    const answer = await fetch(base).catch(() => null)
    if (answer?.ok) {
      await answer.text()
      break
    }
    await delay(20)
  }
  return {
    base,
    seconds: (performance.now() - began) / 1000,
    child,
    stop: () =>
      new Promise((done) => {
        child.once('exit', () => done())
        child.kill('SIGTERM')
      }),
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** A code counts once: this waits until the next one is fresh for certain. */
export async function signIn(
  server: RunningServer,
  { username, password, totpSecret }: { username: string; password: string; totpSecret: string },
): Promise<ApiClient> {
  const client = new ApiClient(server.base)
  await delay(31_000)
  await client.post('/api/session', { username, password, code: codeAt(totpSecret, Date.now()) })
  return client
}

/** MiB, from the kernel. */
export function memoryOf({ child }: RunningServer): { rss_mib: number; anonymous_mib: number; peak_rss_mib: number } {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  const mib = (name: string) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024)
  return { rss_mib: mib('VmRSS'), anonymous_mib: mib('RssAnon'), peak_rss_mib: mib('VmHWM') }
}

const QUIET_MS = 5000
const AT_MOST_MS = 300_000

/** Waits until what an earlier run left (sealing, sorting the index) is done: five seconds of a twentieth of a core. */
export async function atRest({ child }: RunningServer): Promise<void> {
  // utime and stime in ticks of 10 ms; the name before them may hold spaces
  const busy = () => {
    const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * 10
  }
  const until = performance.now() + AT_MOST_MS
  for (let before = busy(); performance.now() < until; before = busy()) {
    await delay(QUIET_MS)
    if (busy() - before < QUIET_MS / 20) return
  }
  throw new Error('the server did not come to rest')
}
