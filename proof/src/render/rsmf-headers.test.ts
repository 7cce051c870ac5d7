import { describe, expect, it } from 'vitest'
import { FIRST_HEADERS, STRICT_HEADERS } from './rsmf-headers.ts'

// To the byte. What a strict mail reader makes of them, hostile names and all: server/src/evidence/formats/rsmf.test.ts.

describe('headers of an RSMF file from version 5 on', () => {
  it('encode a text whole, its commas too, on lines of 76; what is plain stays', () => {
    expect(STRICT_HEADERS.words('X', ['张', 'a'])).toBe('X: =?utf-8?B?5bygLCBh?=')
    expect(STRICT_HEADERS.words('X', ['a', 'b.c'])).toBe('X: a, b.c')
    const lines = STRICT_HEADERS.words('X-RSMF-Participants', ['长'.repeat(99)]).split('\r\n')
    expect(lines.map(({ length }) => length)).toEqual([73, 73, 73, 73, 73, 73, 69])
    const plain = STRICT_HEADERS.words('X', [Array.from({ length: 40 }, () => 'word').join(' ')])
    expect(plain.replaceAll('\r\n', '')).toBe(`X: ${'word '.repeat(40).trim()}`)
    expect(Math.max(...plain.split('\r\n').map(({ length }) => length))).toBe(75)
  })

  it('write a name of atoms as it stands, and any other encoded', () => {
    const to = (name: string) => STRICT_HEADERS.mailboxes('To', [[name, 'p1']])
    expect(to('Anna Lee')).toBe('To: Anna Lee\r\n <p1@records.invalid>')
    expect(to('Jo. Smith')).toBe('To: =?utf-8?B?Sm8uIFNtaXRo?=\r\n <p1@records.invalid>')
  })

  it('have a date where there is a time, and where a mail can have one', () => {
    expect(STRICT_HEADERS.date('2026-09-01T09:12:42.591+08:00')).toBe('Date: Tue, 01 Sep 2026 09:12:42 +0800')
    expect(STRICT_HEADERS.date('2024-02-29T00:00:00-03:30')).toBe('Date: Thu, 29 Feb 2024 00:00:00 -0330')
    expect(STRICT_HEADERS.date(null)).toBeNull()
    expect(STRICT_HEADERS.date('1899-12-31T23:59:59+08:00')).toBeNull()
  })
})

describe('headers of an RSMF file up to version 4', () => {
  it('stay as they were written', () => {
    expect(FIRST_HEADERS.words('X', ['张', 'a'])).toBe('X: =?utf-8?B?5byg?=,\r\n a')
    expect(FIRST_HEADERS.mailboxes('To', [['Jo. Smith', 'p1']])).toBe('To: Jo. Smith\r\n <p1@records.invalid>')
    expect(FIRST_HEADERS.date('2026-09-01T09:12:42.591+08:00')).toBeNull()
  })
})
