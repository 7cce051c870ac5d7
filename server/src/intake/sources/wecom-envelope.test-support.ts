import {
  constants,
  createCipheriv,
  createHash,
  createPublicKey,
  generateKeyPairSync,
  publicEncrypt,
  randomBytes,
} from 'node:crypto'

// Envelopes of GetChatData, sealed as WeCom's server would seal them.

/** A key pair of the size that WeCom asks for, its private half as PEM. */
export function makeKey(type: 'pkcs1' | 'pkcs8' = 'pkcs1'): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return privateKey.export({ type, format: 'pem' }).toString()
}

export const fingerprintOf = (pem: string) =>
  createHash('sha256')
    .update(createPublicKey(pem).export({ type: 'spki', format: 'der' }))
    .digest('hex')

export interface Sealing {
  version: number
  pem: string
  seq?: number
  /** How the random key is written, and what lies inside the cipher. */
  key?: 'base64' | 'bare'
  layout?: 'bare' | 'callback'
}

export function seal(message: { msgid: string } & Record<string, unknown>, sealing: Sealing): Record<string, unknown> {
  const { version, pem, seq = 1, key = 'base64', layout = 'bare' } = sealing
  const secret = randomBytes(32)
  const said = Buffer.from(JSON.stringify(message))
  const plain = layout === 'bare' ? said : Buffer.concat([randomBytes(16), lengthOf(said), said, Buffer.from('ww1')])
  const pad = 32 - (plain.length % 32)
  const cipher = createCipheriv('aes-256-cbc', secret, secret.subarray(0, 16)).setAutoPadding(false)
  const sealed = Buffer.concat([cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])), cipher.final()])
  const random = key === 'bare' ? secret : Buffer.from(secret.toString('base64'))
  const to = { key: createPublicKey(pem), padding: constants.RSA_PKCS1_PADDING }
  return {
    seq,
    msgid: message.msgid,
    publickey_ver: version,
    encrypt_random_key: publicEncrypt(to, random).toString('base64'),
    encrypt_chat_msg: sealed.toString('base64'),
  }
}

function lengthOf(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return length
}
