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
  const first = await house.identity.issueFirstAdministratorLink()
  const stop = async () => {
    await listening.close()
    await warming.stop()
    await close()
    process.exit(0)
  }
  // before it says that it listens: whoever waits for that may tell it to end at once
  obeySignals(stop, () => {
    try {
      listening.reload()
      log.info('tls_reloaded')
    } catch (error) {
      log.error('tls_reload_failed', error) // what was served before is served on
    }
  })
  if (resumed.length > 0) say(`${resumed.length} interrupted imports go on`)
  say(`the console listens on ${config.origin}`)
  say(`the customers' page listens on ${config.portalOrigin}`)
  if (listening.metrics) say(`metrics are at ${listening.metrics}/metrics`)
  if (first) {
    say('\nthis house has no administrator yet. Open this link once, within three days:')
    say(`  ${config.origin}/enter#${first.token}`)
    say('it asks you to print the recovery kit: without it a lost key file is a lost house.')
  }
}

/** Ends on SIGINT and SIGTERM, once however often it is told to; reads its certificates again on SIGHUP. */
function obeySignals(stop: () => Promise<void>, reload: () => void): void {
  let stopping = false
  const end = () => {
    if (stopping) return
    stopping = true
    void stop()
  }
  process.on('SIGHUP', reload)
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
}

if (import.meta.main) {
  endOnUncaught()
  try {
    await main()
  } catch (error) {
    process.exit(explain(error))
  }
}
