import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// A time-stamping authority on loopback: a tiny HTTP server around `openssl ts -reply`. It knows nothing of our code.

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

const CONFIG = `
[req]
distinguished_name = dn
prompt = no
[dn]
CN = unset
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[unit]
basicConstraints = critical,CA:FALSE
extendedKeyUsage = critical,timeStamping
[tsa]
default_tsa = issuing
[issuing]
serial = serial
default_policy = 1.2.3.4.1
digests = sha256, sha512
ess_cert_id_alg = sha256
`

/** @param days how long the unit's certificate is valid */
export async function startTsa(days = 3650): Promise<LocalTsa> {
  const dir = mkdtempSync(join(tmpdir(), 'cunzhen-local-tsa-'))
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] })
  writeFileSync(join(dir, 'tsa.cnf'), CONFIG)
  writeFileSync(join(dir, 'serial'), '01\n')
  for (const name of ['root', 'unit'])
    openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', `${name}.key`)
  const of = (name: string) => ['-key', `${name}.key`, '-subj', `/CN=Local TSA ${name}`, '-config', 'tsa.cnf']
  openssl('req', '-x509', '-new', ...of('root'), '-days', '7300', '-extensions', 'root', '-out', 'root.crt')
  openssl('req', '-new', ...of('unit'), '-out', 'unit.csr')
  const by = ['-CA', 'root.crt', '-CAkey', 'root.key', '-CAcreateserial', '-days', `${days}`]
  openssl('x509', '-req', '-in', 'unit.csr', ...by, '-extfile', 'tsa.cnf', '-extensions', 'unit', '-out', 'unit.crt')
  mkdirSync(join(dir, 'asked'))

  let asked = 0
  let how: Parameters<LocalTsa['behave']>[0] = 'well'
  let first: Buffer | null = null
  const reply = (query: Buffer): Buffer => {
    writeFileSync(join(dir, 'query.tsq'), query)
    const unit = ['-signer', 'unit.crt', '-inkey', 'unit.key', '-sha256']
    openssl(
      'ts',
      '-reply',
      '-config',
      'tsa.cnf',
      '-section',
      'issuing',
      ...unit,
      '-queryfile',
      'query.tsq',
      '-out',
      'reply.tsr',
    )
    return readFileSync(join(dir, 'reply.tsr'))
  }
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      asked++
      if (how === 'hang') return
      if (how === 'refuse') return response.writeHead(503).end()
      const answer = how === 'nonsense' ? Buffer.from('no time stamp') : reply(Buffer.concat(parts))
      first ??= answer
      response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(how === 'replay' ? first : answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on TCP
  return {
    url: `http://127.0.0.1:${port}/tsa`,
    root: readFileSync(join(dir, 'root.crt'), 'utf8'),
    asked: () => asked,
    behave(next) {
      how = next
    },
    verifies(response, message) {
      try {
        openssl('ts', '-verify', '-in', response, '-data', message, '-CAfile', 'root.crt')
        return true
      } catch {
        return false // openssl's way to say no
      }
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
        rmSync(dir, { recursive: true, force: true })
      }),
  }
}
