import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sharedData } from '#test/shared'
import { openReceivingWorld, readSource } from '../receiving.test-support.ts'
import { readBinaryPlist } from '../syntax/binary-plist.ts'
import { wholeItem } from '../syntax/whole-item.ts'

const text = (words: string, over: Buffer | null = null) => {
  const bytes = Buffer.from(words)
  const length = Buffer.alloc(bytes.length < 0x80 ? 1 : 3)
  if (bytes.length < 0x80) length[0] = bytes.length
  else length.writeUInt16LE(bytes.length, 1)
  if (bytes.length >= 0x80) length[0] = 0x81
  return Buffer.concat([
    Buffer.from('\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x12NSAttributedString\0', 'latin1'),
    Buffer.from('\x84\x84\x08NSString\x01\x94\x84\x01+', 'latin1'),
    over ?? length,
    bytes,
    Buffer.from('\x86\x84\x02iI\x01\x0a\x92\x84\x84\x84\x0cNSDictionary\0', 'latin1'),
  ])
}

type Value = string | number | Buffer | Value[] | { [key: string]: Value }

/** A list of fewer than 256 objects with two-byte offsets. */
function plist(root: Value): Buffer {
  const objects: Buffer[] = []
  const add = (value: Value): number => {
    const no = objects.push(Buffer.alloc(0)) - 1
    objects[no] = encode(value)
    return no
  }
  const sized = (kind: number, count: number) =>
    count < 15 ? Buffer.from([(kind << 4) | count]) : Buffer.from([(kind << 4) | 15, 0x11, count >> 8, count & 255])
  const encode = (value: Value): Buffer => {
    if (typeof value === 'string') return Buffer.concat([sized(5, value.length), Buffer.from(value, 'latin1')])
    if (typeof value === 'number') {
      const bytes = Buffer.from([0x23, 0, 0, 0, 0, 0, 0, 0, 0])
      bytes.writeDoubleBE(value, 1)
      return bytes
    }
    if (Buffer.isBuffer(value)) return Buffer.concat([sized(4, value.length), value])
    if (Array.isArray(value)) return Buffer.concat([sized(10, value.length), Buffer.from(value.map(add))])
    const keys = Object.keys(value).map(add)
    return Buffer.concat([sized(13, keys.length), Buffer.from(keys), Buffer.from(Object.values(value).map(add))])
  }
  add(root)
  const head = Buffer.from('bplist00')
  const offsets = Buffer.alloc(2 * objects.length)
  let at = head.length
  for (const [no, object] of objects.entries()) {
    offsets.writeUInt16BE(at, 2 * no)
    at += object.length
  }
  const trailer = Buffer.alloc(32)
  trailer[6] = 2
  trailer[7] = 1
  trailer.writeUInt32BE(objects.length, 12)
  trailer.writeUInt32BE(at, 28)
  return Buffer.concat([head, ...objects, offsets, trailer])
}

