import { PACKAGE_FILES, parsePackedRow } from '@cunzhen/proof'
import { parse } from 'csv-parse/sync'
import { afterEach, describe, expect, it } from 'vitest'
import { arrivalOf, openWorld, type Said, type World } from './world.test-support.ts'

// What the masking policy says of a class of recipients is what leaves to it, and verifies. All people and numbers are invented.

let world: World | null = null
afterEach(async () => {
  await world?.close()
  world = null
})

async function packageOf(
  said: readonly Said[],
  wanted: Parameters<World['run']>[0] = {},
  more: Partial<Pick<World, 'masks' | 'forms' | 'known'>> = {},
) {
  world = await openWorld(said.map((one, n) => arrivalOf(n, one)))
  Object.assign(world, more)
  const id = await world.run({ formats: ['csv', 'xlsx', 'json'], ...wanted })
  expect((await world.exports.view(world.people.executor, id)).problem).toBeNull()
  const opened = await world.open(id)
  expect(opened.verdict.checks.flatMap(({ findings }) => findings)).toEqual([])
  expect(opened.verdict.verdict).toBe('genuine')
  const rows: string[][] = parse(await opened.text(PACKAGE_FILES.csv), { bom: true, from_line: 2 })
  const bodies = rows.map((cells) => cells[10] ?? '')
  return { opened, rows, bodies, disclosures: await opened.text(PACKAGE_FILES.disclosures) }
}

describe('a package', () => {
  it('for somebody outside has labels, bands and decades where one for the house has masks, and says by which rules', async () => {
    const said = [
      { body: '手机13800138000，转¥69,200给他' },
      { body: '还是+86 138-0013-8000，出生日期1985-03-01' },
      { body: '手机13900139000' },
    ]
    const { opened, rows, bodies } = await packageOf(said, { recipient: 'outside' })
    const [label = ''] = /〖电话-\w{6}〗/.exec(bodies[0] ?? '') ?? []
    expect(bodies[0]).toBe(`手机${label}，转〖金额1万至10万〗给他`)
    expect(bodies[1]).toContain(label)
    expect(bodies[1]).toContain('〖1980年代〗')
    expect(bodies[2]).toMatch(/^手机〖电话-\w{6}〗$/)
    expect(bodies[2]).not.toContain(label)
    expect(rows[0]?.[8]).toMatch(/^〖/)
    const { manifest } = opened.verdict
    // nobody asked for labels: the policy did, and that is what is told of the package
    const [told] = (await world?.exports.list(world.people.monitor)) ?? []
    expect(told?.names).toBe('pseudonym')
    expect(manifest?.redaction).toEqual({ policy: 'masks/v2 outside test', names: 'pseudonym' })
    expect(await opened.text(PACKAGE_FILES.statements)).toContain('"recipient":"outside"')
    await world?.close()

    const house = await packageOf(said)
    expect(house.bodies[0]).toBe('手机138****8000，转¥69,200给他')
    expect(house.opened.verdict.manifest?.redaction).toMatchObject({ names: 'mask' })
  }, 120_000)

  it('gives a label by surname and title to who takes part, and never to who is only on record', async () => {
    const said = ['金鑫的合同', '金总，合同呢', '4S店的金小姐来过', '孔祥的合同', '孔总，合同呢'].map((body) => ({
      body,
      name: '孔祥',
    }))
    const known = [
      { name: '金鑫', person: 'sub_1' },
      { name: '孔祥', person: 'sub_2', participant: { platform: 'wecom', account: 'wangjianguo' } },
    ]
    const { bodies } = await packageOf(said, { recipient: 'outside' }, { known })
    const [whole, called, outside, here, spoken] = bodies.map((body) => /〖[^〗]+〗/.exec(body)?.[0])
    expect(bodies.join()).not.toMatch(/[金孔]/)
    expect(whole).toMatch(/^〖客户-/)
    expect([called, outside]).not.toContain(whole)
    expect(spoken).toBe(here)
  }, 120_000)

  it('shows no label where the policy leaves nothing of a name, also when labels were asked for', async () => {
    const strict = { masks: { name: 'suppress', account: 'suppress' } } as const
    const { rows, bodies } = await packageOf([{ body: '我叫王建国' }], { names: 'pseudonym' }, strict)
    expect(bodies).toEqual(['我叫****'])
    expect(rows[0]?.[8]).not.toMatch(/〖客户|〖员工|〖某人|王/)
    const [told] = (await world?.exports.list(world.people.monitor)) ?? []
    expect(told?.names).toBe('suppress')
  }, 120_000)

  it('tells in no table how long a hidden value is', async () => {
    const { rows, bodies } = await packageOf([{ body: '密码是a1b2c3' }, { body: '密码是a1b2c3d4e5f6g7h8' }])
    expect(bodies).toEqual(['密码是****', '密码是****'])
    // 'masked' counts one for each: the rows differ in their numbers, times and digests only
    expect(rows[0]?.[14]).toBe(rows[1]?.[14])
  }, 120_000)

  it('that is padded tells in its proofs only eights, and nothing of a field that is all hidden', async () => {
    const said = [
      { body: '密码是a1b2c3，请尽快登录后台看一下这个客户的工单' },
      { body: '密码是a1b2c3d4，请尽快登录后台看一下这个客户的工单' },
    ]
    const { disclosures } = await packageOf(said, {}, { masks: { length: 'padded' } })
    const masks = disclosures
      .trim()
      .split('\n')
      .map((line) => parsePackedRow(line).masks)
    for (const row of masks) {
      const body = row.filter(({ field }) => field === 'body')
      expect(body.map((mask) => ('start' in mask ? mask.end - mask.start : 0))).toEqual([8])
      // a name of three: the whole field, without its length
      expect(row.find(({ field }) => field === 'senderName')).toMatchObject({ label: '****' })
    }
  }, 120_000)

  it('leaves what somebody said is no name, and hides what somebody said is one', async () => {
    const said = [{ body: '我叫葛晓峰，小太阳也来了' }]
    const plain = await packageOf(said)
    expect(plain.bodies[0]).toBe('我叫葛****，小太阳也来了')
    await world?.close()
    const names = [{ name: '小太阳', person: 'name:小太阳', kind: 'name' as const }]
    const judged = await packageOf(said, {}, { forms: { spared: new Set(['葛晓峰']), names } })
    expect(judged.bodies[0]).toBe('我叫葛晓峰，小****也来了')
  }, 120_000)
})

describe('a kind that nobody can read', () => {
  const said = [
    { body: '您好' },
    { body: '{"mystery":"13800138000"}', fields: { kind: 'unknown' as const } },
    { body: '号码1380013\ufffd000' },
  ]
  it('lets no package out', async () => {
    world = await openWorld(said.map((one, n) => arrivalOf(n, one)))
    const id = await world.run({ formats: ['csv'] })
    const failed = await world.exports.view(world.people.executor, id)
    expect([failed.state, failed.problem]).toEqual(['failed', 'kind_unreadable'])
  }, 120_000)
  it('leaves without its words where the policy says so', async () => {
    const { bodies, opened } = await packageOf(said, {}, { masks: { unreadable: 'withhold' } })
    expect(bodies).toEqual(['您好', '〖已隐去〗', '〖已隐去〗'])
    for (const name of opened.names) expect((await opened.text(name as never)).includes('mystery'), name).toBe(false)
  }, 120_000)
})
