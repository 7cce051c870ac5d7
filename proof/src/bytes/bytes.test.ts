import { describe, expect, it } from 'vitest'
import { bytesFrom } from '../../test/support/sample.ts'
import { concat, equalBytes, fromBase64, fromHex, fromUtf8, toBase64, toHex, utf8 } from './bytes.ts'
import { ProofError } from './errors.ts'

describe('spellings of bytes', () => {
  it('reads back what it wrote, at every length around the group sizes', () => {
    for (let size = 0; size < 70; size++) {
      const bytes = bytesFrom('bytes', size)
      expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'))
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
      expect(fromHex(toHex(bytes))).toEqual(bytes)
      expect(fromBase64(toBase64(bytes))).toEqual(bytes)
    }
  })

  it.each(['0', 'AB', '0g', ' 00', '0x00'])('refuses %j as hex', (text) => {
    expect(() => fromHex(text)).toThrow(new ProofError('bad_hex'))
  })

  it.each(['A', 'AA', 'AAA', 'AB==', 'AAB=', 'A===', '====', 'AA=A', 'AA-_', 'AAAA\n', ' AAA', 'AAAA=', 'AAAA===='])(
    'refuses %j as base64: another spelling of bytes that have one',
    (text) => {
      expect(() => fromBase64(text)).toThrow(new ProofError('bad_base64'))
    },
  )

  it('keeps a byte order mark and refuses what is not UTF-8', () => {
    expect(fromUtf8(utf8('\ufeffa😀'))).toBe('\ufeffa😀')
    for (const bytes of [[0x80], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe4, 0xbd]]) {
      expect(() => fromUtf8(Uint8Array.from(bytes))).toThrow(new ProofError('bad_utf8'))
    }
    expect(() => utf8('\ud800')).toThrow(new ProofError('lone_surrogate'))
  })

  it('joins and compares', () => {
    expect(concat(Uint8Array.of(1), Uint8Array.of(), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3))
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true)
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false)
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false)
  })
})
