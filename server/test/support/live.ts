import type { World } from './world.ts'

// Sending to a house as programs and vendors do: over HTTP, with no session.

export interface Made {
  connector: { id: string; name: string; enabled: boolean; address: string | null }
  key: string | null
}

interface StatusOf {
  id: string
  lastArrival: number | null
  lag: number | null
  today: { archived: number; duplicates: number; refused: number }
  missing: number
  gaps: { from: number; to: number; certain: boolean }[]
}

/** @param world of the tests that run, once it is open */
export function sendingTo(world: () => World) {
  let names = 0
  const admin = () => world().person('administrator').client
  return {
    admin,
    make: (more: object = {}) =>
      admin().post<Made>('/api/connectors', { name: `connector ${++names}`, kind: 'http', origin: 'test', ...more }),
    async statusOf(id: string) {
      const { connectors } = await admin().get<{ connectors: StatusOf[] }>('/api/connectors/status')
      return connectors.find((one) => one.id === id)
    },
    recordCount: () => world().house.archive.catalog.counts().records,
    /** Acts about what was turned away, by their reason. */
    async acts(reason: string) {
      const { client } = world().person('auditor')
      const page = await client.post<{ acts: { action: string; reason: string | null; detail: object }[] }>(
        '/api/audit',
        { limit: 200 },
      )
      return page.acts.filter((act) => act.action === 'intake.live' && act.reason === reason)
    },
    async send(path: string, body: string | Buffer, headers: Record<string, string> = {}) {
      const response = await fetch(world().listening.base + path, {
        method: 'POST',
        body: new Uint8Array(Buffer.from(body)),
        headers,
      })
      const text = await response.text()
      return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
    },
  }
}
