import { PACKAGE_FILES } from '@cunzhen/proof'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cellsOf } from '../containers/csv-cells.ts'
import { arrivalOf, type Opened, openWorld, type World } from '../world.test-support.ts'

// Messages made to break a spreadsheet, a parser or a reader's trust.

const BODIES = [
  '=1+1',
  "+cmd|' /C calc'!A0",
  '-2+3',
  '@SUM(A1:A9)',
  '\t=1+1',
  '\r=1+1',
  '＝1+1',
  '"quoted","cells"',
  '","',
  '"',
  'a\r\nb\nc',
  '_x000D_ and _x0041_',
  '<c r="A1"><f>1</f></c>',
  '&amp;&lt;',
  ' leading and trailing ',
  '\u202eesrever',
  '〖客户-ABCDEF〗',
  '*'.repeat(20),
  '\u0000\u0001\u001f',
  '\ufffe\uffff',
  '👨‍👩‍👧‍👦 13800138000',
  'a'.repeat(5000),
  '',
  '\u{e0041}\u{e0042}',
  '0001234567890',
  '2023-11-11',
  'TRUE',
  '1e5',
]

let world: World
let opened: Opened
beforeAll(async () => {
  world = await openWorld(
    BODIES.map((body, n) =>
      arrivalOf(n, { body, name: n % 2 === 0 ? '=HYPERLINK("x")' : '', sender: n % 3 === 0 ? '' : '+8613800138000' }),
    ),
  )
  opened = await world.open(await world.run())
})
afterAll(() => world.close())

describe('a package of hostile messages', () => {
  it('verifies', () => {
    expect(opened.verdict.checks.filter(({ ok }) => !ok)).toEqual([])
    expect(opened.verdict.verdict).toBe('genuine')
  })

  it('has one line for each row and no cell that begins a formula', async () => {
    const lines = (await opened.text(PACKAGE_FILES.csv)).slice(1).trimEnd().split('\r\n').map(cellsOf)
    expect(lines).toHaveLength(BODIES.length + 1)
    for (const cells of lines) {
      expect(cells).toHaveLength(16)
      for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/)
    }
    const bodies = lines.slice(1).map((cells) => cells[10])
    expect(bodies.slice(0, 4)).toEqual(["'=1+1", "'+cmd|' /C calc'!A0", "'-2+3", "'@SUM(A1:A9)"])
    expect(bodies[16]).toBe('〖U+3016〗客户-ABCDEF〖U+3017〗')
  })
})

describe('a body longer than a cell can be', () => {
  it('leaves the spreadsheet out and says so, and the package verifies', async () => {
    const long = await openWorld([arrivalOf(0, { body: 'x'.repeat(40_000) }), arrivalOf(1, { body: 'short' })])
    try {
      const id = await long.run()
      expect(await long.exports.view(long.people.requester, id)).toMatchObject({
        state: 'ready',
        problem: 'sheet_cell_too_long',
      })
      const without = await long.open(id)
      expect(without.verdict.verdict).toBe('genuine')
      expect(without.names).not.toContain(PACKAGE_FILES.xlsx)
      expect(await without.text(PACKAGE_FILES.readme)).toContain('records.xlsx 未附')
    } finally {
      await long.close()
    }
  })
})

