import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type * as Pkcs11 from 'pkcs11js'
import { Fault } from '#base'
import type { KeyProvider } from './provider.ts'

// The master key under an AES key that never leaves a token (PKCS#11 2.40, AES key wrap RFC 3394). What must not come from
// keyring.json, which somebody may have changed, is the module: it is code that this process loads.

export interface Pkcs11Settings {
  /** Path of the token's shared library. */
  readonly module: string
  /** Its first line is the user's PIN. */
  readonly pinFile: string
  /** The token by label, or where two share one, by slot number; null: the label in keyring.json, or the only token. */
  readonly token: string | null
  readonly slot: number | null
}

const KEY_LENGTH = 32
const WRAPPED_LENGTH = 40

/** Codes of PKCS#11 that an operator can act on. */
const MEANT: Readonly<Record<number, readonly [code: string, hint: string]>> = {
  160: ['token_pin_wrong', 'put the right PIN into the PIN file; a token locks itself after a few wrong ones'],
  164: ['token_pin_locked', 'the token has locked itself: its security officer must unlock it'],
  224: ['token_missing', 'no token is in that slot: plug it in, or name another'],
}

export function pkcs11Provider(settings: Pkcs11Settings): KeyProvider {
  return {
    name: 'pkcs11',
    wrap: (masterKey, houseId) =>
      inSession(settings, settings.token, (session) => {
        const label = `cunzhen ${houseId}`
        // a key of this name that an interrupted move left is as good as a fresh one: it cannot have left the token
        const kek = findKey(session, label) ?? makeKey(session, label)
        return {
          name: 'pkcs11',
          token: session.token,
          key: label,
          wrapped: wrapIn(session, kek, masterKey).toString('base64'),
        }
      }),
    unwrap(state) {
      if (state.name !== 'pkcs11') throw new Fault('keyring_damaged', 'keys/keyring.json names no token: restore it')
      const wrapped = Buffer.from(state.wrapped, 'base64')
      if (wrapped.length !== WRAPPED_LENGTH) throw new Fault('keyring_damaged', 'keys/keyring.json: restore it')
      return inSession(settings, settings.token ?? state.token, (session) => {
        const kek = findKey(session, state.key)
        if (!kek) throw new Fault('token_key_missing', 'the token does not hold the key of this house: restore-key')
        return unwrapIn(session, kek, wrapped)
      })
    },
  }
}

interface Session {
  readonly library: typeof Pkcs11
  readonly calls: Pkcs11.PKCS11
  readonly handle: Pkcs11.Handle
  readonly token: string
}

function inSession<T>(settings: Pkcs11Settings, label: string | null, use: (session: Session) => T): T {
  const library = load()
  const calls = new library.PKCS11()
  try {
    calls.load(settings.module)
  } catch (error) {
    throw new Fault('token_module_unreadable', 'check CUNZHEN_PKCS11_MODULE: no PKCS#11 library', {}, { cause: error })
  }
  try {
    calls.C_Initialize()
    try {
      return withToken(library, calls, settings, label, use)
    } finally {
      calls.C_Finalize()
    }
  } catch (error) {
    throw asFault(library, error)
  } finally {
    calls.close()
  }
}

function withToken<T>(
  library: typeof Pkcs11,
  calls: Pkcs11.PKCS11,
  settings: Pkcs11Settings,
  label: string | null,
  use: (session: Session) => T,
): T {
  const { slot, token } = findToken(library, calls, label, settings.slot)
  const handle = calls.C_OpenSession(slot, library.CKF_SERIAL_SESSION | library.CKF_RW_SESSION)
  try {
    calls.C_Login(handle, library.CKU_USER, readPin(settings.pinFile))
    return use({ library, calls, handle, token })
  } finally {
    calls.C_CloseSession(handle) // logs out, and takes the session's own objects with it
  }
}

function findToken(library: typeof Pkcs11, calls: Pkcs11.PKCS11, label: string | null, number: number | null) {
  const tokens = calls.C_GetSlotList(true).flatMap((slot) => {
    const { label, flags } = calls.C_GetTokenInfo(slot)
    const token = label.replace(/[\0 ]+$/, '')
    return flags & library.CKF_TOKEN_INITIALIZED ? [{ slot, token, number: slot.readUInt32LE(0) }] : []
  })
  const fitting = tokens.filter(
    (each) => (number === null || each.number === number) && (label === null || each.token === label),
  )
  const [found] = fitting
  if (!found) throw new Fault('token_missing', 'no token of that label or slot: check --pkcs11-token, --pkcs11-slot')
  if (fitting.length > 1) {
    throw new Fault('token_ambiguous', 'several tokens fit: name one by --pkcs11-token or --pkcs11-slot', {
      tokens: fitting.length,
    })
  }
  return found
}

