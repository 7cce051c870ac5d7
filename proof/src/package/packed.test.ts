import { describe, expect, it } from 'vitest'
import { bytesFrom, chanceFrom, randomSpans, randomText, sampleFields } from '../../test/support/sample.ts'
import { fromBase64, toBase64 } from '../bytes/bytes.ts'
import {
  BLOCK,
  blockSeedInto,
  fieldSeedInto,
  isSpanField,
  recordDigest,
  SPAN_FIELDS,
  saltsInto,
} from '../record/commitment.ts'
import { discloseRecord, type Hide } from '../record/disclosure.ts'
import { openDisclosure } from '../record/open-disclosure.ts'
import { FIELDS, type RecordFields } from '../record/record.ts'
import type { Mask } from './mask.ts'
import { openPacked } from './open-packed.ts'
import type { PackedRow } from './package.ts'
import { packRecord } from './packed.ts'
import { packedRowJson, parsePackedRow } from './packed-row.ts'

const seed = bytesFrom('packed seed', 16)

function randomRecord(chance: ReturnType<typeof chanceFrom>): { fields: RecordFields; masks: Mask[]; hide: Hide } {
  const fields = sampleFields({
    sender: randomText(chance, 80),
    senderName: randomText(chance, 3),
    body: randomText(chance, chance.below(4) === 0 ? 200 : 40),
    sourceTs: chance.below(3) === 0 ? null : chance.below(1000) - 500,
    extra: chance.below(2) === 0 ? '' : '{"raw":"x"}'.padEnd(60, ' '),
  })
  const masks: Mask[] = []
  const hide = { fields: [] as (typeof FIELDS)[number][], spans: {} as Record<string, [number, number][]> }
  for (const field of FIELDS) {
    const draw = chance.below(3)
    const value = fields[field]
    if (draw === 0) {
      masks.push({ field, kind: 'withheld' })
      hide.fields.push(field)
    } else if (draw === 1 && isSpanField(field) && typeof value === 'string') {
      const spans = randomSpans(chance, Array.from(value).length)
      for (const [start, end] of spans) masks.push({ field, start, end, kind: 'name' })
      if (spans.length > 0) hide.spans[field] = spans
    }
  }
  return { fields, masks, hide }
}