describe('iMessage', () => {
  test.each([
    ['退款到了吗？😀', 'text', '退款到了吗？😀'],
    ['很长的话'.repeat(40), 'text', '很长的话'.repeat(40)],
    ['https://example.com/a', 'link', 'https://example.com/a'],
    ['\ufffc', 'file', '[附件]'],
    ['\ufffc看图', 'text', '[附件]看图'],
    ['', 'text', ''],
  ])('the text of an attributed string: %s', async (words, kind, body) => {
    const { drafts, broken } = await readSource(text(words))
    expect(broken).toEqual([])
    expect(drafts).toMatchObject([{ fields: { platform: 'imessage', kind, body, sourceTs: null, sender: '' } }])
  })

  test('the versions of an edited message are records, the unsent part a recall', async () => {
    const version = (words: string, at: number) => ({ t: text(words), d: at })
    const edited = plist({ amc: 0, ec: { 0: [version('第一版', 809692800.5), version('第二版', 809692860)] }, otr: {} })
    expect((await readSource(edited)).drafts.map((one) => one.fields)).toMatchObject([
      { kind: 'text', body: '第一版', sourceId: '0/0', sourceTs: 1788000000500, refersTo: '' },
      { kind: 'edit', body: '第二版', sourceId: '0/1', sourceTs: 1788000060000, refersTo: '0/0', extra: '' },
    ])
    const unsent = plist({ amc: 0, rp: [0], otr: { 0: { lo: 0, le: 3 } } })
    expect((await readSource(unsent)).drafts).toMatchObject([{ fields: { kind: 'recall', refersTo: '0/0' } }])
  })

  test('what is cut off, is no text, or is another list is quarantined whole', async () => {
    const reasons = async (bytes: Buffer) =>
      (await readSource(bytes, 'imessage')).broken.map(({ reason, text }) => [reason, text.length])
    const cut = text('退款到了吗').subarray(0, 60)
    expect(await reasons(cut)).toEqual([['truncated', cut.length]])
    const bad = text('ab', Buffer.from([0x04]))
    expect(await reasons(Buffer.concat([bad.subarray(0, 60), Buffer.from([0xff, 0xfe, 0xff])]))).toHaveLength(1)
    expect((await reasons(plist({ a: 'b' })))[0]?.[0]).toBe('not_a_message')
    expect((await reasons(plist({ ec: { 0: [{ d: 1 }] } })))[0]?.[0]).toBe('wrong_shape')
    expect((await reasons(Buffer.from('bplist00 and then nothing of the kind, forty bytes')))[0]?.[0]).toBe(
      'wrong_shape',
    )
  })

  test('a list that refers to itself, or a million times to others, is not followed', () => {
    const loop = plist(['x'])
    loop[9] = 0 // the array's only element is the array
    expect(readBinaryPlist(loop)).toBe(null)
    let bomb: Value = 'x'
    for (let level = 0; level < 20; level += 1) bomb = [bomb]
    const bytes = plist(bomb)
    // each array's one reference becomes fourteen of the same
    expect(readBinaryPlist(Buffer.concat([bytes.subarray(0, 8), Buffer.alloc(64, 0xaf), bytes.subarray(72)]))).toBe(
      null,
    )
    expect(readBinaryPlist(plist({ a: [1.5, 'b', Buffer.from('c')] }))).toEqual({ a: [1.5, 'b', Buffer.from('c')] })
  })
})

test('a part that is one item is held whole, or given up piece by piece once it is too long', () => {
  const cuts = (limit: number) => {
    const splitter = wholeItem(limit)
    const all = ['abcd', 'efgh', 'ij'].flatMap((part) => splitter.push(Buffer.from(part)))
    return [...all, ...splitter.end()].map(({ what, bytes, more }) => [what, bytes.toString(), more])
  }
  expect(cuts(10)).toEqual([['item', 'abcdefghij', false]])
  expect(cuts(7)).toEqual([
    ['broken', 'abcd', true],
    ['broken', 'efgh', true],
    ['broken', 'ij', true],
    ['broken', '', false],
  ])
})

const samples = sharedData('samples', 'imessage', 'ReagentX+imessage-exporter', 'imessage-database', 'test_data')

describe.skipIf(!samples)('iMessage samples (skipped: ../shared/data absent)', () => {
  test('every file is known, and holds as many records as texts were stored in it', async () => {
    const world = await openReceivingWorld()
    for (const folder of ['streamtyped', 'edited_message']) {
      for (const name of readdirSync(join(samples ?? '', folder))) {
        const path = join(samples ?? '', folder, name)
        const count = Math.max(1, readFileSync(path, 'latin1').split('\x0bstreamtyped').length - 1)
        // of this one the text was cut down, and its length was not: more is promised than there is
        const cut = name === 'ExtraData' ? 1 : 0
        const arrived = await world.receive(path)
        expect([name, arrived.format, arrived.counts]).toMatchObject([
          name,
          'imessage',
          { items: count, quarantined: cut },
        ])
        expect(arrived.reasons.map(({ reason }) => reason)).toEqual(cut === 1 ? ['truncated'] : [])
      }
    }
    expect(world.archived().map((one) => one.body)).toEqual(
      expect.arrayContaining(['Noter test', 'Edit 1', 'Edited message', '[附件]test 1[附件]test 2 [附件]test 3']),
    )
    await world.close()
  })
})