describe('pseudonyms', () => {
  it('are one for a person over fields, texts and exports of a case, and another in another case', async () => {
    const story = [
      arrivalOf(0, { body: '我是王建国', sender: 'wangjianguo', name: '王建国' }),
      arrivalOf(1, { body: '王建国你好，李秀英找你，13800138000', sender: 'zhangwei88', name: '张伟' }),
    ]
    const house = await openWorld(story)
    try {
      house.known = [
        { name: '李秀英', person: 'sub_1' },
        { name: '王建国', person: 'sub_2', participant: { platform: 'wecom', account: 'wangjianguo' } },
      ]
      const cellsFor = async () => {
        const package_ = await house.open(await house.run({ formats: ['csv'], names: 'pseudonym' }))
        expect(package_.verdict.verdict).toBe('genuine')
        return (await package_.text(PACKAGE_FILES.csv)).slice(1).trimEnd().split('\r\n').slice(1).map(cellsOf)
      }
      const [first = [], second = []] = await cellsFor()
      const label = first[8] ?? ''
      expect(label).toMatch(/^〖客户-\w{6}〗$/)
      expect(first[7]).toBe(label)
      expect(first[10]).toBe(`我是${label}`)
      expect(second[10]).toMatch(new RegExp(`^${label}你好，〖客户-\\w{6}〗找你，138\\*{4}8000$`))
      expect(second[8]).toMatch(/^〖参与人-\w{6}〗$/)
      expect((await cellsFor()).map((cells) => cells[8])).toEqual([first[8], second[8]])
      house.grant.caseNo = '#2026-0999'
      const other = await cellsFor()
      expect(other[0]?.[8]).not.toBe(label)
    } finally {
      await house.close()
    }
  })
})

describe('records in segments', () => {
  it('leave like those in the journal, in one order', async () => {
    const story = Array.from({ length: 300 }, (_, n) =>
      arrivalOf(n, { body: `第${n}条`, conversation: `room-${n % 3}` }),
    )
    const house = await openWorld(story.slice(0, 200))
    try {
      await house.archive.seal()
      await house.archive.integrate()
      expect((await house.archive.prune()).pruned).toBeGreaterThan(0)
      await house.archive.journal.admit(story.slice(200))
      house.grant.caseNo = '#2026-0876 李秀英 13800138000'
      const package_ = await house.open(await house.run({ formats: ['csv'] }))
      expect(package_.verdict).toMatchObject({ verdict: 'genuine', rows: 300 })
      expect(package_.verdict.manifest?.export.caseNo).toBe('#2026-0876 李**** 138****8000')
      const bodies = (await package_.text(PACKAGE_FILES.csv))
        .slice(1)
        .trimEnd()
        .split('\r\n')
        .slice(1)
        .map((line) => cellsOf(line)[10])
      const inOrder = [0, 1, 2].flatMap((room) => story.flatMap((_, n) => (n % 3 === room ? [`第${n}条`] : [])))
      expect(bodies).toEqual(inOrder)
    } finally {
      await house.close()
    }
  })
})

describe('a scope', () => {
  it('is the only thing that leaves: by conversation, time, kind, undated', async () => {
    const story = Array.from({ length: 40 }, (_, n) =>
      arrivalOf(n, {
        body: `第${n}条`,
        conversation: `room-${n % 4}`,
        at: n % 10 === 9 ? null : 1_690_000_000_000 + n * 1000,
        fields: { kind: n % 5 === 0 ? 'image' : 'text' },
      }),
    )
    const house = await openWorld(story)
    try {
      const [, second] = house.grant.scope.conversations as never[]
      house.grant.scope = {
        ...house.grant.scope,
        conversations: [second as never],
        from: (1_690_000_000_000 + 5000) as never,
        to: (1_690_000_000_000 + 33_000) as never,
        kinds: ['text'],
        undated: true,
      }
      const package_ = await house.open(await house.run({ formats: ['csv'] }))
      expect(package_.verdict.verdict).toBe('genuine')
      const bodies = (await package_.text(PACKAGE_FILES.csv))
        .slice(1)
        .trimEnd()
        .split('\r\n')
        .slice(1)
        .map((line) => cellsOf(line)[10])
      const expected = story.flatMap((_, n) =>
        n % 4 === 1 && n % 5 !== 0 && (n % 10 === 9 || (n >= 5 && n < 33)) ? [`第${n}条`] : [],
      )
      expect([...bodies].sort()).toEqual(expected.sort())
    } finally {
      await house.close()
    }
  })

  it('that holds nothing gives an empty package that verifies', async () => {
    const house = await openWorld([arrivalOf(0, { body: 'x' })])
    try {
      house.grant.scope = { ...house.grant.scope, to: 1 as never, undated: false }
      const package_ = await house.open(await house.run())
      expect(package_.verdict).toMatchObject({ verdict: 'genuine', rows: 0 })
    } finally {
      await house.close()
    }
  })
})
