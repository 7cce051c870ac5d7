// Where the master key is kept. A provider wraps it for keeping and gives it back; what it needs for that besides its own
// means (a passphrase, a token) is public and stands in keyring.json. formats/keyring.md, version 2.

export type ProviderName = 'file' | 'passphrase' | 'pkcs11'
export const PROVIDER_NAMES: readonly ProviderName[] = ['file', 'passphrase', 'pkcs11']

/** Base64 in `salt` and `wrapped`. None of it is secret; whoever changes it makes the house refuse to open. */
export type ProviderState =
  | { readonly name: 'file' }
  | {
      readonly name: 'passphrase'
      readonly salt: string
      /** Argon2id (RFC 9106): KiB of memory, passes, lanes. */
      readonly memory: number
      readonly passes: number
      readonly lanes: number
      readonly wrapped: string
    }
  | {
      readonly name: 'pkcs11'
      /** Label of the token and of the wrapping key in it. */
      readonly token: string
      readonly key: string
      /** AES key wrap (RFC 3394) of the master key: 40 bytes. */
      readonly wrapped: string
    }

export interface KeyProvider {
  readonly name: ProviderName
  /** Keeps the 32 bytes so that `unwrap` finds them; durable when it returns. The taker writes the answer down. */
  wrap(masterKey: Uint8Array, houseId: string): ProviderState
  /**
   * The 32 bytes; the taker zeroes them. Whether they are this house's, the keyring checks.
   * @throws Fault of the provider: `key_missing`, `key_wrong`, `passphrase_wrong`, `token_…`
   */
  unwrap(state: ProviderState, houseId: string): Uint8Array
}
