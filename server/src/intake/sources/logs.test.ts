import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sharedData } from '#test/shared'
import { fieldsOfSource, openReceivingWorld, readSource } from '../receiving.test-support.ts'
import { detectFormat } from './formats.ts'

const known = (text: string) => detectFormat(['x'], [{ name: 'x', alone: true, text }])

describe('syslog', () => {
  const old = (n: number) => `Aug 29 18:40:0${n} web1 sshd(pam_unix)[19939]: authentication failure; user=root\n`

  test('a line without a year is undated, and its time is kept', async () => {
    const [fields] = await fieldsOfSource(old(1) + old(2) + old(3))
    expect(fields).toMatchObject({
      platform: 'syslog',
      conversation: 'web1',
      sender: 'sshd(pam_unix)',
      kind: 'event',
      sourceTs: null,
      body: 'authentication failure; user=root',
    })
    expect(JSON.parse(fields?.extra ?? '')).toEqual({ time: 'Aug 29 18:40:01', pid: '19939' })
  })

  test('equal words at two times are two events, the same line in an overlapping file is one', async () => {
    const { drafts } = await readSource(old(1) + old(2) + old(1))
    expect(drafts[0]?.identity).not.toBe(drafts[1]?.identity)
    expect(drafts[0]?.identity).toBe(drafts[2]?.identity)
  })

  test.each([
    ['<34>1 2026-08-29T10:40:00.003Z web1 su 230 ID47 [a@1 b="c\\]d"] 失败', 'su', '失败'],
    ['<34>1 2026-08-29T10:40:00.003Z web1 su - - - 失败', 'su', '失败'],
    ['2026-08-29T18:40:00.003+08:00 web1 su[230]: 失败', 'su', '失败'],
    ['2026-08-29T18:40:00.003 web1 su[230]: 失败', 'su', '失败'],
    ['<13>Aug 29 2026 18:40:00.003 web1 su[230]: 失败', 'su', '失败'],
    ['Aug 29 18:40:00.003 2026 web1 syslogd 1.4.1: restart.', 'syslogd 1.4.1', 'restart.'],
  ])('with a year it is dated: %s', async (line, sender, body) => {
    const [fields] = await fieldsOfSource(`${line}\n`.repeat(3))
    expect(fields).toMatchObject({ sourceTs: 1788000000003, conversation: 'web1', sender, body })
  })

  test('a line of something else is quarantined; a chat is not taken for a log', async () => {
    const { broken, drafts } = await readSource(`${old(1)}${old(2)}${old(3)}stack trace\n`, 'syslog')
    expect([drafts.length, broken.map(({ reason }) => reason)]).toEqual([3, ['not_a_message']])
    expect(known('Aug 29 18:40:00 小林: 在吗\n'.repeat(4))).toBe(null)
    expect(known('Aug 29 18:40:00 <lin> hello: you\n'.repeat(4))).not.toBe('syslog')
    expect(known('2026-08-29T18:40:00 lin hello there\n'.repeat(4))).toBe(null)
  })

  test('long and odd lines take linear time', async () => {
    const long = `Aug 29 18:40:00 web1 ${'a['.repeat(20_000)}`
    expect(
      (await readSource(`${old(1)}${long}\n<1>1 a b c d e ${'[x'.repeat(20_000)}\n`, 'syslog')).broken.length,
    ).toBe(1)
  })

  test('the tables that loghub makes number their lines, so a hole in them is known', async () => {
    const table =
      'LineId,Month,Date,Time,Level,Component,PID,Content,EventId,EventTemplate\n1,Aug,29,18:40:00,web1,sshd,1,"a, b",E1,<*>\n3,Aug,29,18:40:02,web1,sshd,1,c,E1,<*>\n4,Aug\n'
    const world = await openReceivingWorld()
    const arrived = await world.receive(world.file('t.csv', table))
    expect(arrived).toMatchObject({
      format: 'syslog',
      counts: { archived: 2, quarantined: 1, undated: 2 },
      gaps: { knowable: true, gaps: [{ what: 'sequence 2', missing: 1 }] },
    })
    expect(world.archived()).toMatchObject([{ body: 'a, b', sourceId: '1', sender: 'sshd' }, { body: 'c' }])
    await world.close()
  })
})

