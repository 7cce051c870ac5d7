import { afterAll, describe, expect, it } from 'vitest'
import { bytesFrom } from '../../test/support/sample.ts'
import { OTHER_POLICY, openTsa, POLICY } from '../../test/support/tsa.ts'
import { utf8 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { digestOf } from '../crypto/crypto.node.ts'
import { encodeTimestampRequest, parseTimestamp } from './timestamp.ts'
import { TAG, writeDer } from './timestamp-der.ts'
import { type TimestampFault, verifyTimestamp } from './timestamp-verify.ts'

const began = Date.now()
const tsa = openTsa()
afterAll(() => tsa.stop())

const message = utf8('archive.example/evidence\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n')
const root = tsa.issue('Test TSA Root', 'root', null)
const other = tsa.issue('Test TSA Root', 'root', null)
const unit = tsa.issue('Test TSA Unit 1', 'unit', root)
const expected = { message, roots: [root.der] }
const response = tsa.stamp(message, { unit })
const info = parseTimestamp(response).infoBytes
/** What the authority would say now: a certificate made later than a stamp was not yet valid then. */
const now = (): Uint8Array => parseTimestamp(tsa.stamp(message, { unit })).infoBytes

function fault(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof ProofError) return error.code === 'bad_timestamp' ? error.what : error.code
    throw error
  }
  return 'accepted'
}
const because = (what: TimestampFault): TimestampFault => what

describe('a time stamp by openssl', () => {
  it('holds, and says when, by whom, under which policy', () => {
    const stamp = verifyTimestamp(response, { ...expected, now: Date.now() + 5000, policies: [POLICY] })
    expect(stamp).toMatchObject({ authority: 'Test TSA Unit 1', policy: POLICY, accuracy: 1500 })
    expect(stamp.time).toBeGreaterThan(began - 5000)
    expect(stamp.serial).toMatch(/^[0-9a-f]+$/)
    expect(tsa.opensslAccepts(response, message, root)).toBe(true)
  })

  it.each(['sha384', 'sha512'] as const)('holds over %s', (digest) => {
    expect(fault(() => verifyTimestamp(tsa.stamp(message, { unit, digest }), expected))).toBe('accepted')
  })

  it('holds with an RSA key, through an authority in between, and with the older binding by SHA-1', () => {
    const middle = tsa.issue('Test TSA Middle', 'middle', root, 'rsa')
    const deep = tsa.issue('Test TSA Unit 2', 'unit', middle, 'rsa')
    const stamp = tsa.stamp(message, { unit: deep, chain: middle, section: 'issuing1' })
    expect(verifyTimestamp(stamp, expected).authority).toBe('Test TSA Unit 2')
    expect(verifyTimestamp(stamp, { ...expected, roots: [middle.der] }).authority).toBe('Test TSA Unit 2')
    const bare = tsa.stamp(message, { unit: deep })
    expect(fault(() => verifyTimestamp(bare, expected))).toBe(because('chain'))
    expect(fault(() => verifyTimestamp(bare, { ...expected, hints: [middle.der] }))).toBe('accepted')
  })

  it('holds as a bare token, and re-signed by the same unit', () => {
    const token = tsa.resign(info, [unit])
    expect(fault(() => verifyTimestamp(token, expected))).toBe('accepted')
    expect(tsa.opensslAccepts(token, message, root, true)).toBe(true)
  })

  it('answers our request: openssl reads its nonce, imprint and policy', () => {
    for (const nonce of [bytesFrom('nonce', 16), Uint8Array.of(0x80, 1), Uint8Array.of(0, 0, 7)]) {
      const digest = digestOf('sha256', message)
      const query = encodeTimestampRequest({ algorithm: 'sha256', digest, nonce, policy: OTHER_POLICY })
      const stamp = tsa.reply(query, { unit })
      expect(verifyTimestamp(stamp, { ...expected, nonce }).policy).toBe(OTHER_POLICY)
      expect(fault(() => verifyTimestamp(stamp, { ...expected, nonce: bytesFrom('another', 16) }))).toBe('nonce')
    }
  })
})

