import { describe, expect, it } from 'vitest'
import { detect } from '../detect/detect.ts'
import { buildRoster, type RosterEntry } from './roster.ts'

// Who is meant by a surname and a title, or by less. Names are invented.

const NAMES: Readonly<Record<string, readonly string[]>> = {
  xin: ['金鑫', '鑫哥'],
  kong: ['孔祥'],
  chen: ['陈启明', '业主陈先生'],
  wei: ['魏建平', '魏老师'],
  jing: ['文静'],
  awen: ['阿文', '符达'],
  min: ['程敏'],
}
const entries: RosterEntry[] = Object.entries(NAMES).flatMap(([person, names]) =>
  names.map((name) => ({ name, person, kind: 'name' as const })),
)
const away = entries.map((one) => ({ ...one, away: true }))

function found(text: string, people: readonly RosterEntry[] = entries): string[] {
  return detect(text, { point: 'release', roster: buildRoster('titles', people) })
    .filter(({ kind }) => kind === 'name')
    .map(({ start, end, person }) => `${person ?? '-'}:${text.slice(start, end)}`)
}

describe('a surname with a title', () => {
  it.each([
    ['金总，明早开会', 'xin:金总'],
    ['魏老师说改三版', 'wei:魏老师'],
    ['尊敬的陈先生，您好', 'chen:陈先生'],
    ['孔师傅，门修好了吗', 'kong:孔师傅'],
    ['老金在楼下', 'xin:老金'],
    ['金店，钥匙呢', 'xin:金店'],
  ])('%s', (text, expected) => {
    expect(found(text)).toContain(expected)
  })

  it.each([
    ['4S店的金小姐找你', '-:金小姐'],
    ['隔壁陈阿姨也说水压小', '-:陈阿姨'],
    ['对方孔总不同意', '-:孔总'],
    ['刚才孔师傅来过', '-:孔师傅'],
    ['文哥搬桌子', '-:文哥'],
  ])('is hidden and nobody’s in %s', (text, expected) => {
    expect(found(text)).toContain(expected)
  })

  it.each(['金店今天打折', '高校，大学', '老师好'])('is nobody in %s', (text) => {
    expect(found(text)).toEqual([])
  })
})

describe('one character of a given name', () => {
  it('is somebody where somebody is spoken to', () => {
    expect(found('敏，带杯水')).toEqual(['min:敏'])
    expect(found('反应很敏，好')).toEqual([])
  })
})

describe('who takes no part', () => {
  it('is hidden in every form, and named by a whole name only', () => {
    expect(found('金鑫的合同', away)).toEqual(['xin:金鑫'])
    expect(found('金总，祥哥呢', away)).toEqual(['-:金总', '-:祥哥'])
    expect(found('敏，带杯水', away)).toEqual(['-:敏'])
  })

  it('is named where one name of theirs takes part', () => {
    expect(found('金总，在吗', [...away, { name: '金鑫', person: 'xin', kind: 'name' }])).toEqual(['xin:金总'])
  })
})
