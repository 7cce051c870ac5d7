import { openSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type DurableFiles, durable } from '../files/durable.ts'
import { Secret } from '../secrets.ts'
import { moveMasterKey, openKeyring } from './keyring.ts'
import { fileProvider } from './providers/file.ts'
import { passphraseProvider } from './providers/passphrase.ts'
import type { ProviderName } from './providers/provider.ts'
import { providerFor, type Unlock } from './unlock.ts'

// The process that move.kill.test.ts kills: it moves the master key, and dies by SIGKILL before its n-th touch of the disk,
// or in the middle of it, when half of the new file lies under its temporary name.

const [dir = '', to = 'file', at = '0', when = 'before', module = '', pinFile = ''] = process.argv.slice(2)
const die = () => process.kill(process.pid, 'SIGKILL')
let touches = 0

function touch(path: string, bytes: Uint8Array | null): void {
  if (touches++ !== Number(at)) return
  if (when === 'middle' && bytes) {
    const half = openSync(join(dirname(path), `.${basename(path)}.0123456789ab.new`), 'wx', 0o600)
    writeSync(half, bytes, 0, Math.ceil(bytes.length / 2))
  }
  die()
}

const files: DurableFiles = {
  ...durable,
  writeFileDurably(path, bytes) {
    touch(path, bytes)
    durable.writeFileDurably(path, bytes)
  },
  removeDurably(paths) {
    touch('', null)
    durable.removeDurably(paths)
  },
}

const passphrase = 'twelve letters and more'
const token = module ? { pkcs11: { module, pinFile, token: null, slot: null } } : {}
const unlock: Unlock = { passphrase: new Secret(passphrase), ...token }
const cheap = { memory: 64, passes: 1, lanes: 1 }
const provider = {
  file: () => fileProvider(dir, files),
  passphrase: () => passphraseProvider(passphrase, cheap),
  pkcs11: () => providerFor(dir, 'pkcs11', unlock),
}[to as ProviderName]() // the test names one of the three
moveMasterKey(dir, openKeyring(dir, unlock), provider, files)