describe('a time stamp is refused', () => {
  it('of other bytes, by an unknown root, by a root of the same name, under another policy, from the future', () => {
    const changed = (what: Partial<Parameters<typeof verifyTimestamp>[1]>): string =>
      fault(() => verifyTimestamp(response, { ...expected, ...what }))
    expect(changed({ message: message.subarray(1) })).toBe(because('imprint'))
    expect(changed({ roots: [] })).toBe(because('chain'))
    expect(changed({ roots: [other.der] })).toBe(because('chain'))
    expect(changed({ policies: [OTHER_POLICY] })).toBe(because('policy'))
    expect(changed({ nonce: bytesFrom('nonce', 8) })).toBe(because('nonce'))
    expect(changed({ now: Date.now() - 3_600_000 })).toBe(because('in_the_future'))
    expect(tsa.opensslAccepts(response, message.subarray(1), root)).toBe(false)
    expect(tsa.opensslAccepts(response, message, other)).toBe(false)
  })

  it('when the certificate is not for time stamping, alone and critically', () => {
    for (const [extensions, what] of [
      ['loose', 'key_purpose'],
      ['both', 'key_purpose'],
      ['web', 'key_purpose'],
      ['none', 'key_purpose'],
      ['encipher', 'key_usage'],
      ['unknown', 'critical_extension'],
    ] as const) {
      const wrong = tsa.issue('Test TSA Wrong', extensions, root)
      const token = tsa.resign(now(), [wrong])
      expect(
        fault(() => verifyTimestamp(token, expected)),
        extensions,
      ).toBe(because(what))
      expect(tsa.opensslAccepts(token, message, root, true), extensions).toBe(false)
    }
  })

  it('when nothing signed names the certificate, when several sign, when it holds something else', () => {
    expect(fault(() => verifyTimestamp(tsa.resign(info, [unit], { bound: false }), expected))).toBe(
      'certificate_binding',
    )
    const twin = tsa.issue('Test TSA Unit 3', 'unit', root)
    expect(fault(() => verifyTimestamp(tsa.resign(now(), [unit, twin]), expected))).toBe(because('several_signers'))
    const data = tsa.resign(info, [unit], { type: '1.2.840.113549.1.7.1' })
    expect(fault(() => verifyTimestamp(data, expected))).toBe(because('content_type'))
  })

  it('over SHA-1, signed over SHA-1, or with a short RSA key', () => {
    expect(fault(() => verifyTimestamp(tsa.stamp(message, { unit, digest: 'sha1' }), expected))).toBe(
      'imprint_algorithm',
    )
    expect(fault(() => verifyTimestamp(tsa.resign(info, [unit], { digest: 'sha1' }), expected))).toBe('algorithm')
    const short = tsa.issue('Test TSA Short', 'unit', root, 'rsa1024')
    expect(fault(() => verifyTimestamp(tsa.resign(now(), [short]), expected))).toBe(because('no_certificate'))
  })

  it('when a certificate was not yet or no more valid then', () => {
    // leap years: a stamp of 29 February stays a day that there is
    const at = (year: '2020' | '2048'): Uint8Array => {
      const { index } = /\d{14}Z/.exec(Buffer.from(info).toString('latin1')) ?? expect.unreachable()
      const moved = info.slice()
      moved.set(utf8(year), index)
      return moved
    }
    expect(fault(() => verifyTimestamp(tsa.resign(at('2020'), [unit]), expected))).toBe(because('outside_validity'))
    expect(fault(() => verifyTimestamp(tsa.resign(at('2048'), [unit]), expected))).toBe(because('outside_validity'))
    const outliving = tsa.issue('Test TSA Long', 'unit', root, 'ec', 36500)
    expect(fault(() => verifyTimestamp(tsa.resign(at('2048'), [outliving]), expected))).toBe(because('chain'))
  })

  it('when an authority in between may not issue', () => {
    for (const extensions of ['unit', 'none'] as const) {
      const middle = tsa.issue('Test TSA False', extensions, root)
      const deep = tsa.issue('Test TSA Deep', 'unit', middle)
      const hints = [middle.der]
      expect(fault(() => verifyTimestamp(tsa.resign(now(), [deep]), { ...expected, hints }))).toBe(because('chain'))
    }
    const short = tsa.issue('Test TSA Short', 'short', root)
    const below = tsa.issue('Test TSA Below', 'middle', short)
    const deep = tsa.issue('Test TSA Deep', 'unit', below)
    const hints = [short.der, below.der]
    expect(fault(() => verifyTimestamp(tsa.resign(now(), [deep]), { ...expected, hints }))).toBe(because('chain'))
    expect(fault(() => verifyTimestamp(tsa.resign(now(), [deep]), { message, roots: [below.der] }))).toBe('accepted')
  })

  it('when the authority gave none', () => {
    const rejected = writeDer(TAG.sequence, writeDer(TAG.sequence, writeDer(TAG.integer, Uint8Array.of(2))))
    expect(fault(() => parseTimestamp(rejected))).toBe(because('not_granted'))
    const lying = response.slice()
    const granted = Buffer.from(lying).indexOf(Uint8Array.of(TAG.integer, 1, 0)) // its length may hold the tag's byte too
    lying[granted + 2] = 3
    expect(fault(() => verifyTimestamp(lying, expected))).toBe(because('not_granted'))
  })
})

