import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Instant } from '#base'
import {
  addPeriod,
  dueAfter,
  isWorkday,
  loadPolicy,
  mergeCalendars,
  parseCalendar,
  parsePeriod,
  readShippedCalendar,
} from './index.ts'

const at = (text: string) => Date.parse(text) as Instant
const calendar = readShippedCalendar()

describe('a pack', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cunzhen-policy-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))
  const write = (id: string, text: string) => writeFileSync(join(folder, `${id}.yaml`), text)
  const head = (id: string, below = 'guide') => `pack: {id: ${id}, extends: ${below}, as_of: 2026-11-21}\n`

  it('guide says what a new house needs, over the figures of cn-default', () => {
    const policy = loadPolicy()
    if (!policy.readable) throw new Error(policy.problem)
    expect(policy.id).toBe('guide')
    expect(policy.windows).toEqual({
      agent: { time: 'this_week', of: 'own_conversations' },
      team_lead: { time: 'this_month', of: 'group_conversations' },
      legal: { time: 'all', of: 'all_conversations' },
      executive: 'none',
    })
    expect(policy.stages.map(({ stage, role, due }) => [stage, role, due.text])).toEqual([
      ['supervisor', 'supervisor', 'P1WD'],
      ['it', 'it_reviewer', 'P2WD'],
      ['legal', 'legal', 'P2WD'],
      ['data_security', 'data_security', 'P1WD'],
    ])
    expect(policy.execution).toMatchObject({ by: 'executor', with: 'monitor' })
    expect(policy.grantTtlMax.text).toBe('P3M')
    expect(policy.consent.silence.text).toBe('P14D')
    expect(policy.consent.reaskCooldown?.text).toBe('P6M')
    expect(policy.bases).toContain('hr_rules')
    expect(policy.carrierContentDenied).toBe(false)
    // read by nobody yet, and kept all the same: a map of guide merged over the one of cn-default
    expect(policy.raw.retention).toMatchObject({
      hold_review: 'P6M',
      classes: { chat_complaint: { min: 'P1Y' }, securities: { min: 'P20Y' } },
    })
  })

  it('cn-default and en-gdpr-sec can be read, and open nothing by themselves', () => {
    for (const id of ['cn-default', 'en-gdpr-sec']) {
      expect(loadPolicy(id)).toMatchObject({ readable: true, id, windows: {}, stages: [], mayDownload: [] })
    }
  })

  it('says what a package needs before it may be taken; one that is silent asks for it all the same', () => {
    const guide = loadPolicy()
    if (!guide.readable) throw new Error(guide.problem)
    expect(guide.release).toMatchObject({
      required: true,
      by: 'legal',
      checklist: ['signed_application', 'consent_where_basis', 'scope_to_conversation_id', 'sealed_medium_record'],
      alarmTo: ['data_security', 'legal', 'auditor'],
      reportWithin: { text: 'PT24H' },
      bulk: {
        requires: ['review', 'second_approval', 'reason'],
        secondBy: 'data_security',
        subjectsOver: 1,
        over: { content: 25, communication: 250, other: 2500 },
      },
    })
    expect(loadPolicy('en-gdpr-sec')).toMatchObject({
      release: { required: true, checklist: [], bulk: { requires: ['review', 'second_approval', 'reason'] } },
    })
    write('ours', `${head('ours')}export: {release_review: none, bulk_requires: []}\n`)
    expect(loadPolicy('ours', folder)).toMatchObject({ release: { required: false, bulk: { requires: [] } } })
  })

  it('of the house lies over the shipped one, key by key', () => {
    write('ours', `${head('ours')}access:\n  windows: {agent: none}\nhandler: {telecom_carrier: true}\n`)
    const policy = loadPolicy('ours', folder)
    if (!policy.readable) throw new Error(policy.problem)
    expect(policy.windows.agent).toBe('none')
    expect(policy.windows.legal).toEqual({ time: 'all', of: 'all_conversations' })
    expect(policy.carrierContentDenied).toBe(true)
  })

  it('says which class of retention a record is in; a class that does not apply to the handler has none', () => {
    const guide = loadPolicy()
    if (!guide.readable) throw new Error(guide.problem)
    expect(guide.retention.names).toEqual(expect.arrayContaining(['chat_general', 'chat_order', 'securities']))
    expect(guide.retention.rules.map((rule) => rule.class)).toEqual(['network_log', 'chat_general'])
    const rules = 'retention: {class_of: [{class: chat_order, platforms: [shop]}, {class: chat_general}]}\n'
    write('ours', `${head('ours')}${rules}handler: {platform_operator: true}\n`)
    const all = { kinds: null, platforms: null, conversations: null }
    expect(loadPolicy('ours', folder)).toMatchObject({
      retention: {
        rules: [
          { ...all, class: 'chat_order', platforms: ['shop'] },
          { ...all, class: 'chat_general' },
        ],
      },
    })
    write('ours', `${head('ours')}handler: {telecom_carrier: true}\n`)
    expect(loadPolicy('ours', folder)).toMatchObject({
      retention: { rules: [{ class: 'sms_carrier_record' }, {}, {}] },
    })
  })

  it.each([
    ['that is not there', null, 'pack_missing'],
    ['that is no YAML', 'pack: {id: ours', 'pack_not_yaml'],
    ['with a key twice', `${head('ours')}time: {}\ntime: {}\n`, 'pack_not_yaml'],
    ['that is a list', '- a\n', 'pack_not_yaml'],
    ['under another name', head('theirs'), 'pack_head_wrong'],
    ['that extends one that is not there', head('ours', 'none-such'), 'pack_missing'],
    ['that reaches out of its folder', head('ours', '../guide'), 'pack_head_wrong'],
    ['that extends itself', head('ours', 'ours'), 'pack_extends_itself'],
    ['with an unknown role', `${head('ours')}access: {windows: {boss: none}}\n`, 'pack_invalid'],
    [
      'with an unknown stage',
      `${head('ours')}requests: {stages: [{stage: priest, role: legal, due: P1WD}]}\n`,
      'pack_invalid',
    ],
    [
      'with records in a class that it does not list',
      `${head('ours')}retention: {class_of: [{class: x}]}\n`,
      'pack_invalid',
    ],
    [
      'with a class for a number of the house',
      `${head('ours')}retention: {class_of: [{class: chat_general, conversations: ['#8']}]}\n`,
      'pack_invalid',
    ],
    [
      'with one stage twice',
      `${head('ours')}requests: {stages: [{stage: it, role: legal, due: P1WD}, {stage: it, role: legal, due: P1WD}]}\n`,
      'pack_invalid',
    ],
    [
      'that lets the administrator read',
      `${head('ours')}access: {windows: {administrator: {time: all, of: all_conversations}}}\n`,
      'pack_invalid',
    ],
    [
      'that lets the auditor decide',
      `${head('ours')}requests: {stages: [{stage: it, role: auditor, due: P1WD}]}\n`,
      'pack_invalid',
    ],
    [
      'with one role that executes and monitors',
      `${head('ours')}requests: {execution: {by: executor, with: executor, due: P3WD}}\n`,
      'pack_invalid',
    ],
    [
      'with a role in two powers',
      `${head('ours')}people: {exclusive_powers: {auditor: [auditor, administrator]}}\n`,
      'pack_invalid',
    ],
    [
      'that lets requesters approve themselves',
      `${head('ours')}access: {approver_not_requester: false}\n`,
      'pack_invalid',
    ],
    [
      'that lets the monitor release what the monitor let run',
      `${head('ours')}export: {release_by: monitor}\n`,
      'pack_invalid',
    ],
    [
      'with a checklist item that nobody can judge',
      `${head('ours')}export: {checklist: [good_mood]}\n`,
      'pack_invalid',
    ],
    ['whose alarms nobody is shown', `${head('ours')}oversight: {alarm_to: []}\n`, 'pack_invalid'],
    ['that switches masking off', `${head('ours')}mask: {default_on: false}\n`, 'pack_invalid'],
    ['with 180 days written as a word', `${head('ours')}access: {grant_ttl_max: 180 days}\n`, 'pack_invalid'],
  ])('%s is no pack', (_what, text, problem) => {
    if (text !== null) write('ours', text)
    expect(loadPolicy('ours', folder)).toMatchObject({ readable: false, problem })
  })

  it('that is broken in the house is not replaced by the shipped one of the same name', () => {
    write('guide', 'pack: {id: guide')
    expect(loadPolicy('guide', folder)).toMatchObject({ readable: false, problem: 'pack_not_yaml' })
  })
})

