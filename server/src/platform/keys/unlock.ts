import { readFileSync } from 'node:fs'
import { Fault, Refusal } from '#base'
import type { Config } from '../config.ts'
import { Secret } from '../secrets.ts'
import { askHidden } from '../terminal.ts'
import { hasKeyringFile, readKeyringFile } from './keyring-file.ts'
import { fileProvider } from './providers/file.ts'
import { passphraseProvider } from './providers/passphrase.ts'
import { type Pkcs11Settings, pkcs11Provider } from './providers/pkcs11.ts'
import type { KeyProvider, ProviderName } from './providers/provider.ts'

/** What a provider needs besides the files in keys/. */
export interface Unlock {
  readonly passphrase?: Secret<string>
  readonly pkcs11?: Pkcs11Settings
}

type PassphraseSettings = Pick<Config, 'passphraseFile' | 'passphraseFd'>
type KeySettings = PassphraseSettings & Pick<Config, 'pkcs11'>

/** The provider of that name. @throws Fault `passphrase_needed`, `token_unnamed` where nobody has said how to reach it */
export function providerFor(dir: string, name: ProviderName, { passphrase, pkcs11 }: Unlock): KeyProvider {
  if (name === 'file') return fileProvider(dir)
  if (name === 'passphrase') {
    if (!passphrase) throw passphraseNeeded()
    return passphraseProvider(passphrase.reveal())
  }
  if (!pkcs11) {
    throw new Fault(
      'token_unnamed',
      'this house’s key is in a token: set CUNZHEN_PKCS11_MODULE and CUNZHEN_PKCS11_PIN_FILE',
    )
  }
  return pkcs11Provider(pkcs11)
}

/** Who keeps the master key of this house; null where there is no keyring yet. @throws Fault `keyring_damaged` */
export function providerOf(dir: string): ProviderName | null {
  return hasKeyringFile(dir) ? readKeyringFile(dir).provider.name : null
}

/**
 * Gathers what this house's provider needs: of a passphrase, from the file or file descriptor that the settings name, or
 * from the terminal. Never from an argument, which every user of the machine could read.
 */
export async function unlockFor(dir: string, settings: KeySettings): Promise<Unlock> {
  const pkcs11 = settings.pkcs11 ?? undefined
  if (providerOf(dir) !== 'passphrase') return { pkcs11 }
  return { pkcs11, passphrase: givenPassphrase(settings) ?? (await ask('passphrase of this house: ')) }
}

/** A passphrase to be: on a terminal typed twice. @throws Refusal `passphrase_differs` */
export async function newPassphrase(settings: PassphraseSettings): Promise<Secret<string>> {
  const given = givenPassphrase(settings)
  if (given) return given
  if (!process.stdin.isTTY)
    throw passphraseNeeded('name the new passphrase: CUNZHEN_NEW_PASSPHRASE_FILE, or a terminal')
  const first = await ask('new passphrase of this house: ')
  const second = await ask('once more: ')
  if (first.reveal() !== second.reveal()) throw new Refusal('invalid', 'passphrase_differs')
  return first
}

function givenPassphrase({ passphraseFile, passphraseFd }: PassphraseSettings): Secret<string> | null {
  const source = passphraseFd ?? passphraseFile
  if (source === null) return null
  try {
    return new Secret(readFileSync(source, 'utf8').replace(/\r?\n$/, ''))
  } catch (error) {
    throw new Fault(
      'passphrase_unreadable',
      'the file or descriptor of the passphrase cannot be read',
      {},
      {
        cause: error,
      },
    )
  }
}

async function ask(question: string): Promise<Secret<string>> {
  if (!process.stdin.isTTY) throw passphraseNeeded()
  return new Secret(await askHidden(question))
}

const NEEDED =
  'this house opens with a passphrase: start it on a terminal, or give --passphrase-fd N or CUNZHEN_PASSPHRASE_FILE'

function passphraseNeeded(hint = NEEDED): Fault {
  return new Fault('passphrase_needed', hint)
}
