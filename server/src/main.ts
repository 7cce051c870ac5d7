import { resolve } from 'node:path'
import { createEdge, type House, operations, portalOperations } from '#api'
import { type Config, createLog, readConfig } from '#platform'
import { explain, say } from './cli/terminal.ts'
import { gateway } from './gateway.ts'
import { openHouse } from './wire.ts'

// `npm start`: opens the house, listens for staff and for customers, and ends when it is told to.

const PAGES = resolve(import.meta.dirname, '../../console')

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

async function main(): Promise<void> {
  const config = readConfig()
  const log = createLog(config.logLevel)
  const { house, close } = await openHouse(config, { log, deliver: gateway(config) })
  const listening = await listen(house, config)
  say(`the console listens on ${config.origin}`)
  say(`the customers' page listens on ${config.portalOrigin}`)
  const first = await house.identity.issueFirstAdministratorLink()
  if (first) {
    say('\nthis house has no administrator yet. Open this link once, within three days:')
    say(`  ${config.origin}/enter#${first.token}`)
    say('it asks you to print the recovery kit: without it a lost key file is a lost house.')
  }
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    await listening.close()
    await close()
    process.exit(0)
  }
  process.on('SIGINT', () => void stop())
  process.on('SIGTERM', () => void stop())
}

if (import.meta.main) {
  try {
    await main()
  } catch (error) {
    process.exit(explain(error))
  }
}
