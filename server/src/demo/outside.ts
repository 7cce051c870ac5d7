import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import {
  createAuditor,
  createWitness,
  makeWitnessKey,
  openWitnessKey,
  type ServedWitness,
  serveWitness,
} from '#anchors'
import { systemClock } from '#base'
import { durable, explain } from '#platform'
import { type LocalAuthority, makeAuthority } from './authority.ts'

// Who vouches for the demo's ledger from outside: a time-stamping authority out of openssl, a witness, and an auditor that
// computes every seal again. A real house asks companies and people that are not its own (docs/anchors.md); these three run
// on this machine with keys made a moment ago, so they show how it goes and prove nothing about time.

export interface Outside {
  /** PEM of the authority's root; what `openssl ts -verify -CAfile` and `cunzhen-verify --root` take. */
  readonly roots: string
  /** Keys of the witness and of the auditor, for `cunzhen-verify --witness`. */
  readonly witnesses: readonly string[]
  close(): Promise<void>
}

/**
 * Starts all three and names them in the house's settings.
 * @param house its folder
 * @param ledger the verifier key of its evidence ledger
 * @param dir where their own keys and states may lie
 * @returns null where the machine has no openssl: the house then vouches for itself
 */
export async function startOutside(house: string, ledger: string, dir: string): Promise<Outside | null> {
  const authority = authorityIfAny()
  if (authority === null) return null
  const stamping = await serveStamps(authority)
  const witness = await startCosigner(join(dir, 'witness'), 'demo.cunzhen.example/witness', house, ledger, 'witness')
  const auditor = await startCosigner(join(dir, 'auditor'), 'demo.cunzhen.example/auditor', house, ledger, 'auditor')

  const anchors = join(house, 'anchors')
  mkdirSync(anchors, { recursive: true, mode: 0o700 })
  writeFileSync(join(anchors, 'demo-root.pem'), authority.root)
  const url = `http://127.0.0.1:${(stamping.address() as AddressInfo).port}/tsa` // it listens on TCP
  const settings = {
    v: 1,
    authorities: [{ id: 'demo-tsa', name: '示范时间戳（本机自建）', url, roots: 'demo-root.pem' }],
    witnesses: [witness, auditor].map(({ key, served }) => ({ key, url: `http://127.0.0.1:${served.port}` })),
  }
  writeFileSync(join(anchors, 'settings.json'), `${JSON.stringify(settings, null, 2)}\n`)
  return {
    roots: authority.root,
    witnesses: [witness.key, auditor.key],
    async close() {
      await Promise.all([witness.served.close(), auditor.served.close(), closed(stamping)])
      authority.remove()
    },
  }
}

function authorityIfAny(): LocalAuthority | null {
  try {
    return makeAuthority()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

async function serveStamps(authority: LocalAuthority): Promise<Server> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      try {
        const stamp = authority.stamp(Buffer.concat(parts))
        response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(stamp)
      } catch {
        response.writeHead(400).end() // openssl could make nothing of it
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

async function startCosigner(
  dir: string,
  name: string,
  house: string,
  ledger: string,
  kind: 'witness' | 'auditor',
): Promise<{ key: string; served: ServedWitness }> {
  durable.ensureDir(dir)
  makeWitnessKey(join(dir, 'key'), name, durable, kind)
  const key = openWitnessKey(join(dir, 'key'), kind)
  const copy = { ledger: join(house, 'ledger'), seals: join(house, 'anchors', 'seals'), verifierKey: ledger }
  const audit = kind === 'auditor' ? createAuditor(copy) : undefined
  const own = createWitness({ dir: join(dir, 'state'), key, logs: [ledger], clock: systemClock, files: durable, audit })
  return { key: key.key, served: await serveWitness(own, { host: '127.0.0.1', port: 0 }, explain) }
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
