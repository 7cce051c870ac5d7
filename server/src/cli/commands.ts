import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { fsckHouse, openCatalog } from '#archive'
import { type Config, data, lockHouse, say } from '#platform'
import { keyFromKit, openKeyring, restoreMasterKey, signer } from '#platform/keys'
import { openHouse } from '#wire'
import { importFiles } from './import.ts'

export interface Command {
  readonly takes: string
  readonly says: string
  /** Answers the exit code. */
  run(config: Config, args: readonly string[]): Promise<number>
}

/** Verbs that need this machine: the house must not be running, except for `key`. */
export const commands: Readonly<Record<string, Command>> = {
  fsck: {
    takes: '',
    says: 'recompute every record, entry, hash and signature from disk; exit 0 only when all is well',
    run: fsck,
  },
  stats: { takes: '', says: 'counts of the archive, as JSON', run: stats },
  import: {
    takes: 'FILE... [options]',
    says: 'take records in: --format F --origin TEXT --own-account A --mapping FILE.json',
    run: importFiles,
  },
  rebuild: { takes: '', says: 'delete the search index and make it again from the archive', run: rebuild },
  key: { takes: '', says: 'the house’s public keys, to pin elsewhere', run: key },
  'restore-key': {
    takes: '[KIT.txt]',
    says: 'write the key file again from the printed recovery kit',
    run: restoreKey,
  },
}

async function fsck(config: Config): Promise<number> {
  const lock = lockHouse(config.house)
  try {
    const report = await fsckHouse(config.house, openKeyring(join(config.house, 'keys')))
    data(report)
    say(report.ok ? 'all is well' : `${report.problems.length} problems: see above`)
    return report.ok ? 0 : 1
  } finally {
    lock.release()
  }
}

async function stats(config: Config): Promise<number> {
  const catalog = openCatalog(config.house, openKeyring(join(config.house, 'keys')))
  data(catalog.counts())
  catalog.close()
  return 0
}

async function rebuild(config: Config): Promise<number> {
  const { house, close } = await openHouse(config, {})
  try {
    await house.search.rebuild()
    const total = house.archive.catalog.counts().entries
    const telling = setInterval(() => say(`indexed ${house.search.indexPosition()} of ${total} entries`), 5000)
    await house.search.reach(total)
    clearInterval(telling)
    say(`indexed ${total} of ${total} entries`)
    return 0
  } finally {
    await close()
  }
}

async function key(config: Config): Promise<number> {
  const keyring = openKeyring(join(config.house, 'keys'))
  data({ evidence: signer(keyring, 'evidence').verifierKey, audit: signer(keyring, 'audit').verifierKey })
  return 0
}

async function restoreKey(config: Config, [file]: readonly string[]): Promise<number> {
  const typed = file && existsSync(file) ? readFileSync(file, 'utf8') : await ask('type the 13 groups of the kit: ')
  const groups = typed.split(/[\s,]+/).filter((word) => word !== '')
  const answer = restoreMasterKey(join(config.house, 'keys'), keyFromKit(groups))
  say(answer === 'restored' ? 'the key file is there again' : 'the key file was there already, and is the right one')
  return 0
}

async function ask(question: string): Promise<string> {
  const line = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return await line.question(question)
  } finally {
    line.close()
  }
}
