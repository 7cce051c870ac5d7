import { execFileSync } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { makeAuthority } from '#demo'

// A time-stamping authority on loopback: the demo's, out of openssl, behind an HTTP server that can be told to misbehave.

export interface LocalTsa {
  readonly url: string
  /** PEM of the root. */
  readonly root: string
  /** How many requests came. */
  asked(): number
  /** From now on: `well`, a refusal by status, an answer that is none, the first answer again, or silence. */
  behave(how: 'well' | 'refuse' | 'nonsense' | 'replay' | 'hang'): void
  /** What openssl says of a stored response. */
  verifies(response: string, message: string): boolean
  stop(): Promise<void>
}

/** @param days how long the unit's certificate is valid */
export async function startTsa(days = 3650): Promise<LocalTsa> {
  const authority = makeAuthority(days)
  let asked = 0
  let how: Parameters<LocalTsa['behave']>[0] = 'well'
  let first: Buffer | null = null
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      asked++
      if (how === 'hang') return
      if (how === 'refuse') return response.writeHead(503).end()
      const answer = how === 'nonsense' ? Buffer.from('no time stamp') : authority.stamp(Buffer.concat(parts))
      first ??= answer
      response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(how === 'replay' ? first : answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on TCP
  return {
    url: `http://127.0.0.1:${port}/tsa`,
    root: authority.root,
    asked: () => asked,
    behave(next) {
      how = next
    },
    verifies(response, message) {
      try {
        const stamp = ['-in', response, '-data', message, '-CAfile', 'root.crt']
        execFileSync('openssl', ['ts', '-verify', ...stamp], { cwd: authority.dir, stdio: ['ignore', 'pipe', 'pipe'] })
        return true
      } catch {
        return false // openssl's way to say no
      }
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
        authority.remove()
      }),
  }
}
