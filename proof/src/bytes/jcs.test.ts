import { describe, expect, it } from 'vitest'
import { ProofError } from './errors.ts'
import { canonicalJson, parseCanonicalJson } from './jcs.ts'

describe('canonical JSON', () => {
  it('sorts keys by UTF-16 code units (the example of RFC 8785 section 3.2.3)', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    }
    expect(Object.values(JSON.parse(canonicalJson(value)))).toContain('Euro Sign')
    expect([...canonicalJson(value).matchAll(/:"([^"]+)"/g)].map((match) => match[1])).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ])
  })

  it('writes strings with the escapes of RFC 8785 section 3.2.2.2 and nothing else', () => {
    expect(canonicalJson('\u0000\b\t\n\f\r"\\/\u007f\u20ac')).toBe('"\\u0000\\b\\t\\n\\f\\r\\"\\\\/\u007f\u20ac"')
    expect(canonicalJson([-0, 1, 2 ** 53 - 1, true, false, null, {}, []])).toBe(
      '[0,1,9007199254740991,true,false,null,{},[]]',
    )
  })

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, undefined, 1n, new Date(0), new Map(), () => 1])(
    'refuses %s: our formats hold integers and strings only',
    (value) => {
      expect(() => canonicalJson({ value })).toThrow(new ProofError('unsupported_value'))
    },
  )

  it('refuses a lone surrogate in a string and in a key', () => {
    expect(() => canonicalJson('\udc00')).toThrow(new ProofError('lone_surrogate'))
    expect(() => canonicalJson({ '\ud800': 1 })).toThrow(new ProofError('lone_surrogate'))
  })

  it.each([
    '{"b":1,"a":2}',
    '{"a":1,"a":1}',
    '{"a": 1}',
    '1.0',
    '1e3',
    '"\\u0041"',
    '[1,]',
    '"\\ud800"',
    '',
    '-0',
    '1.5',
  ])('does not read %s, which is another spelling or no JSON', (text) => {
    expect(() => parseCanonicalJson(text)).toThrow(new ProofError('not_canonical_json'))
  })

  it('reads what it wrote', () => {
    const value = { a: [1, 'x', null, true], 号码: { z: '', b: -5 } }
    expect(parseCanonicalJson(canonicalJson(value))).toEqual(value)
  })

  it('keeps a member called __proto__ a member', () => {
    const text = '{"__proto__":1}'
    expect(canonicalJson(parseCanonicalJson(text))).toBe(text)
  })
})