describe('a packed disclosure', () => {
  it('opens to the record digest and to what the other form shows, for random masks', () => {
    const chance = chanceFrom(41)
    for (let round = 0; round < 1500; round++) {
      const { fields, masks, hide } = randomRecord(chance)
      const packed = packRecord(seed, fields, masks)
      const opened = openPacked(packed, masks, fields.sourceTs)
      expect(opened.digest).toEqual(recordDigest(seed, fields))
      expect(opened).toEqual(openDisclosure(discloseRecord(seed, fields, hide)))
    }
  })

  it('never holds a seed or a salt above anything hidden', () => {
    const chance = chanceFrom(42)
    for (let round = 0; round < 300; round++) {
      const { fields, masks, hide } = randomRecord(chance)
      if (masks.length === 0) continue
      const proof = Buffer.from(packRecord(seed, fields, masks).proof, 'base64')
      expect(proof.includes(Buffer.from(seed))).toBe(false)
      for (const secret of secretsOf(fields, hide)) expect(proof.includes(Buffer.from(secret))).toBe(false)
    }
  })

  it('is refused, or opens to another digest, after every change of one of its bytes', () => {
    const fields = sampleFields()
    const masks: Mask[] = [
      { field: 'origin', kind: 'withheld' },
      { field: 'senderName', start: 1, end: 3, kind: 'name' },
      { field: 'body', start: 2, end: 5, kind: 'name' },
      { field: 'body', start: 8, end: 19, kind: 'phone' },
    ]
    const packed = packRecord(seed, fields, masks)
    const genuine = recordDigest(seed, fields)
    expect(openPacked(packed, masks, fields.sourceTs).digest).toEqual(genuine)
    const bytes = fromBase64(packed.proof)
    for (let i = 0; i < bytes.length; i++) {
      const proof = toBase64(bytes.with(i, (bytes[i] ?? 0) ^ 1))
      expect(openPacked({ ...packed, proof }, masks, fields.sourceTs).digest).not.toEqual(genuine)
    }
    packed.shown.forEach((text, i) => {
      for (const change of [`${text}x`, text.slice(1), `啊${text.slice(1)}`]) {
        if (change !== text)
          expect(opensTo({ ...packed, shown: packed.shown.with(i, change) }, masks)).not.toEqual(genuine)
      }
    })
    expect(openPacked(packed, masks, (fields.sourceTs ?? 0) + 1).digest).not.toEqual(genuine)
  })

  it('is refused, or opens to another digest, under other masks', () => {
    const fields = sampleFields()
    const masks: Mask[] = [{ field: 'body', start: 2, end: 5, kind: 'name' }]
    const packed = packRecord(seed, fields, masks)
    const genuine = recordDigest(seed, fields)
    const others: Mask[][] = [
      [],
      [{ field: 'body', start: 3, end: 6, kind: 'name' }],
      [{ field: 'body', start: 2, end: 4, kind: 'name' }],
      [{ field: 'body', kind: 'name' }],
      [{ field: 'sender', start: 2, end: 5, kind: 'name' }],
      [{ field: 'platform', kind: 'name' }, ...masks],
      [...masks, { field: 'body', start: 5, end: 6, kind: 'name' }],
    ]
    for (const other of others) expect(opensTo(packed, other)).not.toEqual(genuine)
  })

  it.each<[string, Mask[]]>([
    [
      'out of the order of fields',
      [
        { field: 'body', kind: 'name' },
        { field: 'origin', kind: 'name' },
      ],
    ],
    [
      'twice whole',
      [
        { field: 'body', kind: 'name' },
        { field: 'body', kind: 'name' },
      ],
    ],
    [
      'whole and in part',
      [
        { field: 'body', start: 0, end: 1, kind: 'name' },
        { field: 'body', kind: 'name' },
      ],
    ],
    [
      'in part and whole',
      [
        { field: 'body', kind: 'name' },
        { field: 'body', start: 0, end: 1, kind: 'name' },
      ],
    ],
    [
      'overlapping',
      [
        { field: 'body', start: 0, end: 2, kind: 'n' },
        { field: 'body', start: 1, end: 3, kind: 'n' },
      ],
    ],
    ['empty', [{ field: 'body', start: 2, end: 2, kind: 'name' }]],
    ['behind the end', [{ field: 'body', start: 900, end: 901, kind: 'name' }]],
  ])('refuses masks that are %s', (_, masks) => {
    const packed = packRecord(seed, sampleFields(), [{ field: 'body', start: 2, end: 5, kind: 'name' }])
    expect(() => openPacked(packed, masks, null)).toThrow(expect.objectContaining({ code: 'bad_mask' }))
    if (masks.every((mask) => 'start' in mask))
      expect(() => packRecord(seed, sampleFields(), masks)).toThrow(expect.objectContaining({ code: 'bad_span' }))
  })

  it('refuses spans that no proof can fill, without room for them', () => {
    const packed = {
      shown: ['x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x'],
      proof: toBase64(new Uint8Array(3000)),
    }
    for (const end of [2 ** 20, 2 ** 40, Number.MAX_SAFE_INTEGER]) {
      expect(() => openPacked(packed, [{ field: 'body', start: 0, end, kind: 'name' }], null)).toThrow(/bad_/)
    }
  })

  it('refuses what is too short, too long, not a string of ours, or has lone surrogates', () => {
    const masks: Mask[] = [{ field: 'body', start: 2, end: 5, kind: 'name' }]
    const packed = packRecord(seed, sampleFields(), masks)
    const bytes = fromBase64(packed.proof)
    const proofs = [bytes.subarray(1), new Uint8Array([...bytes, 0]), new Uint8Array(0)].map(toBase64)
    for (const proof of proofs) expect(() => openPacked({ ...packed, proof }, masks, null)).toThrow(/bad_disclosure/)
    expect(() => openPacked({ ...packed, proof: `${packed.proof} ` }, masks, null)).toThrow(/bad_base64/)
    expect(() => openPacked({ ...packed, shown: packed.shown.slice(1) }, masks, null)).toThrow(/bad_disclosure/)
    expect(() => openPacked({ ...packed, shown: [...packed.shown, ''] }, masks, null)).toThrow(/bad_disclosure/)
    expect(() => openPacked({ ...packed, shown: packed.shown.with(0, '\ud800') }, masks, null)).toThrow(
      /lone_surrogate/,
    )
    const whole = packRecord(seed, sampleFields(), [])
    expect(() => openPacked({ ...whole, proof: toBase64(new Uint8Array(17)) }, [], null)).toThrow(/bad_disclosure/)
    expect(() => openPacked({ ...whole, shown: [...whole.shown, ''] }, [], null)).toThrow(/bad_disclosure/)
  })
})

