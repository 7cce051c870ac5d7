import { describe, expect, test } from 'vitest'
import { alphabet, type Encoding, EncodingSurvey } from './encodings.ts'

const TEXT = '{"text":"退款 180 元，加V：😀𠀀 ¥ é"}\r\n第二行\n'
// '退款𠀀，二€' as a GB18030 encoder other than ours wrote it
const GB = Buffer.from('cdcbbfee95328236a3acb6fe80', 'hex')

function encode(text: string, encoding: Encoding): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text)
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le')
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16()
  return encodeGb(text)
}

/** By the decoder's own table, the other way round. */
function encodeGb(text: string): Buffer {
  const table = gbTable()
  return Buffer.concat([...text].map((char) => table.get(char) ?? Buffer.from(char, 'latin1')))
}

let made: Map<string, Buffer> | null = null
function gbTable(): Map<string, Buffer> {
  if (made) return made
  made = new Map()
  const decoder = new TextDecoder('gb18030')
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail === 0x7f) continue
      const bytes = Buffer.from([lead, trail])
      const char = decoder.decode(bytes)
      if ([...char].length === 1 && !made.has(char)) made.set(char, bytes)
    }
  }
  for (const [char, hex] of [
    ['😀', '9439fc36'],
    ['𠀀', '95328236'],
    ['é', 'a8a6'],
    ['¥', '81308436'],
  ] as const)
    made.set(char, Buffer.from(hex, 'hex'))
  return made
}

function detect(bytes: Buffer, step = 5) {
  const survey = new EncodingSurvey()
  for (let at = 0; at < bytes.length; at += step) survey.add(bytes.subarray(at, at + step))
  return survey.found()
}

/** Decodes in chunks, and gives the source's bytes back character by character. */
function roundTrip(bytes: Buffer, encoding: Encoding, step: number) {
  const letters = alphabet(encoding)
  let utf8 = Buffer.alloc(0)
  let back = Buffer.alloc(0)
  const take = (some: Uint8Array) => {
    let rest = Buffer.from(some)
    utf8 = Buffer.concat([utf8, rest])
    while (rest.length > 0) {
      let length = 1
      while (length < rest.length && ((rest[length] ?? 0) & 0xc0) === 0x80) length += 1
      back = Buffer.concat([back, letters.take(rest.subarray(0, length))])
      rest = rest.subarray(length)
    }
  }
  for (let at = 0; at < bytes.length; at += step) take(letters.toUtf8(Buffer.from(bytes.subarray(at, at + step))))
  take(letters.end())
  return { utf8, back }
}

describe.each(['utf-8', 'utf-16le', 'utf-16be', 'gb18030'] as const)('%s', (encoding) => {
  const bytes = encode(TEXT, encoding)

  test('is found out without a mark', () => {
    expect(detect(bytes)).toEqual({ encoding, bom: 0, unsupported: false })
  })

  test.each([1, 2, 3, 5, 1000])('is read in chunks of %i, and every byte found again', (step) => {
    const { utf8, back } = roundTrip(bytes, encoding, step)
    expect(utf8.toString()).toBe(TEXT)
    expect(back.equals(bytes)).toBe(true)
  })

  test('gives every byte back of random bytes too', () => {
    const random = Buffer.from(Array.from({ length: 3000 }, (_, at) => (at * 7919 + (at >> 3) * 104729) & 0xff))
    for (const step of [1, 3, 4096]) expect(roundTrip(random, encoding, step).back.equals(random)).toBe(true)
  })
})

test('marks at the start are known', () => {
  expect(detect(Buffer.from('efbbbf41', 'hex'))).toMatchObject({ encoding: 'utf-8', bom: 3 })
  expect(detect(Buffer.from('fffe4100', 'hex'))).toMatchObject({ encoding: 'utf-16le', bom: 2 })
  expect(detect(Buffer.from('feff0041', 'hex'))).toMatchObject({ encoding: 'utf-16be', bom: 2 })
  expect(detect(Buffer.from('8431953341', 'hex'))).toMatchObject({ encoding: 'gb18030', bom: 4 })
})

test('an XML declaration is believed, one that we cannot read is said', () => {
  const declared = (name: string) => detect(Buffer.from(`<?xml version="1.0" encoding='${name}'?><a/>`))
  expect(declared('GBK')).toMatchObject({ encoding: 'gb18030', unsupported: false })
  expect(declared('gb2312')).toMatchObject({ encoding: 'gb18030' })
  expect(declared('UTF-8')).toMatchObject({ encoding: 'utf-8' })
  expect(declared('Shift_JIS')).toMatchObject({ unsupported: true })
  // said by text that can be read byte by byte: so it cannot be true
  expect(declared('utf-16')).toMatchObject({ encoding: 'utf-8', unsupported: false })
})

test('UTF-8 with damaged bytes stays UTF-8; Latin-1 is not taken for Chinese', () => {
  const chinese = Buffer.from('客户投诉退款延迟，已经超过七天了'.repeat(20))
  chinese[100] = 0xff
  chinese[200] = 0x41
  expect(detect(chinese).encoding).toBe('utf-8')
  expect(detect(Buffer.from('un café très corsé à Besançon', 'latin1')).encoding).toBe('utf-8')
})

test('one bad byte makes one bad character, and what follows is read', () => {
  const bytes = Buffer.concat([GB, Buffer.from([0x81]), Buffer.from('"ok"')])
  const { utf8, back } = roundTrip(bytes, 'gb18030', 3)
  expect(utf8.toString('latin1')).toContain('ÿ"ok"')
  expect(back.equals(bytes)).toBe(true)
  expect(roundTrip(GB, 'gb18030', 100).utf8.toString()).toBe('退款𠀀，二€')
})

test('half a surrogate pair in UTF-16 comes out as no UTF-8', () => {
  const { utf8 } = roundTrip(Buffer.from('4100d8004200', 'hex').swap16(), 'utf-16be', 2)
  expect(utf8.length).toBeGreaterThan(2)
  const lone = roundTrip(Buffer.from([0x41, 0, 0, 0xd8, 0x42, 0]), 'utf-16le', 2)
  expect(lone.utf8.toString('hex')).toBe('41eda08042')
  expect(roundTrip(Buffer.from([0x41, 0, 0x42]), 'utf-16le', 2).utf8.toString('hex')).toBe('41ff')
})
