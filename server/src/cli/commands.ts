import { fsckHouse } from '#archive'
import { type Config, data, lockHouse, say } from '#platform'
import { openHouse } from '#wire'
import { doctor } from './doctor.ts'
import { importFiles } from './import.ts'
import { key, openKeys, restoreKey } from './key.ts'
import { rotateKeys } from './rotate-keys.ts'
import { stats } from './stats.ts'

export interface Command {
  readonly takes: string
  readonly says: string
  /** Answers the exit code. */
  run(config: Config, args: readonly string[]): Promise<number>
}

/** Verbs that need this machine: the house must not be running, except for `key`, `stats` and `doctor`. */
export const commands: Readonly<Record<string, Command>> = {
  fsck: {
    takes: '',
    says: 'recompute every record, entry, hash and signature from disk; exit 0 only when all is well',
    run: fsck,
  },
  stats: { takes: '[--json]', says: 'counts, lags, and sizes on disk by share and by record', run: stats },
  doctor: {
    takes: '[--json]',
    says: 'what of machine and house would bite later; exit 1 when something is ill',
    run: doctor,
  },
  import: {
    takes: 'FILE... [options]',
    says: 'take records in: --format F --origin TEXT --own-account A --zone MINUTES --mapping FILE.json --wecom-key VERSION=FILE',
    run: importFiles,
  },
  rebuild: { takes: '', says: 'delete the search index and make it again from the archive', run: rebuild },
  key: {
    takes: '[move --to PROVIDER]',
    says: 'the house’s public keys, to pin elsewhere; move: keep the master key by file, passphrase or pkcs11',
    run: key,
  },
  'rotate-keys': {
    takes: '[--because TEXT]',
    says: 'a new register key, and every key of the register wrapped anew; the recovery kit stays valid',
    run: rotateKeys,
  },
  'restore-key': {
    takes: '[KIT.txt]',
    says: 'write the key file again from the printed recovery kit',
    run: restoreKey,
  },
}

async function fsck(config: Config): Promise<number> {
  const lock = lockHouse(config.house)
  try {
    const report = await fsckHouse(config.house, await openKeys(config))
    data(report)
    say(report.ok ? 'all is well' : `${report.problems.length} problems: see above`)
    return report.ok ? 0 : 1
  } finally {
    lock.release()
  }
}

async function rebuild(config: Config): Promise<number> {
  const { house, close } = await openHouse(config, {})
  try {
    await house.search.rebuild()
    const total = house.archive.catalog.counts().entries
    const telling = setInterval(() => say(`indexed ${house.search.indexPosition()} of ${total} entries`), 5000)
    try {
      await house.search.reach(total)
    } finally {
      clearInterval(telling)
    }
    say(`indexed ${total} of ${total} entries`)
    return 0
  } finally {
    await close()
  }
}
