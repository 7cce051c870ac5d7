import { writeSync } from 'node:fs'
import type { GrantId } from '#base'
import { EXPORT_FORMATS, type ExportFormat } from '#evidence'
import { fontsFound } from '#papers'
import { readConfig } from '#platform'
import { createLog } from '#platform/house'
import { openHouse } from '#wire'
import { actorWith } from './actors.ts'

// The process that export-kills.ts kills: a house as `npm start` has it, in which executor and monitor carry out one export of
// a running grant after the other. `child.ts HOUSE GRANT AGE_RECIPIENT`. On stdout: `ready`, then for each `export` when it
// begins and `ended` with its state.

const [dir = '', grant = '', ageRecipient = ''] = process.argv.slice(2)
const say = (line: string) => writeSync(1, `${line}\n`)

const config = readConfig({}, ['--house', dir, '--port', '0', '--portal-port', '0'])
const { house } = await openHouse(config, { log: createLog('warn') })
const executor = await actorWith(house, 'executor')
const monitor = await actorWith(house, 'monitor')
const usable = EXPORT_FORMATS.filter((format) => fontsFound() || (format !== 'pdf' && format !== 'load'))
say('ready')

for (;;) {
  const isForKey = Math.random() < 0.25
  const some = usable.filter((format) => Math.random() < 0.3 && !(isForKey && format === 'xlsx_locked'))
  const formats: ExportFormat[] = ['csv', ...some]
  const { id } = await house.exports.prepare(executor, {
    grantId: grant as GrantId, // the register looks it up
    formats,
    names: Math.random() < 0.5 ? 'mask' : 'pseudonym',
    ageRecipient: isForKey ? ageRecipient : null,
    bulkReason: 'a kill test',
  })
  say(`export ${id}`)
  await house.exports.confirm(monitor, id)
  await house.exports.settled()
  const { state, problem } = await house.exports.view(executor, id)
  say(`ended ${state} ${problem ?? ''}`)
}
