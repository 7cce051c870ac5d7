import { createHash, hash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  bytesFrom,
  chanceFrom,
  HIDE_NOTHING,
  randomSpans,
  randomText,
  sampleFields,
} from '../../test/support/sample.ts'
import { ProofError } from '../bytes/errors.ts'
import { recordDigest, SPAN_FIELDS } from './commitment.ts'
import { type Disclosure, discloseRecord, type Hide } from './disclosure.ts'
import { openDisclosure } from './open-disclosure.ts'
import { FIELDS, type Field, type RecordFields } from './record.ts'

const seed = bytesFrom('record seed', 16)

/** What a reader of the disclosure must see: hidden code points as null. */
function expectedRuns(text: string, spans: readonly (readonly [number, number])[]): (string | null)[] {
  return Array.from(text).map((character, i) => (spans.some(([from, to]) => from <= i && i < to) ? null : character))
}

function openedCharacters(disclosure: Disclosure, field: Field): (string | null)[] {
  const opened = openDisclosure(disclosure).fields[field]
  if (opened === null || !('runs' in opened)) throw new Error('not text')
  return opened.runs.flatMap((run) => ('hidden' in run ? new Array<null>(run.hidden).fill(null) : Array.from(run.text)))
}

/** Every secret that stands above something hidden: a disclosure that held one would undo the hiding. */
function secretsAbove(fields: RecordFields, hide: Hide): Buffer[] {
  const sha = (...parts: (Uint8Array | string)[]): Buffer => {
    const running = createHash('sha256')
    for (const part of parts) running.update(part)
    return running.digest()
  }
  const secrets: Buffer[] = []
  FIELDS.forEach((field, k) => {
    const fieldSeed = sha(Uint8Array.of(6), seed, Uint8Array.of(k)).subarray(0, 16)
    const whole = hide.fields.includes(field)
    const spans = SPAN_FIELDS.some((name) => name === field) ? (hide.spans[field as 'body'] ?? []) : []
    if (!whole && spans.length === 0) return
    secrets.push(fieldSeed)
    const value = fields[field]
    if (typeof value !== 'string') return
    const characters = Array.from(value)
    characters.forEach((_, i) => {
      if (!whole && !spans.some(([from, to]) => from <= i && i < to)) return
      const block = Buffer.alloc(4)
      block.writeUInt32BE(Math.floor(i / 64))
      const blockSeed = sha(Uint8Array.of(7), fieldSeed, block).subarray(0, 16)
      const within = i % 64
      const pair = sha(Uint8Array.of(2), blockSeed, Uint8Array.of(0, within >> 1))
      secrets.push(blockSeed, pair.subarray((within & 1) * 16, (within & 1) * 16 + 16))
    })
  })
  if (secrets.length > 0) secrets.push(Buffer.from(seed))
  return secrets
}

/** All byte strings in a disclosure, at every offset of every base64 word. */
function holds(disclosure: Disclosure, secret: Buffer): boolean {
  const words = [...JSON.stringify(disclosure).matchAll(/"([A-Za-z0-9+/=]{16,})"/g)].map((match) => match[1] ?? '')
  return words.some((word) => Buffer.from(word, 'base64').includes(secret))
}