describe('a period', () => {
  it.each([
    ['P3M', '2026-11-30T02:00:00Z', '2027-02-28T02:00:00.000Z'],
    ['P1Y', '2026-02-28T15:59:00Z', '2027-02-28T15:59:00.000Z'],
    ['P14D', '2026-02-20T00:00:00Z', '2026-03-06T00:00:00.000Z'],
    ['PT24H', '2026-12-31T16:00:00Z', '2027-01-01T16:00:00.000Z'],
    ['P1M2DT3H4M5S', '2026-01-01T00:00:00Z', '2026-02-03T03:04:05.000Z'],
  ])('%s after %s ends at %s', (period, from, until) => {
    expect(new Date(addPeriod(at(from), parsePeriod(period))).toISOString()).toBe(until)
  })

  it.each(['', 'P', 'PT', 'P1', '1M', 'P-1M', 'P1.5M', 'P1MT', 'P2WDT1H', 'p1m', 'P1W', ' P1M'])(
    '%j is none',
    (text) => {
      expect(() => parsePeriod(text)).toThrow(expect.objectContaining({ code: 'period_invalid' }))
    },
  )

  it('of six months is never 180 days', () => {
    for (let day = 0; day < 365; day += 1) {
      const from = (at('2026-01-01T00:00:00Z') + day * 86_400_000) as Instant
      const days = (addPeriod(from, parsePeriod('P6M')) - from) / 86_400_000
      expect(days).toBeGreaterThanOrEqual(181)
      expect(days).toBeLessThanOrEqual(184)
    }
  })
})

