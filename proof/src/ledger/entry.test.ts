import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { bytesFrom } from '../../test/support/sample.ts'
import { ProofError } from '../bytes/errors.ts'
import {
  convKeyString,
  convTag,
  convTagKey,
  decodeEntry,
  ENTRY_SIZE,
  ENTRY_TYPES,
  type Entry,
  encodeEntry,
  NO_CONVERSATION,
  statementDigest,
} from './entry.ts'

const record: Entry = {
  type: 'record',
  convTag: bytesFrom('tag', 32),
  seq: 41,
  archiveTs: 1_700_000_000_000,
  sourceTs: 1_693_526_400_000,
  digest: bytesFrom('digest', 32),
}
const decision: Entry = { ...record, type: 'decision', convTag: NO_CONVERSATION, seq: 0, sourceTs: null }

describe('ledger entry', () => {
  it('is 89 bytes and comes back as it went in', () => {
    const times = [null, 0, -1, 2 ** 32, -(2 ** 32), 2 ** 32 + 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]
    for (const sourceTs of times) {
      for (const seq of [0, 1, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER]) {
        const bytes = encodeEntry({ ...record, sourceTs, seq })
        expect(bytes.length).toBe(ENTRY_SIZE)
        expect(decodeEntry(bytes)).toEqual({ ...record, sourceTs, seq })
      }
    }
    for (const type of Object.keys(ENTRY_TYPES)) {
      if (type === 'record') continue
      // type runs over the keys of ENTRY_TYPES
      const entry = { ...decision, type: type as Entry['type'] }
      expect(decodeEntry(encodeEntry(entry))).toEqual(entry)
    }
  })

  it('never reads a changed byte as the same entry', () => {
    const bytes = encodeEntry(record)
    for (let at = 0; at < bytes.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const changed = bytes.slice()
        changed[at] = (changed[at] ?? 0) ^ (1 << bit)
        let read: Entry | null = null
        try {
          read = decodeEntry(changed)
        } catch (error) {
          expect(error).toBeInstanceOf(ProofError)
        }
        if (read !== null) expect(read).not.toEqual(record)
      }
    }
  })

  it('refuses another size, another version, an unknown type', () => {
    const bytes = encodeEntry(record)
    expect(() => decodeEntry(bytes.subarray(1))).toThrow(new ProofError('bad_length', 'entry'))
    expect(() => decodeEntry(Uint8Array.of(...bytes, 0))).toThrow(new ProofError('bad_length', 'entry'))
    expect(() => decodeEntry(Uint8Array.of(0x21, ...bytes.subarray(1)))).toThrow(new ProofError('bad_version', 'entry'))
    for (const code of [0, 13, 14, 15]) {
      expect(() => decodeEntry(Uint8Array.of(0x10 | code, ...bytes.subarray(1)))).toThrow(
        new ProofError('bad_entry_type'),
      )
    }
  })

  it('refuses integers that JavaScript cannot hold exactly', () => {
    const bytes = encodeEntry(record)
    const view = new DataView(bytes.buffer)
    view.setBigUint64(33, 2n ** 53n)
    expect(() => decodeEntry(bytes)).toThrow(new ProofError('bad_integer', 'seq'))
    expect(() => encodeEntry({ ...record, seq: -1 })).toThrow(new ProofError('bad_integer', 'seq'))
    expect(() => encodeEntry({ ...record, archiveTs: 1.5 })).toThrow(new ProofError('bad_integer', 'archiveTs'))
  })

  it('gives only a record a conversation, a number and a source time', () => {
    for (const wrong of [{ seq: 1 }, { sourceTs: 0 }, { convTag: bytesFrom('tag', 32) }]) {
      expect(() => encodeEntry({ ...decision, ...wrong })).toThrow(new ProofError('bad_entry', 'decision'))
    }
    const bytes = encodeEntry(record)
    bytes[0] = 0x14
    expect(() => decodeEntry(bytes)).toThrow(new ProofError('bad_entry', 'decision'))
  })
})

describe('statements and conversation tags', () => {
  it('a statement digest changes with salt and statement and not with the order of keys', () => {
    const salt = bytesFrom('salt', 16)
    const digest = statementDigest(salt, { v: 1, what: 'decision' })
    expect(statementDigest(salt, { what: 'decision', v: 1 })).toEqual(digest)
    expect(statementDigest(salt, { what: 'decision', v: 2 })).not.toEqual(digest)
    expect(statementDigest(bytesFrom('other', 16), { v: 1, what: 'decision' })).not.toEqual(digest)
    expect(() => statementDigest(bytesFrom('salt', 15), {})).toThrow(new ProofError('bad_seed', 'salt'))
  })

  it('a tag follows the house key and the whole name of the conversation', () => {
    const logKey = bytesFrom('log key', 32)
    const name = convKeyString('sms', 'phone-1', 'thread-7')
    const key = convTagKey(logKey, name)
    expect(key.length).toBe(16)
    const byHand = createHmac('sha256', key).update('cunzhen/conv-tag/v1\n').update('sms\0phone-1\0thread-7').digest()
    expect(Buffer.from(convTag(key, name))).toEqual(byHand)
    expect(convTag(key, convKeyString('sms', 'phone-2', 'thread-7'))).not.toEqual(convTag(key, name))
    expect(convTagKey(bytesFrom('other', 32), name)).not.toEqual(key)
    expect(convTagKey(logKey, convKeyString('sms', 'phone-2', 'thread-7'))).not.toEqual(key)
  })
})
