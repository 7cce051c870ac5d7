import { resolve } from 'node:path'
import type { Config } from '#platform'
import type { House } from './house.ts'
import { serveMetrics, startMetering } from './metrics.ts'
import { operations, portalOperations } from './operations/index.ts'
import { createEdge } from './server.ts'
import { openTls } from './tls.ts'

const PAGES = resolve(import.meta.dirname, '../../../console')

export interface Listening {
  readonly base: string
  readonly portal: string
  /** Where metrics are served; null: nowhere. */
  readonly metrics: string | null
  /** Reads the certificate again, where there is one. @throws as Tls.reload */
  reload(): void
  close(): Promise<void>
}

/** Both listeners over one house. */
export async function listen(house: House, config: Config): Promise<Listening> {
  const tls = config.tls ? openTls(config.tls) : undefined
  const metering = config.metricsPort === null ? null : startMetering(house)
  const meters = metering?.meters
  const staff = await createEdge(house, {
    tls,
    meters,
    operations,
    pages: `${PAGES}/dist`,
    index: 'index.html',
    apiPrefix: '/api',
    live: true,
  })
  const portal = await createEdge(house, {
    tls,
    meters,
    operations: portalOperations,
    pages: `${PAGES}/dist`,
    index: 'portal.html',
    apiPrefix: '/portal-api',
  })
  // the listener does not know that the server it was given speaks TLS
  const named = (address: string) => (tls ? address.replace(/^http:/, 'https:') : address)
  const base = named(await staff.listen({ host: config.host, port: config.port }))
  const portalBase = named(await portal.listen({ host: config.host, port: config.portalPort }))
  config.origin = reachedAt(config.origin, base)
  config.portalOrigin = reachedAt(config.portalOrigin, portalBase)
  const told = metering && (await serveMetrics(metering.metrics, config.metricsPort ?? 0))
  return {
    base,
    portal: portalBase,
    metrics: told?.base ?? null,
    reload: () => tls?.reload(),
    async close() {
      metering?.stop()
      await told?.close()
      await staff.close()
      await portal.close()
    },
  }
}

/** Where the system chose the port, only now it is known: addresses that the house tells must have it. */
function reachedAt(origin: string, base: string): string {
  const url = new URL(origin)
  if (url.port === '0') url.port = new URL(base).port
  return url.origin
}
