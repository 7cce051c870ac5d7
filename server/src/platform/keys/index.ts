export { keyRegisterMigrations } from './key-register.store.ts'
export {
  type KeyPurpose,
  type KeyRegister,
  openKeyRegister,
  type RegisteredKey,
} from './key-register.ts'
export {
  createKeyring,
  hasKeyring,
  type Keyring,
  openKeyring,
  restoreMasterKey,
  SECRET_NAMES,
  type SecretName,
} from './keyring.ts'
export { keyFromKit, type RecoveryKit, recoveryKit } from './recovery-kit.ts'
export { openSigner, type Signer, type SignerPurpose, signer } from './signer.ts'
export { unwrap, wrap } from './wrap.ts'
