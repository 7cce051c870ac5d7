import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { type Config, data, lockHouse, say } from '#platform'
import {
  type Keyring,
  keyFromKit,
  moveMasterKey,
  newPassphrase,
  openKeyring,
  PROVIDER_NAMES,
  type ProviderName,
  providerFor,
  restoreMasterKey,
  signer,
  tidyKeys,
  type Unlock,
  unlockFor,
} from '#platform/keys'

/** The house's keys, opened by whatever provider keeps the master key; it may ask for a passphrase. */
export async function openKeys(config: Config): Promise<Keyring> {
  const dir = join(config.house, 'keys')
  return openKeyring(dir, await unlockFor(dir, config))
}

export function key(config: Config, [verb, ...rest]: readonly string[]): Promise<number> {
  if (verb === 'move') return moveKey(config, rest)
  if (verb === undefined) return publicKeys(config)
  say('usage: cunzhen key, or cunzhen key move --to file|passphrase|pkcs11')
  return Promise.resolve(2)
}

async function publicKeys(config: Config): Promise<number> {
  const keyring = await openKeys(config)
  data({ evidence: signer(keyring, 'evidence').verifierKey, audit: signer(keyring, 'audit').verifierKey })
  return 0
}

async function moveKey(config: Config, args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { to: { type: 'string' } } })
  const to = PROVIDER_NAMES.find((name) => name === values.to)
  if (!to) {
    say(`say where to: --to ${PROVIDER_NAMES.join('|')}`)
    return 2
  }
  const dir = join(config.house, 'keys')
  const lock = lockHouse(config.house)
  try {
    const unlock = await unlockFor(dir, config)
    const keyring = openKeyring(dir, unlock)
    const from = keyring.provider()
    const next = await unlockOf(to, from, unlock, config)
    moveMasterKey(dir, keyring, providerFor(dir, to, next))
    // opened again by the new provider, before anybody relies on it
    tidyKeys(dir, openKeyring(dir, next))
    data({ from, to })
    say(`the master key is kept by: ${to}; the recovery kit opens the house as before`)
    if (from === 'file')
      say('a backup or snapshot of this disk may still hold the old keys/master.key: remove it there')
    if (from === 'pkcs11') say('the wrapping key in the token opens older backups: remove it when those are gone')
    return 0
  } finally {
    lock.release()
  }
}

/** A passphrase is chosen anew, also where the house has one: moving to a passphrase is how it is changed. */
async function unlockOf(to: ProviderName, from: ProviderName, unlock: Unlock, config: Config): Promise<Unlock> {
  if (to !== 'passphrase') return unlock
  const { newPassphraseFile } = config
  const isNamed = newPassphraseFile !== null || from === 'passphrase'
  const settings = isNamed ? { passphraseFile: newPassphraseFile, passphraseFd: null } : config
  return { ...unlock, passphrase: await newPassphrase(settings) }
}

export async function restoreKey(config: Config, args: readonly string[]): Promise<number> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true })
  const [file] = positionals
  if (positionals.length > 1 || (file !== undefined && !existsSync(file))) {
    say('name the file with the 13 groups of the kit, or none to type them')
    return 2
  }
  const typed = await readKit(file)
  const lock = lockHouse(config.house)
  try {
    const groups = typed.split(/[\s,]+/).filter((word) => word !== '')
    const answer = restoreMasterKey(join(config.house, 'keys'), keyFromKit(groups))
    say(answer === 'restored' ? 'the key file is there again' : 'the key file was there already, and is the right one')
    return 0
  } finally {
    lock.release()
  }
}

/** From the file, from whatever is piped in, or from the person at the terminal. */
function readKit(file: string | undefined): Promise<string> {
  if (file !== undefined) return readFile(file, 'utf8')
  return process.stdin.isTTY ? ask('type the 13 groups of the kit: ') : text(process.stdin)
}

async function ask(question: string): Promise<string> {
  const line = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return await line.question(question)
  } finally {
    line.close()
  }
}