function findKey({ library, calls, handle }: Session, label: string): Pkcs11.Handle | null {
  calls.C_FindObjectsInit(handle, [
    { type: library.CKA_CLASS, value: library.CKO_SECRET_KEY },
    { type: library.CKA_KEY_TYPE, value: library.CKK_AES },
    { type: library.CKA_TOKEN, value: true },
    { type: library.CKA_LABEL, value: label },
  ])
  const found = calls.C_FindObjects(handle, 2)
  calls.C_FindObjectsFinal(handle)
  const [kek, another] = found
  if (!kek) return null
  if (another) throw new Fault('token_ambiguous', 'the token holds two keys of this house’s name: remove one')
  const [extractable, sensitive] = calls.C_GetAttributeValue(handle, kek, [
    { type: library.CKA_EXTRACTABLE },
    { type: library.CKA_SENSITIVE },
  ])
  if (extractable?.value[0] !== 0 || sensitive?.value[0] !== 1) {
    throw new Fault('token_key_weak', 'the token’s key may leave it: remove it and run the move again')
  }
  return kek
}

function makeKey({ library, calls, handle }: Session, label: string): Pkcs11.Handle {
  return calls.C_GenerateKey(handle, { mechanism: library.CKM_AES_KEY_GEN }, [
    { type: library.CKA_CLASS, value: library.CKO_SECRET_KEY },
    { type: library.CKA_KEY_TYPE, value: library.CKK_AES },
    { type: library.CKA_VALUE_LEN, value: KEY_LENGTH },
    { type: library.CKA_LABEL, value: label },
    { type: library.CKA_TOKEN, value: true },
    { type: library.CKA_PRIVATE, value: true },
    { type: library.CKA_SENSITIVE, value: true },
    { type: library.CKA_EXTRACTABLE, value: false },
    { type: library.CKA_WRAP, value: true },
    { type: library.CKA_UNWRAP, value: true },
    { type: library.CKA_ENCRYPT, value: false },
    { type: library.CKA_DECRYPT, value: false },
  ])
}

function wrapIn({ library, calls, handle }: Session, kek: Pkcs11.Handle, masterKey: Uint8Array): Buffer {
  const value = Buffer.from(masterKey)
  const object = calls.C_CreateObject(handle, [...passing(library), { type: library.CKA_VALUE, value }])
  value.fill(0)
  const wrapped = calls.C_WrapKey(handle, { mechanism: library.CKM_AES_KEY_WRAP }, kek, object, Buffer.alloc(256))
  calls.C_DestroyObject(handle, object)
  return wrapped
}

function unwrapIn({ library, calls, handle }: Session, kek: Pkcs11.Handle, wrapped: Buffer): Uint8Array {
  const mechanism = { mechanism: library.CKM_AES_KEY_WRAP }
  const object = calls.C_UnwrapKey(handle, mechanism, kek, wrapped, passing(library))
  const [read] = calls.C_GetAttributeValue(handle, object, [{ type: library.CKA_VALUE }])
  calls.C_DestroyObject(handle, object)
  if (read?.value.length !== KEY_LENGTH) throw new Fault('token_failed', 'the token gave back another length')
  const masterKey = new Uint8Array(read.value)
  read.value.fill(0)
  return masterKey
}

/** The master key while it passes through: an object of the session, gone with it. */
function passing(library: typeof Pkcs11): Pkcs11.Template {
  return [
    { type: library.CKA_CLASS, value: library.CKO_SECRET_KEY },
    { type: library.CKA_KEY_TYPE, value: library.CKK_GENERIC_SECRET },
    { type: library.CKA_TOKEN, value: false },
    { type: library.CKA_PRIVATE, value: true },
    { type: library.CKA_SENSITIVE, value: false },
    { type: library.CKA_EXTRACTABLE, value: true },
  ]
}

/** An optional dependency: only a house whose key is in a token needs it, so nobody else loads it. */
function load(): typeof Pkcs11 {
  try {
    return createRequire(import.meta.url)('pkcs11js') as typeof Pkcs11 // its own declarations
  } catch (error) {
    throw new Fault(
      'pkcs11_not_installed',
      'the package pkcs11js is not there: install g++ and python3 and run npm ci again',
      {},
      { cause: error },
    )
  }
}

function readPin(path: string): string {
  try {
    return readFileSync(path, 'utf8').split(/\r?\n/, 1)[0] ?? ''
  } catch (error) {
    throw new Fault(
      'pin_file_unreadable',
      'check CUNZHEN_PKCS11_PIN_FILE: its first line is the PIN',
      {},
      {
        cause: error,
      },
    )
  }
}

function asFault(library: typeof Pkcs11, error: unknown): unknown {
  if (!(error instanceof library.Pkcs11Error)) return error
  const [code, hint] = MEANT[error.code] ?? ['token_failed', 'the token refused: look up the PKCS#11 result code']
  return new Fault(code, hint, { result: error.code })
}