describe('disclosure', () => {
  it('opens to the record digest and shows exactly what was not hidden, for random hiding', () => {
    const chance = chanceFrom(3)
    for (let i = 0; i < 400; i++) {
      const fields = sampleFields({
        body: randomText(chance, 150),
        sender: randomText(chance, 12),
        senderName: randomText(chance, 4),
        sourceTs: chance.pick([null, 1_700_000_000_123]),
      })
      const hidden = FIELDS.filter(() => chance.below(4) === 0)
      const spans: Hide['spans'] = {}
      for (const field of SPAN_FIELDS) {
        if (!hidden.includes(field)) spans[field] = randomSpans(chance, Array.from(fields[field]).length)
      }
      const disclosure: Disclosure = JSON.parse(JSON.stringify(discloseRecord(seed, fields, { fields: hidden, spans })))
      const opened = openDisclosure(disclosure)
      expect(opened.digest).toEqual(recordDigest(seed, fields))
      for (const field of FIELDS) {
        if (hidden.includes(field)) expect(opened.fields[field]).toBeNull()
        else if (field === 'sourceTs') expect(opened.fields.sourceTs).toEqual({ time: fields.sourceTs })
        else {
          const of = SPAN_FIELDS.some((name) => name === field) ? (spans[field as 'body'] ?? []) : []
          expect(openedCharacters(disclosure, field)).toEqual(expectedRuns(fields[field], of))
        }
      }
    }
  })

  it('shows a whole record by its one seed', () => {
    const disclosure = discloseRecord(seed, sampleFields(), HIDE_NOTHING)
    expect('seed' in disclosure).toBe(true)
    expect(openDisclosure(disclosure).digest).toEqual(recordDigest(seed, sampleFields()))
  })

  it('never holds a seed or a salt of anything hidden', () => {
    const chance = chanceFrom(4)
    for (let i = 0; i < 100; i++) {
      const fields = sampleFields({ body: randomText(chance, 140) })
      const hide: Hide = {
        fields: FIELDS.filter((field) => field !== 'body' && chance.below(5) === 0),
        spans: { body: randomSpans(chance, Array.from(fields.body).length) },
      }
      const disclosure = discloseRecord(seed, fields, hide)
      for (const secret of secretsAbove(fields, hide)) expect(holds(disclosure, secret)).toBe(false)
    }
  })

  it('confirms none of the 10,000 numbers behind four stars', () => {
    const fields = sampleFields()
    const start = Array.from(fields.body).join('').indexOf('13800138000') + 3
    const hide: Hide = {
      fields: ['recipients', 'extra', 'sourceId'],
      spans: { body: [[start, start + 4]], sender: [[3, 7]] },
    }
    const disclosure = discloseRecord(seed, fields, hide)
    const words = [...JSON.stringify(disclosure).matchAll(/"([A-Za-z0-9+/=]{24,})"/g)].map((match) => match[1] ?? '')
    const blobs = words.map((word) => Buffer.from(word, 'base64'))
    const hashes = new Set<string>()
    const salts: Buffer[] = [Buffer.alloc(0)]
    for (const blob of blobs) {
      for (let at = 0; at + 32 <= blob.length; at += 16) hashes.add(blob.subarray(at, at + 32).toString('latin1'))
      if (blob.length % 32 !== 0) for (let at = 0; at < blob.length; at += 16) salts.push(blob.subarray(at, at + 16))
    }
    let confirmed = 0
    for (let guess = 0; guess < 10_000; guess++) {
      const digits = String(guess).padStart(4, '0')
      for (const text of [digits, `138${digits}8000`]) {
        for (const salt of salts) {
          const plain = hash('sha256', Buffer.concat([salt, Buffer.from(text)]), 'binary')
          const leaf = hash('sha256', Buffer.concat([Uint8Array.of(0), salt, Buffer.from(text)]), 'binary')
          if (hashes.has(plain) || hashes.has(leaf)) confirmed++
        }
      }
    }
    expect(confirmed).toBe(0)
    // one hidden digit against its own leaf with every salt that is shown: salts are per character, so this fails too
    for (const salt of salts) {
      for (const digit of '0123456789') {
        const leaf = hash('sha256', Buffer.concat([Uint8Array.of(0), salt, Buffer.from(digit)]), 'binary')
        const shown =
          openedCharacters(disclosure, 'body').includes(digit) || openedCharacters(disclosure, 'sender').includes(digit)
        if (!shown) expect(hashes.has(leaf)).toBe(false)
      }
    }
  })

  it('can be hidden further by whoever holds it, never changed: every flipped character is noticed', () => {
    const fields = sampleFields({ body: `${'前'.repeat(70)}电话13800138000，${'后'.repeat(70)}` })
    const disclosure = discloseRecord(seed, fields, {
      fields: ['extra'],
      spans: { body: [[72, 83]], sender: [[3, 7]] },
    })
    const original = openDisclosure(disclosure)
    const text = JSON.stringify(disclosure)
    let noticed = 0
    for (let at = 0; at < text.length; at++) {
      for (const other of ['A', '7', '你']) {
        if (text[at] === other) continue
        const changed = text.slice(0, at) + other + text.slice(at + 1)
        if (readsTheSame(changed, original)) throw new Error(`a changed disclosure opens to the same record at ${at}`)
        noticed++
      }
    }
    expect(noticed).toBeGreaterThan(4000)
  })

  function readsTheSame(text: string, original: ReturnType<typeof openDisclosure>): boolean {
    let parsed: Disclosure
    try {
      parsed = JSON.parse(text)
    } catch {
      return false
    }
    try {
      return Buffer.from(openDisclosure(parsed).digest).equals(original.digest)
    } catch (error) {
      expect(error).toBeInstanceOf(ProofError)
      return false
    }
  }

  it.each<[string, readonly (readonly [number, number])[]]>([
    ['empty', [[2, 2]]],
    ['backwards', [[3, 2]]],
    ['past the end', [[0, 12]]],
    ['before the start', [[-1, 2]]],
    [
      'overlapping',
      [
        [0, 4],
        [3, 5],
      ],
    ],
    [
      'out of order',
      [
        [5, 6],
        [0, 1],
      ],
    ],
    ['broken', [[0.5, 2]]],
  ])('refuses a span that is %s', (_, spans) => {
    expect(() => discloseRecord(seed, sampleFields(), { fields: [], spans: { sender: spans } })).toThrow(
      new ProofError('bad_span', 'sender'),
    )
  })

  it('takes touching spans and a span over everything', () => {
    const touching = discloseRecord(seed, sampleFields(), {
      fields: [],
      spans: {
        sender: [
          [0, 3],
          [3, 11],
        ],
      },
    })
    expect(openDisclosure(touching).fields.sender).toEqual({ runs: [{ hidden: 11 }] })
    expect(openDisclosure(touching).digest).toEqual(recordDigest(seed, sampleFields()))
  })

  it.each<[string, unknown]>([
    ['null', null],
    ['an array', []],
    ['no fields', { fields: [] }],
    ['a key too many', { fields: new Array(12).fill({ h: 'A' }), more: 1 }],
    ['a field of no form', { fields: new Array(12).fill({}) }],
    ['a field that is a word', { fields: new Array(12).fill('x') }],
    ['null blocks', { fields: new Array(12).fill({ n: 1, b: [null] }) }],
    ['a seed that is a number', { seed: 1, values: new Array(12).fill('') }],
  ])('refuses %s as a disclosure', (_, value) => {
    expect(() => openDisclosure(value as Disclosure)).toThrow(ProofError)
  })

  it('refuses counts that do not agree', () => {
    const disclosure = discloseRecord(seed, sampleFields(), { fields: [], spans: { body: [[0, 2]] } })
    if (!('fields' in disclosure)) throw new Error('partly hidden')
    const body = disclosure.fields[11]
    if (body === undefined || !('n' in body)) throw new Error('partly hidden')
    for (const wrong of [
      { ...body, n: body.n + 1 },
      { ...body, n: 0 },
      { ...body, n: 65 },
      { ...body, b: [] },
    ]) {
      const fields = [...disclosure.fields.slice(0, 11), wrong]
      expect(() => openDisclosure({ fields })).toThrow(new ProofError('bad_disclosure'))
    }
  })
})
