import { join } from 'node:path'
import { Fault } from '#base'
import { type DurableFiles, durable } from '../../files/durable.ts'
import { readIfThere } from '../keyring-file.ts'
import type { KeyProvider } from './provider.ts'

export const MASTER_FILE = 'master.key'
const HINT_RESTORE = 'run `npm run cunzhen -- restore-key --house DIR` with the recovery kit'

const KEY_LENGTH = 32

/** keys/master.key: 32 bytes, mode 0600. Whoever reads the file can read the house. */
export function fileProvider(dir: string, files: DurableFiles = durable): KeyProvider {
  const path = join(dir, MASTER_FILE)
  return {
    name: 'file',
    wrap(masterKey) {
      files.writeFileDurably(path, masterKey)
      return { name: 'file' }
    },
    unwrap() {
      const masterKey = readIfThere(path)
      if (!masterKey) throw new Fault('key_missing', `keys/${MASTER_FILE} is not there: ${HINT_RESTORE}`)
      if (masterKey.length !== KEY_LENGTH) throw keyWrong()
      return masterKey
    },
  }
}

export function keyWrong(): Fault {
  return new Fault(
    'key_wrong',
    `keys/${MASTER_FILE} is not the key of this house: put back the right one, or ${HINT_RESTORE}`,
  )
}
