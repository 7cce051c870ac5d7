import { explain, readConfig, say } from '#platform'
import { commands } from './commands.ts'

const config = readConfig()
const [verb = 'help', ...rest] = config.rest
const command = commands[verb]
if (!command) {
  if (verb !== 'help' && verb !== '--help') say(`no such command: try one of these`)
  say('usage: cunzhen COMMAND [--house DIR]\n')
  for (const [name, { takes, says }] of Object.entries(commands)) say(`  ${`${name} ${takes}`.padEnd(34)} ${says}`)
  process.exitCode = verb === 'help' || verb === '--help' ? 0 : 2
} else {
  try {
    process.exitCode = await command.run(config, rest)
  } catch (error) {
    process.exitCode = explain(error)
  }
}