describe('audit logs', () => {
  const okta = {
    uuid: 'e1',
    published: '2026-08-29T10:40:00.000Z',
    eventType: 'user.session.start',
    displayMessage: 'User login',
    actor: { id: '00u1', alternateId: 'lin@example.com', displayName: 'Lin' },
  }

  test.each([
    [
      JSON.stringify(okta),
      {
        platform: 'okta',
        sourceId: 'e1',
        sender: 'lin@example.com',
        senderName: 'Lin',
        body: 'user.session.start User login',
      },
    ],
    [
      JSON.stringify({
        entries: [
          {
            id: 's1',
            date_create: 1788000000,
            action: 'user_login',
            actor: { type: 'user', user: { id: 'U1', name: 'lin' } },
            entity: {},
            context: {},
          },
        ],
      }),
      { platform: 'slack', sourceId: 's1', sender: 'U1', body: 'user_login' },
    ],
    [
      JSON.stringify({
        operation_logs: [
          {
            time: '2026-08-29T10:40:00Z',
            operator: 'lin@example.com',
            category_type: 'User',
            action: 'Update',
            operation_detail: 'Update User',
          },
        ],
      }),
      { platform: 'zoom', sender: 'lin@example.com', body: 'Update Update User' },
    ],
    [
      JSON.stringify({
        records: [
          {
            time: '2026-08-29T10:40:00Z',
            resourceId: '/t',
            operationName: 'Sign-in activity',
            category: 'SignInLogs',
            properties: { userPrincipalName: 'lin@example.com' },
          },
        ],
      }),
      { platform: 'azure', sender: 'lin@example.com', body: 'Sign-in activity' },
    ],
    [
      JSON.stringify({
        rule: 'Okta.X',
        case: 'a',
        expect_alert: true,
        log_types: ['Okta.SystemLog'],
        log: { ...okta, published: '2026-08-29 10:40:00' },
      }),
      { platform: 'okta', conversation: 'Okta.SystemLog', body: 'user.session.start User login' },
    ],
  ])('each vendor is known by what only it says: %s', async (text, fields) => {
    const read = await fieldsOfSource(`${text}\n`)
    expect(read).toMatchObject([{ kind: 'event', sourceTs: 1788000000000, ...fields }])
    expect(JSON.parse(read[0]?.extra ?? '')).not.toEqual({})
  })

  test('a line of something else is quarantined, a time that is none leaves it undated', async () => {
    const { broken, drafts } = await readSource(
      `${JSON.stringify({ ...okta, published: 'redacted' })}\n{"a":1}\n[1]\n`,
      'audit_logs',
    )
    expect(drafts).toMatchObject([{ fields: { sourceTs: null } }])
    expect(broken.map(({ reason }) => reason)).toEqual(['not_a_message', 'not_a_message'])
    expect(known('{"action":"x","actor":{},"time":1}\n')).toBe(null)
  })
})

const samples = sharedData('samples', 'logs')

describe.skipIf(!samples)('samples of logs (skipped: ../shared/data absent)', () => {
  test.each([
    ['logpai+loghub/Linux/Linux_2k.log', 'syslog', 0],
    ['logpai+loghub/OpenSSH/OpenSSH_2k.log', 'syslog', 0],
    ['logpai+loghub/Linux/Linux_2k.log_structured.csv', 'syslog', 1],
    ['logpai+loghub/OpenSSH/OpenSSH_2k.log_structured.csv', 'syslog', 1],
    ['panther_audit/azure_signin_rules.jsonl', 'audit_logs', 0],
    ['panther_audit/okta_rules.jsonl', 'audit_logs', 0],
    ['panther_audit/onelogin_rules.jsonl', 'audit_logs', 0],
    ['panther_audit/slack_rules.jsonl', 'audit_logs', 0],
    ['panther_audit/zoom_operation_rules.jsonl', 'audit_logs', 0],
  ])('%s: every line is an event', async (path, format, header) => {
    const text = readFileSync(`${samples}/${path}`, 'utf8')
    const count = text.split('\n').filter((line) => line.trim() !== '').length - header
    expect(known(text.slice(0, 64 * 1024))).toBe(format)
    const { drafts, broken } = await readSource(text)
    expect(broken).toEqual([])
    expect(drafts).toHaveLength(count)
    expect(drafts.every((one) => one.fields.kind === 'event' && one.fields.body !== '')).toBe(true)
  })
})
