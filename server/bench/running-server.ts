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
  // with the flags that the bench itself was started with: those of `npm start` (tools/run.mjs)
  const child = spawn(process.execPath, [...process.execArgv, ...args], { cwd: ROOT, stdio: 'ignore' })
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