describe('bytes of anybody', () => {
  it('say the same or nothing when one bit of a time stamp flips, and nothing when it is in what was signed', () => {
    const held = verifyTimestamp(response, expected)
    const hex = Buffer.from(response).toString('hex')
    const { signer } = parseTimestamp(response)
    const inside = [info, signer.signature, signer.attributesBytes.subarray(1)].map((part) => {
      const from = hex.indexOf(Buffer.from(part).toString('hex')) / 2
      return { from, to: from + part.length }
    })
    let accepted = 0
    for (let at = 0; at < response.length; at++) {
      const changed = response.with(at, (response[at] ?? 0) ^ (1 << (at % 8)))
      const why = fault(() => expect(verifyTimestamp(changed, expected)).toEqual(held))
      if (why !== 'accepted') continue
      accepted++
      expect(
        inside.some(({ from, to }) => at >= from && at < to),
        `byte ${at}`,
      ).toBe(false)
    }
    // versions, the algorithms' own lists and the certificate's outer signature under a pinned root
    expect(accepted).toBeLessThan(response.length / 4)
  })

  it('end in a refusal when they are cut, lengthened, nested, huge or noise', () => {
    for (let end = 0; end < response.length; end += 7) {
      expect(fault(() => parseTimestamp(response.subarray(0, end)))).not.toBe('accepted')
    }
    expect(fault(() => parseTimestamp(Uint8Array.of(...response, 0)))).toBe('bad_der')
    let nested: Uint8Array = new Uint8Array(0)
    for (let i = 0; i < 5000; i++) nested = writeDer(TAG.sequence, nested)
    expect(fault(() => parseTimestamp(nested))).toBe('bad_der')
    expect(fault(() => parseTimestamp(Uint8Array.of(0x30, 0x84, 0xff, 0xff, 0xff, 0xff)))).toBe('bad_der')
    expect(fault(() => parseTimestamp(Uint8Array.of(0x30, 0x80, 0, 0)))).toBe('bad_der')
    expect(fault(() => parseTimestamp(new Uint8Array(70_000)))).toBe('too_long')
    for (let i = 0; i < 500; i++) {
      const noise = Uint8Array.of(0x30, 0x81, 0x96, ...bytesFrom(`noise ${i}`, 150))
      expect(fault(() => parseTimestamp(noise))).not.toBe('accepted')
    }
  })
})
