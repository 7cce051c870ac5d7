import { listen } from '#api'
import { collectStart, endOnUncaught, explain, readConfig, say } from '#platform'
import { createLog, smsGateway } from '#platform/house'
import { openHouse, warmHouse } from '#wire'

// `npm start`: opens the house, listens for staff and for customers, and ends when it is told to.

async function main(): Promise<void> {
  const config = readConfig()
  const log = createLog(config.logLevel)
  const { house, close } = await openHouse(config, { log, deliver: smsGateway(config) })
  const listening = await listen(house, config)
  collectStart()
  const warming = warmHouse(config)
  const resumed = await house.intake.control.resumeInterrupted()
  if (resumed.length > 0) say(`${resumed.length} interrupted imports go on`)
  say(`the console listens on ${config.origin}`)
  say(`the customers' page listens on ${config.portalOrigin}`)
  if (listening.metrics) say(`metrics are at ${listening.metrics}/metrics`)
  const first = await house.identity.issueFirstAdministratorLink()
  if (first) {
    say('\nthis house has no administrator yet. Open this link once, within three days:')
    say(`  ${config.origin}/enter#${first.token}`)
    say('it asks you to print the recovery kit: without it a lost key file is a lost house.')
  }
  process.on('SIGHUP', () => {
    try {
      listening.reload()
      log.info('tls_reloaded')
    } catch (error) {
      log.error('tls_reload_failed', error) // what was served before is served on
    }
  })
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    await listening.close()
    await warming.stop()
    await close()
    process.exit(0)
  }
  process.on('SIGINT', () => void stop())
  process.on('SIGTERM', () => void stop())
}

if (import.meta.main) {
  endOnUncaught()
  try {
    await main()
  } catch (error) {
    process.exit(explain(error))
  }
}
