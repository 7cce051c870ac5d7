import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadPolicy, MASK_RULES, MaskRulesOf, pseudonymKinds, RECIPIENTS, STANDARD_MASKS } from './index.ts'

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
