import { describe, expect, it } from 'vitest'
import { bytesFrom, chanceFrom, randomText, sampleFields } from '../../test/support/sample.ts'
import { ProofError } from '../bytes/errors.ts'
import { decodeRecord, encodeRecord, KINDS, type RecordFields } from './record.ts'

const seed = bytesFrom('seed', 16)

describe('canonical record', () => {
  it('comes back as it went in, for random records', () => {
    const chance = chanceFrom(1)
    for (let i = 0; i < 2000; i++) {
      const fields: RecordFields = {
        platform: randomText(chance, 4),
        origin: randomText(chance, 4),
        sourceId: randomText(chance, 10),
        conversation: randomText(chance, 10),
        sender: randomText(chance, 12),
        senderName: randomText(chance, 5),
        recipients: randomText(chance, 3),
        sourceTs: chance.pick([null, 0, -1, 1_700_000_000_000, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]),
        kind: chance.pick(KINDS),
        refersTo: randomText(chance, 3),
        extra: randomText(chance, 20),
        body: randomText(chance, 300),
      }
      const encoded = encodeRecord(seed, fields)
      expect(decodeRecord(encoded)).toEqual({ seed, fields })
      expect(encodeRecord(seed, decodeRecord(encoded).fields)).toEqual(encoded)
    }
  })

  it.each([0, 1, 127, 128, 129, 16383, 16384, 16385, 2097151, 2097152, 2097153])(
    'takes a body of %i bytes, around the sizes where the length grows',
    (size) => {
      const fields = sampleFields({ body: 'x'.repeat(size) })
      expect(decodeRecord(encodeRecord(seed, fields)).fields.body.length).toBe(size)
    },
  )

  it('does not share memory between two records', () => {
    const first = encodeRecord(seed, sampleFields({ body: 'first' }))
    const kept = first.slice()
    encodeRecord(seed, sampleFields({ body: 'second and longer' }))
    expect(first).toEqual(kept)
  })

  it('gives a seed that is not a part of the bytes, also of a Buffer, whose slice is a view', () => {
    const encoded = Buffer.from(encodeRecord(seed, sampleFields()))
    decodeRecord(encoded).seed.fill(0)
    expect(decodeRecord(encoded).seed).toEqual(new Uint8Array(seed))
  })

  it('never reads a changed byte as the same record', () => {
    const encoded = encodeRecord(seed, sampleFields())
    const original = decodeRecord(encoded)
    for (let at = 0; at < encoded.length; at++) {
      for (const flip of [0x01, 0x80, 0xff]) {
        const changed = encoded.slice()
        changed[at] = (changed[at] ?? 0) ^ flip
        let read: ReturnType<typeof decodeRecord> | null = null
        try {
          read = decodeRecord(changed)
        } catch (error) {
          expect(error).toBeInstanceOf(ProofError)
        }
        if (read !== null) expect(read).not.toEqual(original)
      }
    }
  })

  it('refuses every cut and every byte too many', () => {
    const encoded = encodeRecord(seed, sampleFields())
    for (let size = 0; size < encoded.length; size++) {
      expect(() => decodeRecord(encoded.subarray(0, size))).toThrow(ProofError)
    }
    expect(() => decodeRecord(Uint8Array.of(...encoded, 0))).toThrow(new ProofError('trailing_bytes'))
  })

  it.each<[string, Partial<Record<keyof RecordFields, unknown>>]>([
    ['lone_surrogate: body', { body: 'a\ud800b' }],
    ['lone_surrogate: sender', { sender: '\udc00' }],
    ['bad_kind', { kind: 'poem' }],
    ['bad_time: sourceTs', { sourceTs: 1.5 }],
    ['bad_time: sourceTs', { sourceTs: 2 ** 53 }],
    ['bad_field: origin', { origin: undefined }],
  ])('refuses to write a record with %s', (message, wrong) => {
    // the wrong fields are wrong on purpose: a parser could hand such a thing over
    const fields = { ...sampleFields(), ...wrong } as RecordFields
    expect(() => encodeRecord(seed, fields)).toThrow(message)
  })

  it('refuses a seed of another size and a version it does not know', () => {
    expect(() => encodeRecord(seed.subarray(1), sampleFields())).toThrow(new ProofError('bad_seed'))
    const encoded = encodeRecord(seed, sampleFields())
    encoded[0] = 2
    expect(() => decodeRecord(encoded)).toThrow(new ProofError('bad_version'))
  })

  it('refuses a length written longer than it need be', () => {
    const encoded = encodeRecord(seed, sampleFields({ platform: 'sms' }))
    const longer = Uint8Array.of(...encoded.subarray(0, 17), 0x83, 0x00, ...encoded.subarray(18))
    expect(() => decodeRecord(longer)).toThrow(new ProofError('bad_length', 'platform'))
  })
})
