import { endOnUncaught, explain, readConfig, say } from '#platform'
import { commands } from './commands.ts'

// only these are settings here: a command has flags of its own
const SETTINGS = [
  'house',
  'lang',
  'host',
  'tls-cert',
  'tls-key',
  'passphrase-fd',
  'pkcs11-module',
  'pkcs11-token',
  'pkcs11-slot',
  'pkcs11-pin-file',
]

/** What `parseArgs` throws: its message repeats what was typed. */
function isUsage(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^ERR_PARSE_ARGS_/.test(String(error.code))
}

async function run(): Promise<number> {
  const config = readConfig(undefined, undefined, SETTINGS)
  const [verb = 'help', ...rest] = config.rest
  const command = commands[verb]
  if (command) return command.run(config, rest)
  if (verb !== 'help' && verb !== '--help') say(`no such command: try one of these`)
  say('usage: cunzhen COMMAND [--house DIR]\n')
  for (const [name, { takes, says }] of Object.entries(commands)) say(`  ${`${name} ${takes}`.padEnd(34)} ${says}`)
  return verb === 'help' || verb === '--help' ? 0 : 2
}

if (import.meta.main) {
  endOnUncaught()
  process.exitCode = await run().catch((error: unknown) => {
    if (!isUsage(error)) return explain(error)
    say('this command does not take that: see `cunzhen help`')
    return 2
  })
}
