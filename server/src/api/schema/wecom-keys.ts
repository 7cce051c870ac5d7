import { z } from 'zod'
import { Id, Time } from './common.ts'

/** `version`: publickey_ver, as WeCom counts the public keys that were given to it. */
const Version = z.int().min(0).max(1_000_000)

/** PEM, PKCS#1 or PKCS#8, without a passphrase. */
export const AddWecomKey = z.object({ version: Version, privateKeyPem: z.string().min(1).max(16_384) })

/** `fingerprint`: SHA-256 of the public key (SubjectPublicKeyInfo, DER), in hex. */
export const WecomKey = z.object({ version: Version, fingerprint: z.string(), at: Time, by: Id })
