import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sharedData } from '#test/shared'
import { expectBalanced, openReceivingWorld, readSource } from '../receiving.test-support.ts'

const said = async (name: string, ...lines: string[]) => {
  const { drafts, broken } = await readSource(lines.join('\n'), null, {}, name)
  expect(broken).toEqual([])
  return drafts.map(({ fields }) => [fields.kind, fields.sender, fields.body, fields.sourceTs])
}
const at = (time: string) => Date.parse(`${time}+08:00`)

describe('IRC', () => {
  test('as bots write it, with a whole time on every line', async () => {
    const log = [
      '2024-01-02T11:04:05  *** jia has joined #xiangmu',
      '2024-01-02T11:04:06  <jia> 好的 <yi>',
      '2024-01-02T11:04:07Z  * jia 走了',
      '2024-01-02 11:04:08 -yi- 注意',
    ]
    expect(await said('a.log', ...log)).toEqual([
      ['system', '', 'jia has joined #xiangmu', at('2024-01-02T11:04:05')],
      ['text', 'jia', '好的 <yi>', at('2024-01-02T11:04:06')],
      ['text', 'jia', '* jia 走了', Date.UTC(2024, 0, 2, 11, 4, 7)],
      ['text', 'yi', '注意', at('2024-01-02T11:04:08')],
    ])
    const { drafts } = await readSource(log.join('\n'), null, {}, '2024-01-02-x.log')
    expect(drafts[1]).toMatchObject({ counted: true, conversationTitle: '#xiangmu', fields: { platform: 'irc' } })
    expect(drafts.map(({ fields }) => JSON.parse(fields.extra))).toEqual([
      { written: '2024-01-02T11:04:05', zoneAssumed: '+08:00' },
      { written: '2024-01-02T11:04:06', zoneAssumed: '+08:00' },
      { written: '2024-01-02T11:04:07Z', what: 'action' },
      { written: '2024-01-02 11:04:08', zoneAssumed: '+08:00', what: 'notice' },
    ])
  })

  test('as irssi writes it, the day on lines of its own', async () => {
    const log = [
      '--- Log opened Tue Jan 02 23:59:00 2024',
      '23:59 -!- jia [~jia@192.0.2.1] has joined #xiangmu',
      '23:59 <@jia> 一',
      '23:59 < yi> 二',
      '--- Day changed Wed Jan 03 2024',
      '00:01  * jia 走了',
    ]
    expect(await said('a.log', ...log)).toEqual([
      ['system', '', 'jia [~jia@192.0.2.1] has joined #xiangmu', at('2024-01-02T23:59:00')],
      ['text', 'jia', '一', at('2024-01-02T23:59:00')],
      ['text', 'yi', '二', at('2024-01-02T23:59:00')],
      ['text', 'jia', '* jia 走了', at('2024-01-03T00:01:00')],
    ])
  })

  test('as XChat writes it, without years; as WeeChat writes it, in columns; as ZNC and mIRC do', async () => {
    expect(
      await said(
        'a.log',
        '**** BEGIN LOGGING AT Sun Dec 31 23:00:00 2023',
        '',
        'Dec 31 23:59:58 <jia>\t一',
        'Jan 01 00:00:01 *\tyi has quit (再见)',
      ),
    ).toEqual([
      ['text', 'jia', '一', at('2023-12-31T23:59:58')],
      ['system', '', 'yi has quit (再见)', at('2024-01-01T00:00:01')],
    ])
    expect(
      await said(
        'a.weechatlog',
        '2024-01-02 11:04:05\t-->\tjia (~jia@192.0.2.1) has joined #x',
        '2024-01-02 11:04:06\t@jia\t一',
        '2024-01-02 11:04:07\t *\tjia 走了',
      ),
    ).toEqual([
      ['system', '', 'jia (~jia@192.0.2.1) has joined #x', at('2024-01-02T11:04:05')],
      ['text', 'jia', '一', at('2024-01-02T11:04:06')],
      ['text', 'jia', '* jia 走了', at('2024-01-02T11:04:07')],
    ])
    expect(await said('#x_20240102.log', '[11:04:05] *** Joins: jia (~jia@192.0.2.1)', '[11:04:06] <jia> 一')).toEqual([
      ['system', '', 'Joins: jia (~jia@192.0.2.1)', at('2024-01-02T11:04:05')],
      ['text', 'jia', '一', at('2024-01-02T11:04:06')],
    ])
    expect(await said('x.log', '[11:04] * jia has joined #x', '[11:05] <+jia> 一')).toEqual([
      ['system', '', 'jia has joined #x', null],
      ['text', 'jia', '一', null],
    ])
  })

  test('a line in another encoding, or that is none of a chat, is quarantined by itself', async () => {
    const log = Buffer.from(
      '2024-01-02T11:04:05  <jia> žalias\n2024-01-02T11:04:06  <jia> aX\nlost\n2024-01-02T11:04:07  <jia> 好\n',
    )
    log[log.indexOf('X')] = 0x9a
    const { drafts, broken } = await readSource(log, null, {}, 'a.log')
    expect(broken.map(({ reason }) => reason)).toEqual(['bad_encoding', 'not_a_message'])
    expect(drafts).toHaveLength(2)
  })

  test('a log of a program is none of a chat', async () => {
    const log = '2024-01-02T11:04:05 INFO server started\n2024-01-02T11:04:06 WARN <none> listening\n'
    expect((await readSource(log.repeat(5), null, {}, 'a.log')).pieces).toEqual([])
  })
})

const samples = sharedData('samples', 'irc')

describe.skipIf(!samples)('samples of IRC (skipped: ../shared/data absent)', () => {
  const files = samples
    ? readdirSync(samples, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.log'))
    : []

  test.each(files)('%s: every line in its encoding is archived, and once', async (name) => {
    const world = await openReceivingWorld()
    const path = join(samples ?? '', name)
    const bytes = readFileSync(path)
    const count = bytes
      .toString('latin1')
      .split('\n')
      .filter((one) => one !== '').length
    // of the log that mixes two encodings, one line is in the one that we do not read
    const foreign = name.includes('hybrid') ? 1 : 0
    const first = await world.receive(path)
    const counts = { items: count, archived: count - foreign, quarantined: foreign, undated: 0 }
    expect(first).toMatchObject({ format: 'irc', problem: null, counts })
    expectBalanced(first, bytes.length)
    expect((await world.receive(path)).counts).toMatchObject({ archived: 0, duplicates: count - foreign })
    await world.close()
  })
})
