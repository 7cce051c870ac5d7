import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  loadPolicy,
  looserKinds,
  MASK_RULES,
  MaskRulesOf,
  pseudonymKinds,
  RECIPIENTS,
  STANDARD_MASKS,
} from './index.ts'

describe('the masks of a pack', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cunzhen-masks-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))
  const load = (mask: string) => {
    writeFileSync(join(folder, 'ours.yaml'), `pack: {id: ours, extends: guide, as_of: 2026-11-21}\nmask: ${mask}\n`)
    return loadPolicy('ours', folder)
  }

  it('name every kind for every class of recipients, the strictest for those outside', () => {
    const policy = loadPolicy()
    if (!policy.readable) throw new Error(policy.problem)
    const { recipients, reveal, revealsADay } = policy.mask
    expect(Object.keys(recipients)).toEqual([...RECIPIENTS])
    for (const rules of Object.values(recipients)) expect(MaskRulesOf.parse(rules)).toEqual(rules)
    expect(recipients.screen).toEqual(STANDARD_MASKS)
    const strictness = (rules: typeof STANDARD_MASKS) =>
      Object.entries(MASK_RULES).map(([kind, words]) => (words as readonly string[]).indexOf(rules[kind as 'name']))
    const outside = strictness(recipients.outside)
    strictness(recipients.internal).forEach((than, i) => {
      expect(outside[i]).toBeGreaterThanOrEqual(than)
    })
    expect(recipients.authority).toEqual({ ...STANDARD_MASKS, address: 'keep_district', order: 'show' })
    expect([reveal, revealsADay]).toEqual(['per_field_reason_logged', 25])
  })

  it('are its own words, then those of the class', () => {
    const policy = load('{amount: band, recipients: {subject: {amount: suppress}, authority: {length: padded}}}')
    if (!policy.readable) throw new Error(policy.problem)
    const { screen, subject, authority, outside } = policy.mask.recipients
    expect([screen, subject, authority, outside].map(({ amount }) => amount)).toEqual([
      'band',
      'suppress',
      'band',
      'band',
    ])
    expect([screen.length, authority.length, authority.address]).toEqual(['fixed', 'padded', 'keep_district'])
  })

  it.each([
    '{amount: maybe}',
    '{secret: keep_first}',
    '{recipients: {everybody: {amount: band}}}',
    '{recipients: {outside: {money: band}}}',
    '{recipients: {screen: {name: pseudonym}}}',
    '{name: pseudonym}',
    '{reveals_a_day: 0}',
    '{reveal: always}',
  ])('%s cannot be honoured, so the pack is not read at all', (mask) => {
    expect(load(mask)).toMatchObject({ readable: false, problem: 'pack_invalid' })
  })

  it('know which kinds have a label of the case', () => {
    expect(pseudonymKinds({ ...STANDARD_MASKS, phone: 'pseudonym', name: 'pseudonym' })).toEqual(['phone', 'name'])
  })
})

describe('looser rules', () => {
  const now = { ...STANDARD_MASKS, phone: 'keep_last4', length: 'fixed', unreadable: 'block' } as const

  it('are those that let more be seen of a kind, of its length, or of what nobody can read', () => {
    expect(looserKinds(now, now)).toEqual([])
    expect(looserKinds(now, { ...now, phone: 'keep_first3_last4' })).toEqual(['phone'])
    expect(looserKinds(now, { ...now, length: 'exact', unreadable: 'withhold' })).toEqual(['length', 'unreadable'])
    expect(looserKinds(now, { ...now, phone: 'suppress', amount: 'suppress', length: 'padded' })).toEqual([])
    // stricter in one kind makes up for nothing in another
    expect(looserKinds(now, { ...now, phone: 'suppress', address: 'keep_district' })).toEqual(['address'])
  })

  it('every word of every kind has its place: what is loosest cannot be chosen beside any other', () => {
    for (const [kind, words] of Object.entries(MASK_RULES)) {
      const [loosest = '', ...others] = words
      for (const other of others)
        expect([kind, looserKinds({ ...now, [kind]: other }, { ...now, [kind]: loosest })]).toEqual([kind, [kind]])
    }
  })
})
