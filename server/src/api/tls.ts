import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import { createSecureContext } from 'node:tls'
import type { FastifyServerFactory } from 'fastify'
import { Fault, type Instant } from '#base'
import type { TlsFiles } from '#platform'

// TLS where the house ends it itself: version 1.3 (RFC 8446) and nothing older, on both listeners, with one certificate.

/** Seconds that a browser must not come back without TLS (RFC 6797): a year. */
export const HSTS_SECONDS = 31_536_000

interface Pair {
  readonly cert: Buffer
  readonly key: Buffer
}

export interface Tls {
  readonly serverFactory: FastifyServerFactory
  /** When the certificate that is served runs out. */
  validUntil(): Instant
  /**
   * Reads certificate and key again, for connections from now on.
   * @throws Fault `tls_unreadable`, `tls_unusable`: the earlier ones stay in use
   */
  reload(): void
}

/** @throws Fault `tls_unreadable`, `tls_unusable` */
export function openTls(files: TlsFiles): Tls {
  let pair = readPair(files)
  const servers: Server[] = []
  return {
    serverFactory(handler) {
      const server = createServer({ ...pair, minVersion: 'TLSv1.3' }, handler)
      servers.push(server)
      return server
    },
    validUntil: () => validUntil(pair.cert),
    reload() {
      pair = readPair(files)
      for (const server of servers) server.setSecureContext({ ...pair, minVersion: 'TLSv1.3' })
    },
  }
}

/** When the certificate in that file runs out. @throws Fault `tls_unreadable`, `tls_unusable` where the house could not use it */
export function inspectTls(files: TlsFiles): Instant {
  return validUntil(readPair(files).cert)
}

function readPair(files: TlsFiles): Pair {
  const pair = { cert: read(files.cert, 'tls-cert'), key: read(files.key, 'tls-key') }
  try {
    createSecureContext({ ...pair, minVersion: 'TLSv1.3' })
    if (Number.isNaN(validUntil(pair.cert))) throw new Error('a certificate without an end')
  } catch (error) {
    throw new Fault('tls_unusable', 'certificate and key must be PEM and belong together', {}, { cause: error })
  }
  return pair
}

function read(path: string, setting: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new Fault(
      'tls_unreadable',
      `cannot read the file of --${setting}: check its owner and mode`,
      { setting },
      {
        cause: error,
      },
    )
  }
}

function validUntil(cert: Buffer): Instant {
  return new X509Certificate(cert).validToDate.getTime() as Instant // milliseconds UTC
}
