import { readdirSync, statSync } from 'node:fs'
import { Refusal } from '#base'
import { explain, readConfig, say } from '#platform'
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

const HELP = new Set(['help', '--help', '-h'])

/** What `parseArgs` throws: its message repeats what was typed. */
function isUsage(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^ERR_PARSE_ARGS_/.test(String(error.code))
}

/** Nobody reads what is written any more. */
function isUnread(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE'
}

/** Does what was typed. Answers the exit code. */
export async function run(argv: readonly string[]): Promise<number> {
  try {
    return await dispatch(argv)
  } catch (error) {
    if (isUnread(error)) return 1
    if (!isUsage(error)) return explain(error)
    say('this command does not take that: see `cunzhen help`')
    return 2
  }
}

async function dispatch(argv: readonly string[]): Promise<number> {
  const config = readConfig(undefined, argv, SETTINGS)
  const [verb = 'help', ...rest] = config.rest
  if (HELP.has(verb)) return help(rest[0])
  const command = commands[verb]
  if (!command) return unknown()
  // asked what it does, a command does nothing
  if (rest.some((word) => word === '--help' || word === '-h')) return help(verb)
  if (command.needsHouse !== false) requireHouse(config.house)
  try {
    return await command.run(config, rest)
  } catch (error) {
    const isInUse = error instanceof Refusal && error.code === 'house_in_use'
    if (isInUse && command.inConsole) return explain(error, '; or do it in the console')
    throw error
  }
}

function help(verb: string | undefined): number {
  if (verb === undefined) {
    say('usage: cunzhen COMMAND [--house DIR]\n')
    for (const [name, { takes, says }] of Object.entries(commands)) say(`  ${`${name} ${takes}`.padEnd(34)} ${says}`)
    say('\nexit codes: 0 done, 1 refused or not all well, 2 usage, 3 the house does not open or is broken')
    return 0
  }
  const command = commands[verb]
  if (!command) return unknown()
  say(
    `usage: cunzhen ${verb} ${command.takes}${command.needsHouse === false ? '' : ' [--house DIR]'}\n\n${command.says}`,
  )
  if (command.more) say(command.more)
  return 0
}

function unknown(): number {
  say('no such command: try one of these')
  help(undefined)
  return 2
}

/** Only the server makes a house: a mistyped folder must not become one, with keys that nobody has printed. */
function requireHouse(dir: string): void {
  const isFolder = statSync(dir, { throwIfNoEntry: false })?.isDirectory() ?? false
  const within = isFolder ? readdirSync(dir) : []
  const isHouse = ['keys', 'house.db', 'journal.db', 'ledger'].some((name) => within.includes(name))
  if (!isHouse) throw new Refusal('not_found', 'no_house')
}
