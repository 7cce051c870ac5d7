import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto'
import type { ConversationNo, KeyId, ParticipantNo, RecordNo } from '#base'

// A record's content in the journal: AES-256-GCM under the key of its epoch (formats/journal.md, "Record content").

/** What stands beside the ciphertext in its row. All of it is authenticated: a row's columns cannot be exchanged. */
export interface RecordAddress {
  no: RecordNo
  epoch: number
  conversation: ConversationNo
  sender: ParticipantNo | null
  kind: number
  sourceTs: number | null
}

export const TAG = 16
const AAD = 30

/** Encrypts for one epoch: one key, made when this process (or this hour) began, and one counter that only grows. */
export class EpochCipher {
  readonly id: number
  readonly keyId: KeyId
  readonly startedAt: number
  readonly #key: KeyObject
  readonly #nonce = Buffer.alloc(12)
  readonly #aad = Buffer.alloc(AAD)
  /**
   * Never taken back, not even when the transaction that used it is rolled back: a nonce serves one plaintext under a
   * key. It is not stored, because no process ever goes on with an epoch that another one began.
   */
  #next = 0

  constructor(id: number, keyId: KeyId, key: Uint8Array, startedAt: number) {
    this.id = id
    this.keyId = keyId
    this.startedAt = startedAt
    this.#key = createSecretKey(key)
  }

  seal(address: RecordAddress, plain: Uint8Array): { nonce: number; ciphertext: Buffer } {
    const nonce = this.#next++
    const cipher = createCipheriv('aes-256-gcm', this.#key, writeNonce(this.#nonce, nonce))
    cipher.setAAD(writeAad(this.#aad, address))
    const body = cipher.update(plain)
    cipher.final()
    return { nonce, ciphertext: Buffer.concat([body, cipher.getAuthTag()]) }
  }
}

/** The plaintext, or null where key, nonce, address or ciphertext are not the ones of one record. */
export function openRecord(
  key: KeyObject,
  address: RecordAddress,
  nonce: number,
  ciphertext: Uint8Array,
): Buffer | null {
  if (ciphertext.length < TAG) return null
  const decipher = createDecipheriv('aes-256-gcm', key, writeNonce(Buffer.alloc(12), nonce), { authTagLength: TAG })
  decipher.setAAD(writeAad(Buffer.alloc(AAD), address))
  decipher.setAuthTag(ciphertext.subarray(ciphertext.length - TAG))
  const plain = decipher.update(ciphertext.subarray(0, ciphertext.length - TAG))
  try {
    decipher.final()
    return plain
  } catch {
    plain.fill(0)
    return null // the one thing final() throws for is a tag that does not match
  }
}

function writeNonce(bytes: Buffer, nonce: number): Buffer {
  bytes.writeUInt32BE(Math.floor(nonce / 0x100000000), 4)
  bytes.writeUInt32BE(nonce >>> 0, 8)
  return bytes
}

function writeAad(bytes: Buffer, address: RecordAddress): Buffer {
  bytes[0] = 1
  writeInt64(bytes, address.no, 1)
  bytes.writeUInt32BE(address.epoch, 9)
  bytes.writeUInt32BE(address.conversation, 13)
  bytes.writeUInt32BE(address.sender ?? 0, 17)
  bytes[21] = address.kind
  if (address.sourceTs !== null) writeInt64(bytes, address.sourceTs, 22)
  else bytes.fill(0, 22).writeInt32BE(-0x80000000, 22)
  return bytes
}

function writeInt64(bytes: Buffer, value: number, at: number): void {
  bytes.writeInt32BE(Math.floor(value / 0x100000000), at)
  bytes.writeUInt32BE(value >>> 0, at + 4)
}
