import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Witness } from './witness.ts'

// The HTTP side of a witness: one call, small bodies, no state. TLS ends at a proxy before it, or nowhere on a closed network.

const MOST_BYTES = 64 * 1024
const TAKES_MS = 10_000

export interface ServedWitness {
  readonly port: number
  close(): Promise<void>
}

/** @param onTrouble told when an answer could not be given: the disk, a damaged file */
export async function serveWitness(
  witness: Witness,
  place: { host: string; port: number },
  onTrouble: (error: unknown) => void,
): Promise<ServedWitness> {
  const server = createServer((request, response) => {
    void handle(witness, request, response).catch((error: unknown) => {
      onTrouble(error)
      if (response.headersSent) response.destroy()
      else send(response, 500, 'text/plain; charset=utf-8', 'not now\n')
    })
  })
  server.requestTimeout = TAKES_MS
  server.headersTimeout = TAKES_MS
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(place.port, place.host, resolve)
  })
  return { port: portOf(server), close: () => new Promise((resolve) => closeAll(server, resolve)) }
}

async function handle(witness: Witness, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://witness.invalid')
  if (!pathname.endsWith('/add-checkpoint')) return send(response, 404, 'text/plain; charset=utf-8', 'not here\n')
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST')
    return send(response, 405, 'text/plain; charset=utf-8', 'POST only\n')
  }
  const body = await bodyOf(request)
  if (body === null) {
    // what still comes is not read
    response.setHeader('connection', 'close')
    return send(response, 413, 'text/plain; charset=utf-8', 'too large\n')
  }
  const answer = witness.addCheckpoint(body)
  send(response, answer.status, answer.type, answer.body)
}

/** Null for more than a checkpoint and its proof can be. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request) {
    const bytes = Buffer.from(part as Uint8Array) // a stream without an encoding gives bytes
    size += bytes.length
    if (size > MOST_BYTES) return null
    parts.push(bytes)
  }
  return Buffer.concat(parts).toString('utf8')
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

function closeAll(server: Server, done: () => void): void {
  server.close(() => done())
  server.closeAllConnections()
}
