import { resolve } from 'node:path'
import type { Config } from '#platform'
import type { House } from './house.ts'
import { operations, portalOperations } from './operations/index.ts'
import { createEdge } from './server.ts'

const PAGES = resolve(import.meta.dirname, '../../../console')

export interface Listening {
  readonly base: string
  readonly portal: string
  close(): Promise<void>
}

/** Both listeners over one house. */
export async function listen(house: House, config: Config): Promise<Listening> {
  const staff = await createEdge(house, { operations, pages: `${PAGES}/dist`, index: 'index.html', apiPrefix: '/api' })
  const portal = await createEdge(house, {
    operations: portalOperations,
    pages: `${PAGES}/dist`,
    index: 'portal.html',
    apiPrefix: '/portal-api',
  })
  const base = await staff.listen({ host: config.host, port: config.port })
  const portalBase = await portal.listen({ host: config.host, port: config.portalPort })
  return {
    base,
    portal: portalBase,
    async close() {
      await staff.close()
      await portal.close()
    },
  }
}
