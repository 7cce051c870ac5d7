export { keyRegisterMigrations } from './key-register.store.ts'
export {
  type KeyPurpose,
  type KeyRegister,
  openKeyRegister,
  type RegisteredKey,
} from './key-register.ts'
export {
  createKeyring,
  type Keyring,
  moveMasterKey,
  openKeyring,
  restoreMasterKey,
  tidyKeys,
} from './keyring.ts'
export { SECRET_NAMES, type SecretName } from './keyring-file.ts'
export { PROVIDER_NAMES, type ProviderName } from './providers/provider.ts'
export { keyFromKit, type RecoveryKit, recoveryKit } from './recovery-kit.ts'
export {
  beginRotation,
  closeBridges,
  finishRotation,
  type RegisterState,
  type Rotated,
  type RotationParts,
  registerState,
  type WrapAnew,
} from './rotate.ts'
export { openSigner, type Signer, type SignerPurpose, signer } from './signer.ts'
export { newPassphrase, providerFor, providerOf, type Unlock, unlockFor } from './unlock.ts'
export { unwrap, wrap } from './wrap.ts'