describe('working days', () => {
  const due = (from: string, period: string) => {
    const end = dueAfter(at(from), parsePeriod(period), calendar)
    return end === null ? null : new Date(end).toISOString()
  }

  it('are counted to the end of the day, the first day not counted', () => {
    expect(due('2026-11-23T10:00:00+08:00', 'P1WD')).toBe('2026-11-24T16:00:00.000Z') // Monday: until Tuesday, midnight
    expect(due('2026-11-20T23:59:00+08:00', 'P2WD')).toBe('2026-11-24T16:00:00.000Z') // Friday: Monday, Tuesday
  })

  it('leave out the national holiday and count the weekend that is worked for it', () => {
    expect(due('2026-09-30T10:00:00+08:00', 'P1WD')).toBe('2026-10-08T16:00:00.000Z')
    expect(due('2026-10-08T10:00:00+08:00', 'P2WD')).toBe('2026-10-10T16:00:00.000Z') // Saturday the 10th is worked
  })

  it('know the six make-up days and the 33 days off of 2026', () => {
    const make_up = ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10']
    for (const day of make_up) expect(isWorkday(at(`2026-${day}T12:00:00+08:00`), calendar)).toBe(true)
    let worked = 0
    for (let day = 0; day < 365; day += 1) {
      if (isWorkday((at('2026-01-01T12:00:00+08:00') + day * 86_400_000) as Instant, calendar)) worked += 1
    }
    expect(worked).toBe(248) // 261 weekdays of 2026, less 19 that are off, plus 6 weekend days
  })

  it('of a year without data are not guessed', () => {
    expect(isWorkday(at('2027-01-04T12:00:00+08:00'), calendar)).toBeNull()
    expect(due('2026-12-31T10:00:00+08:00', 'P1WD')).toBeNull()
    expect(due('2026-12-30T10:00:00+08:00', 'P1WD')).toBe('2026-12-31T16:00:00.000Z')
    expect(dueAfter(at('2026-12-31T10:00:00Z'), parsePeriod('P1D'), calendar)).not.toBeNull()
    expect(dueAfter(at('2026-11-23T10:00:00Z'), parsePeriod('P1WD'), null)).toBeNull()
  })

  it('of a further year come from a table that the house adds', () => {
    const own = parseCalendar(
      'id: own\nzone: Asia/Shanghai\nyears: {2027: {holidays: [{name: 元旦, from: 2027-01-01, to: 2027-01-03}], make_up_days: []}}\n',
    )
    const both = mergeCalendars(calendar, own)
    expect(dueAfter(at('2026-12-31T10:00:00+08:00'), parsePeriod('P1WD'), both)).toBe(at('2027-01-05T00:00:00+08:00'))
    expect(isWorkday(at('2026-10-01T12:00:00+08:00'), both)).toBe(false)
  })

  it.each([
    [
      'calendar_day_wrong',
      'years: {2027: {holidays: [{name: a, from: 2027-02-30, to: 2027-03-01}], make_up_days: []}}',
    ],
    ['calendar_make_up_no_weekend', 'years: {2027: {holidays: [], make_up_days: [2027-01-04]}}'],
    ['calendar_field_wrong', 'years: {2027: {holidays: []}}'],
    ['calendar_not_yaml', 'years: ['],
  ])('are not read from a table with a mistake: %s', (code, years) => {
    const text = `id: own\nzone: Asia/Shanghai\n${years}\n`
    expect(() => parseCalendar(text)).toThrow(expect.objectContaining({ code }))
  })
})
