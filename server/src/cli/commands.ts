import { parseArgs } from 'node:util'
import { FORMATS } from '@cunzhen/server/wire-types'
import { fsckAnchors, fsckRehash } from '#anchors'
import { archiveFiles, fsckHouse, openRetained } from '#archive'
import { systemClock } from '#base'
import { openLedgerReader } from '#ledger'
import { type Config, data, lockHouse, say } from '#platform'
import { signer } from '#platform/keys'
import { openHouse } from '#wire'
import { calendar } from './calendar.ts'
import { detectFile } from './detect.ts'
import { doctor } from './doctor.ts'
import { importFiles } from './import.ts'
import { key, openKeys, restoreKey } from './key.ts'
import { renewHash } from './renew-hash.ts'
import { rotateKeys } from './rotate-keys.ts'
import { stats } from './stats.ts'
import { witness } from './witness.ts'

export interface Command {
  readonly takes: string
  readonly says: string
  /** What its own help says besides. */
  readonly more?: string
  /** False: it does without a house. */
  readonly needsHouse?: false
  /** The console does it as well, while the house runs. */
  readonly inConsole?: true
  /** Answers the exit code. */
  run(config: Config, args: readonly string[]): Promise<number>
}

/** Verbs that need this machine: the house must not be running, except for `key`, `stats` and `doctor`. */
export const commands: Readonly<Record<string, Command>> = {
  fsck: {
    takes: '',
    says: 'recompute every record, entry, hash, signature and time stamp from disk; exit 0 only when all is well',
    run: fsck,
  },
  stats: { takes: '[--json]', says: 'counts, lags, and sizes on disk by share and by record', run: stats },
  doctor: {
    takes: '[--json]',
    says: 'what of machine and house would bite later; exit 1 when something is ill',
    needsHouse: false,
    run: doctor,
  },
  detect: {
    takes: '--in FILE.jsonl --point P',
    says: 'mark what is sensitive in {"text"} lines: --point review|release [--roster FILE]; needs no house',
    needsHouse: false,
    run: detectFile,
  },
  import: {
    takes: 'FILE... [options]',
    says: 'take records in: --format F --origin TEXT --own-account A --zone MINUTES --mapping FILE.json --wecom-key VERSION=FILE',
    more: `F: ${FORMATS.join(' ')}\nwithout --format it is found from the file; csv, jsonl and xlsx need a mapping (docs/api.md, "Intake")`,
    inConsole: true,
    run: importFiles,
  },
  rebuild: { takes: '', says: 'delete the search index and make it again from the archive', run: rebuild },
  calendar: {
    takes: '[check|bring FILE.yaml]',
    says: 'working days that are known; check: what a table would change; bring --because TEXT [--replace YEAR]...: put it in force',
    more: 'a table has the shape of docs/calendar.md; a year that is known is replaced only where --replace names it',
    inConsole: true,
    run: calendar,
  },
  key: {
    takes: '[move --to PROVIDER]',
    says: 'the house’s public keys, to pin elsewhere; move: keep the master key by file, passphrase or pkcs11',
    run: key,
  },
  witness: {
    takes: '[init] --dir DIR ...',
    says: 'a witness of other houses’ ledgers: init --name NAME [--audit] makes its key; --log KEY... [--audit COPY] [--port N] runs it',
    needsHouse: false,
    run: witness,
  },
  'rotate-keys': {
    takes: '[--because TEXT]',
    says: 'a new register key, and every key of the register wrapped anew; the recovery kit stays valid',
    inConsole: true,
    run: rotateKeys,
  },
  'renew-hash': {
    takes: '[--hash sha512]',
    says: 'rebuild the ledger’s trees with another hash over what is kept, and have that stamped; before SHA-256 ages',
    more:
      'The house must not be running. Every record is opened once: some thousand a second. Stopped or killed, the same\n' +
      'command goes on where it was. Needs a time-stamping authority in anchors/settings.json (docs/anchors.md).',
    run: renewHash,
  },
  'restore-key': {
    takes: '[KIT.txt]',
    says: 'write the key file again from the printed recovery kit',
    run: restoreKey,
  },
}

async function fsck(config: Config, args: readonly string[]): Promise<number> {
  parseArgs({ args: [...args] }) // takes nothing
  const lock = lockHouse(config.house)
  try {
    const keys = await openKeys(config)
    const report = await fsckHouse(config.house, keys)
    const reader = openLedgerReader(archiveFiles(config.house).ledger, signer(keys, 'evidence').verifierKey)
    // a ledger that does not open is a problem of the house, told above
    const anchors = report.ok ? fsckAnchors(config.house, reader) : null
    // told also where the house is not well: it names what was changed by another hash
    const openKept = () => openRetained(config.house, keys, systemClock)
    const hashRenewals = await fsckRehash(config.house, { ledger: reader, openRetained: openKept })
    const problems = report.problems.length + (anchors?.problems.length ?? 0) + hashRenewals.problems.length
    data({ ...report, ok: problems === 0, anchors, hashRenewals })
    say(problems === 0 ? 'all is well' : `${problems} problems: see above`)
    return problems === 0 ? 0 : 1
  } finally {
    lock.release()
  }
}

async function rebuild(config: Config, args: readonly string[]): Promise<number> {
  parseArgs({ args: [...args] }) // takes nothing
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
