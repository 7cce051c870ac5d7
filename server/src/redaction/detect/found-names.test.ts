import { describe, expect, it } from 'vitest'
import { buildRoster } from '../roster/roster.ts'
import type { Finding } from '../text/finding.ts'
import { detect } from './detect.ts'
import { detectThrough, foundNames, gatherNames, NamesFound } from './found-names.ts'

const release = { point: 'release', roster: null } as const
const written = (texts: readonly string[], all: ReturnType<typeof detectThrough>): string[][] =>
  all.map((findings, i) =>
    findings.filter(({ kind }) => kind === 'name').map(({ start, end }) => (texts[i] ?? '').slice(start, end)),
  )

describe('names that a conversation gives away', () => {
  it('are found in every text of it, before and after', () => {
    const texts = ['这个要问沈建平才知道', '你好，我叫沈建平，是新来的同事', '沈建平沈建平沈建平']
    const found = written(texts, detectThrough(texts, release))
    expect(found[0]?.join()).toContain('沈建平')
    expect(found[2]?.join('')).toBe('沈建平沈建平沈建平')
  })

  it('are carried on to the next stretch of the same conversation, and to no other', () => {
    const names = new NamesFound()
    detectThrough(['联系人：沈建平，电话13800138000'], release, names)
    expect(names.roster()?.size).toBe(1)
    expect(new NamesFound().roster()).toBeNull()
  })

  it('are one person wherever they stand', () => {
    const texts = ['我叫王小明', '王小明来了吗', '王 小 明 在哪']
    const roster = buildRoster('r', [])
    const found = foundNames(texts, roster, 'release')
    expect(
      found?.spellings.patterns.flatMap(({ form }, i) => (form === 'full' ? [found.spellings.persons[i]] : [])),
    ).toEqual(['name:王小明'])
  })

  it('are not those of the roster, and not titles', () => {
    const roster = buildRoster('r', [{ name: '王小明', person: 'psn_1', kind: 'name' }])
    expect(foundNames(['我叫王小明', '王小明来了', '张总好', '张总再见'], roster, 'release')).toBeNull()
  })

  it('find nothing less than each text by itself', () => {
    const texts = ['我叫王小明', '卡号6222020000001111222', '明天见', '@王小明 在吗']
    const all = detectThrough(texts, release)
    for (const [i, text] of texts.entries()) {
      const [alone = []] = detectThrough([text], release)
      for (const one of alone) expect(all[i]?.some(({ start, end }) => start <= one.start && end >= one.end)).toBe(true)
    }
  })

  it('reach back to an earlier stretch once they were gathered, and not before', () => {
    const early = ['晏清和那边怎么说', '好的']
    const late = ['收到', '联系人：晏清和，电话13800138000']
    const withheld = (names: NamesFound): boolean =>
      detectThrough(early, { point: 'review', roster: null }, names)[0]?.some(
        ({ kind, start, end }) => kind === 'name' && start === 0 && end >= 3,
      ) === true
    expect(withheld(new NamesFound())).toBe(false)
    const names = new NamesFound()
    gatherNames([...early, ...late], { point: 'review', roster: null }, names)
    names.seal()
    expect(withheld(names)).toBe(true)
  })

  it('are not counted twice by the second pass', () => {
    const names = new NamesFound()
    const half: Finding = { start: 0, end: 3, kind: 'name', confidence: 0.7, atoms: [0, 3], person: null, form: 'full' }
    names.take('沈建平', [half])
    names.seal()
    names.take('沈建平', [half])
    expect(names.roster()).toBeNull()
  })

  it('are gathered as a whole look gathers them, in fewer steps', () => {
    const texts = [
      '我叫沈建平',
      '明天几点',
      '客户林晓燕投诉',
      '中山路12号',
      '发给沈建平',
      '卡号6222020000001111222',
      'my name is Alice Wang',
    ]
    const whole = new NamesFound()
    const steps = { all: { steps: 0 }, part: { steps: 0 } }
    for (const text of texts) whole.take(text, detect(text, { ...release, meter: steps.all }))
    const part = new NamesFound()
    gatherNames(texts, { ...release, meter: steps.part }, part)
    const namesOf = (found: NamesFound) => [...(found.roster()?.spellings.persons ?? [])].sort()
    expect(namesOf(part)).toEqual(namesOf(whole))
    expect(namesOf(part).length).toBeGreaterThan(2)
    const idle = { steps: 0 }
    gatherNames(['我叫沈建平', '明天几点'], { ...release, meter: idle }, part)
    const again = { steps: 0 }
    for (const text of ['我叫沈建平', '明天几点']) detect(text, { ...release, meter: again })
    expect(idle.steps).toBeLessThan(again.steps)
  })
})
