import { readFileSync } from 'node:fs'
import { type ChatDay, PACKAGE_VERSION, type RsmfContext } from '@cunzhen/proof'
import { describe, expect, it } from 'vitest'
import { broken, crossReferences, rsmfOf } from '#test/rsmf'
import { sharedData } from '#test/shared'
import { strictHeaders } from '#test/strict-mail'
import { rsmfFile } from './rsmf.ts'

// An RSMF file of hostile rows against what its vendor and the letter of the mail ask. All people are invented.

const NAMES = [
  '张小凡',
  'Jo. Smith',
  'Anna Lee',
  '很'.repeat(300),
  '😀👨‍👩‍👧'.repeat(30),
  '=?utf-8?B?5byg?=',
  'a,b;c <x@y.z>',
  '"quoted" (comment)',
  'two  spaces',
  'x'.repeat(200),
  '〖客户-LRTP2P〗',
  "'=1+1",
]
const TIME = '2026-09-01 09:12:42.591 +08:00'

function dayOf(senders: readonly (readonly [account: string, name: string])[], times: readonly string[] = []): ChatDay {
  const rows = senders.map(([sender, name], i) => {
    const head = [`${i + 1}`, `${i + 1}`, '会话 1', `${i}`, times[i] ?? TIME, TIME, 'text', sender, name, '[]']
    const refersTo = i === 0 ? 'm9' : `m${i - 1}`
    return { cells: [...head, i % 5 === 0 ? '' : 'x⏎y', '', `m${i}`, refersTo, '0', 'ab'], conv: 1, kinds: [] }
  })
  return { no: 1, conv: 1, day: '2026-09-01', part: 1, rows }
}

function context(more: Partial<RsmfContext> = {}): RsmfContext {
  return {
    version: PACKAGE_VERSION,
    number: 'E-2026-0001',
    house: '存真示范档案库',
    language: 'zh',
    policy: 'p',
    ...more,
  }
}

async function made(day: ChatDay, more: Partial<RsmfContext> = {}) {
  const eml = Buffer.from((await rsmfFile(day, context(more))).eml).toString('latin1')
  return { ...rsmfOf(eml), ...strictHeaders(eml) }
}

describe('an RSMF file', () => {
  it.each([
    ['each name alone', NAMES.map((name) => [name])],
    ['all of them', [NAMES]],
    ['a thousand people', [Array.from({ length: 1000 }, (_, i) => `${NAMES[i % NAMES.length]} ${i}`)]],
    ['a thousand people of letters alone', [Array.from({ length: 1000 }, (_, i) => `Anna Lee ${i}`)]],
  ])('keeps to the letter of RFC 5322 and 2047 and says every name whole: %s', async (_, lists) => {
    for (const names of lists) {
      const { values, faults, manifest } = await made(dayOf(names.map((name, i) => [`a${i}`, name])))
      expect(faults).toEqual([])
      expect(crossReferences(manifest)).toEqual([])
      expect(manifest.participants.map(({ display }) => display)).toEqual(names)
      expect(values.get('X-RSMF-Participants')).toBe(names.join(', '))
      expect(values.get('To')).toBe(names.map((name, i) => `${name} <p${i + 1}@records.invalid>`).join(', '))
      expect(values.get('From')).toBe('存真示范档案库 <house@records.invalid>')
      expect(values.get('Date')).toBe('Tue, 01 Sep 2026 09:12:42 +0800')
      expect(values.get('X-RSMF-EventCount')).toBe(String(names.length))
    }
  })

  it('of rows without a time has none anywhere; names and house may be empty', async () => {
    const { values, faults, manifest } = await made(dayOf([['', '']], ['']), { house: '' })
    expect(faults).toEqual([])
    expect([...values.keys()].filter((name) => /Date/.test(name))).toEqual([])
    expect(manifest.events[0]?.timestamp).toBeUndefined()
    expect(values.get('From')).toBe('unknown <house@records.invalid>')
  })

  const schema = sharedData('rsmf', 'rsmf_schema_2_0_0.json')
  it.skipIf(schema === null)('satisfies the vendor’s schema; skipped where ../shared/data is absent', async () => {
    const rules = JSON.parse(readFileSync(schema ?? '', 'utf8').replace(/^\ufeff/, ''))
    const masked = [['138****8000', '林**'] as const, ['', ''] as const]
    const times = [TIME, '0000-01-01 08:00:00 +08:00', '9999-12-31 23:00:00 -08:00', '']
    const { manifest } = await made(dayOf([...NAMES.map((name) => ['a', name] as const), ...masked], times))
    expect(broken(rules, manifest)).toEqual([])
    expect(manifest.events.filter(({ timestamp }) => timestamp === undefined)).toHaveLength(3)
  })

  it('of a package of version 4 is as it was, with what a strict reader leaves undecoded', async () => {
    const senders = [['a', '张小凡'] as const, ['b', 'Jo. Smith'] as const]
    const { faults, values } = await made(dayOf(senders), { version: 4 })
    expect(faults).toEqual(['X-RSMF-Participants: an encoded word that touches another text', 'To: no atom'])
    expect(values.has('Date')).toBe(false)
  })
})