function opensTo(packed: { shown: string[]; proof: string }, masks: readonly Mask[]): Uint8Array | null {
  try {
    return openPacked(packed, masks, sampleFields().sourceTs).digest
  } catch {
    return null
  }
}

/** Every seed and salt above something that is hidden. */
function secretsOf(fields: RecordFields, { fields: whole, spans }: Hide): Uint8Array[] {
  const secrets: Uint8Array[] = []
  FIELDS.forEach((field, k) => {
    const ofField = SPAN_FIELDS.find((name) => name === field)
    const hidden = ofField === undefined ? [] : (spans[ofField] ?? [])
    if (!whole.includes(field) && hidden.length === 0) return
    const fieldSeed = new Uint8Array(16)
    fieldSeedInto(seed, k, fieldSeed, 0)
    secrets.push(fieldSeed)
    const isHidden = (at: number): boolean =>
      whole.includes(field) || hidden.some(([from, to]) => at >= from && at < to)
    const length = ofField === undefined ? 0 : Array.from(fields[ofField]).length
    for (let b = 0; b * BLOCK < length; b++) {
      const places = Array.from({ length: Math.min(BLOCK, length - b * BLOCK) }, (_, i) => i)
      const hiddenPlaces = places.filter((i) => isHidden(b * BLOCK + i))
      if (hiddenPlaces.length === 0) continue
      const blockSeed = new Uint8Array(16)
      blockSeedInto(fieldSeed, b, blockSeed, 0)
      const salts = new Uint8Array(16 * (places.length + 1))
      saltsInto(blockSeed, (places.length + 1) >> 1, salts, 0)
      secrets.push(blockSeed, ...hiddenPlaces.map((i) => salts.subarray(16 * i, 16 * i + 16)))
    }
  })
  return secrets
}

describe('a line of version 2', () => {
  const masks: Mask[] = [
    { field: 'origin', kind: 'withheld' },
    { field: 'sender', kind: 'account', label: '账号 "A"' },
    { field: 'senderName', start: 1, end: 2, kind: 'name' },
    { field: 'senderName', start: 2, end: 3, kind: 'name', label: 'B' },
    { field: 'body', start: 2, end: 5, kind: 'name', fixed: true },
    { field: 'body', start: 5, end: 6, kind: 'name', label: 'C', fixed: true },
  ]
  const head = { row: 1, index: 5, conv: 1, seq: 0, archiveTs: -7, leaf: toBase64(bytesFrom('leaf', 32)), masks }
  const row: PackedRow = { ...head, sourceTs: null, ...packRecord(seed, sampleFields({ sourceTs: null }), masks) }
  const json = packedRowJson(row)

  it('is read back as it was written, and stands in the order of its keys', () => {
    expect(parsePackedRow(json)).toEqual(row)
    expect(Object.keys(JSON.parse(json))).toEqual(Object.keys(JSON.parse(json)).sort())
  })

  it.each<[string, (text: string) => string]>([
    ['a space', (text) => text.replace('"row":', '"row": ')],
    ['another key', (text) => text.replace('"row":', '"note":1,"row":')],
    ['a key twice', (text) => text.replace('"row":1', '"row":1,"row":1')],
    ['a key less', (text) => text.replace('"row":1,', '')],
    ['another order', (text) => text.replace('"row":1,"seq":0', '"seq":0,"row":1')],
    ['a number otherwise', (text) => text.replace('"index":5', '"index":5.0')],
    ['a negative zero', (text) => text.replace('"seq":0', '"seq":-0')],
    ['an escape too many', (text) => text.replace('sms', '\\u0073ms')],
    ['a mask of an unknown field', (text) => text.replace('["origin"', '["colour"')],
    ['a mask with a null label', (text) => text.replace('"withheld"]', '"withheld",null]')],
    ['a mask that is fixed otherwise', (text) => text.replace('null,1]', 'null,2]')],
    ['a mask with more', (text) => text.replace('null,1]', 'null,1,1]')],
    [
      'a span of a field without characters',
      (text) => text.replace('["origin","withheld"]', '["origin","withheld",0,1]'),
    ],
    ['a number as text', (text) => text.replace('"row":1', '"row":"1"')],
    ['an array', () => '[]'],
    ['nothing', () => 'null'],
    ['no JSON', (text) => text.slice(1)],
  ])('refuses %s', (_, change) => {
    expect(change(json)).not.toBe(json)
    expect(() => parsePackedRow(change(json))).toThrow(/bad_shape|not_canonical_json/)
  })
})
