import { aesBlocks, hmacSha1, pbkdf2Sha1 } from '#crypto'
import { equalBytes, utf8 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'

// The cipher of WinZip AE-2 with AES-256 ("AES Encryption Information", winzip.com): the counter is little-endian, which neither
// WebCrypto nor node:crypto has, so the key stream is made of single blocks. A package's rows pass through it, and the zip library's own takes ten
// times as long.

const SALT = 16
const CHECK = 2
const TAG = 10
const BLOCK = 16
const AT_ONCE = 4096 * BLOCK

/** AES-256 over blocks 1, 2, 3 … whose first bytes are the number, little-endian; applied to bytes in pieces of any length. */
export class CounterStream {
  readonly #encrypt: (blocks: Uint8Array) => Uint8Array
  readonly #counters = new Uint8Array(AT_ONCE)
  readonly #view = new DataView(this.#counters.buffer)
  #next = 1
  #stream: Uint8Array = new Uint8Array(0)
  #used = 0

  constructor(key: Uint8Array) {
    this.#encrypt = aesBlocks(key)
  }

  /** Encrypts or decrypts, which are the same, in place. */
  apply(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.#used === this.#stream.length) this.#fill(bytes.length - at)
      const count = Math.min(bytes.length - at, this.#stream.length - this.#used)
      const stream = this.#stream
      const shift = this.#used - at
      for (let i = at; i < at + count; i++) bytes[i] = (bytes[i] ?? 0) ^ (stream[i + shift] ?? 0)
      this.#used += count
      at += count
    }
  }

  #fill(wanted: number): void {
    const length = Math.min(AT_ONCE, Math.ceil(wanted / BLOCK) * BLOCK)
    const blocks = this.#counters.subarray(0, length).fill(0)
    for (let at = 0; at < length; at += BLOCK, this.#next++) {
      this.#view.setUint32(at, this.#next >>> 0, true)
      this.#view.setUint32(at + 4, Math.floor(this.#next / 2 ** 32), true)
    }
    this.#stream = this.#encrypt(blocks)
    this.#used = 0
  }
}

/**
 * The content of an entry as it is stored: salt (16) ‖ two bytes that tell a wrong password early ‖ ciphertext ‖ 10 bytes of
 * HMAC-SHA-1 over it, which is compared at the end. Throws ProofError 'wrong_password', 'bad_zip'.
 */
export async function* decrypted(stored: AsyncIterable<Uint8Array>, password: string): AsyncGenerator<Uint8Array> {
  let held: Uint8Array = new Uint8Array(0)
  let opened: { stream: CounterStream; mac: ReturnType<typeof hmacSha1> } | null = null
  for await (const chunk of stored) {
    held = held.length === 0 ? chunk : joined(held, chunk)
    if (opened === null) {
      if (held.length < SALT + CHECK) continue
      opened = openKeys(held.subarray(0, SALT + CHECK), password)
      held = held.subarray(SALT + CHECK)
    }
    // the last bytes may be the tag
    if (held.length <= TAG) continue
    const plain = held.slice(0, held.length - TAG)
    held = held.slice(held.length - TAG)
    opened.mac.update(plain)
    opened.stream.apply(plain)
    yield plain
  }
  if (opened === null || held.length !== TAG || !equalBytes(opened.mac.digest().subarray(0, TAG), held)) {
    throw new ProofError('bad_zip')
  }
}

/** PBKDF2-HMAC-SHA-1 with 1,000 rounds is fixed by the format. */
function openKeys(head: Uint8Array, password: string) {
  const keys = pbkdf2Sha1(utf8(password), head.subarray(0, SALT), 1000, 66)
  if (!equalBytes(keys.subarray(64), head.subarray(SALT))) throw new ProofError('wrong_password')
  return { stream: new CounterStream(keys.subarray(0, 32)), mac: hmacSha1(keys.subarray(32, 64)) }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const whole = new Uint8Array(a.length + b.length)
  whole.set(a)
  whole.set(b, a.length)
  return whole
}
