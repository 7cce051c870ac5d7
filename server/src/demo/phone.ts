import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'

// The customer's phone in the demo: what the house sent by SMS, on a page of its own. A real house hands messages to the
// gateway named in its configuration; nobody in the house can read them there.

export interface Sms {
  readonly at: number
  readonly to: string
  readonly text: string
}

export interface Phone {
  readonly inbox: readonly Sms[]
  receive(message: { readonly to: string; readonly text: string }): Promise<void>
  /** Serves the page and its one call; answers the base address. */
  serve(host: string, port: number, pages: string): Promise<string>
  close(): Promise<void>
}

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

export function createPhone(now: () => number): Phone {
  const inbox: Sms[] = []
  let server: Server | null = null
  return {
    inbox,
    async receive({ to, text }) {
      inbox.unshift({ at: now(), to, text })
    },
    async serve(host, port, pages) {
      server = createServer((request, response) => {
        const path = new URL(request.url ?? '/', 'http://phone').pathname
        if (path === '/phone-api/messages') {
          response.setHeader('content-type', 'application/json')
          response.end(JSON.stringify({ messages: inbox.map(({ at, text }) => ({ at, text })) }))
          return
        }
        void page(pages, path).then((found) => {
          response.statusCode = found ? 200 : 404
          if (found) response.setHeader('content-type', `${found.type}; charset=utf-8`)
          response.end(found?.bytes ?? '')
        })
      })
      const listening = server
      await new Promise<void>((resolve) => listening.listen(port, host, resolve))
      return `http://${host}:${(listening.address() as AddressInfo).port}` // it listens on TCP
    },
    close: () => new Promise((resolve) => (server ? server.close(() => resolve()) : resolve())),
  }
}

async function page(pages: string, path: string): Promise<{ bytes: Buffer; type: string } | null> {
  const name = path === '/' ? 'phone.html' : normalize(path).replace(/^[/.]+/, '')
  if (name !== 'phone.html' && !name.startsWith('assets/') && !name.endsWith('.svg')) return null
  try {
    return { bytes: await readFile(join(pages, name)), type: TYPES[extname(name)] ?? 'application/octet-stream' }
  } catch {
    return null // no such page: the caller answers 404
  }
}
