import { describe, expect, it } from 'vitest'
import { detect } from '../detect/detect.ts'
import { buildRoster } from '../roster/roster.ts'
import { lessonsOf, type NameMark, taught } from './lessons.ts'

const none = (form: string, times = 1): NameMark[] => Array.from({ length: times }, () => ({ form, verdict: 'none' }))
const name = (form: string, times = 1): NameMark[] => Array.from({ length: times }, () => ({ form, verdict: 'name' }))

function namesIn(text: string, marks: readonly NameMark[], point: 'review' | 'release' = 'release'): string[] {
  const roster = { ...buildRoster('test', []), lessons: lessonsOf('marks 1', marks) }
  return detect(text, { point, roster })
    .filter(({ kind }) => kind === 'name')
    .map(({ start, end }) => text.slice(start, end))
}

describe('what a house’s own marks teach', () => {
  it('is nothing without marks', () => {
    expect(lessonsOf('marks 0', [])).toBeNull()
    expect(namesIn('昨天碰到王小明了', [])).toEqual(['王小明'])
  })

  it('is the same for the same marks', () => {
    const marks = [...none('金沙江', 3), ...name('易平安', 2), ...none('云端'), ...name('贾宝')]
    expect(lessonsOf('marks 7', marks)).toEqual(lessonsOf('marks 7', [...marks]))
  })

  it('lowers a form that was said to be no name, the more the oftener', () => {
    const by = (times: number): number => {
      const lessons = lessonsOf('v', none('高乐高', times))
      return lessons === null ? 0 : taught(lessons, '高乐高')
    }
    expect(by(1)).toBeLessThan(-0.9)
    expect(by(3)).toBeLessThan(by(1))
    expect(by(1000)).toBeGreaterThanOrEqual(-4)
  })

  it('raises a form that was said to be one', () => {
    const lessons = lessonsOf('v', name('向阳', 2))
    expect(lessons && taught(lessons, '向阳')).toBeGreaterThan(1)
    expect(lessons && taught(lessons, '明天')).toBe(0)
  })

  it('is weighed, not counted: yes and no about one form are almost nothing', () => {
    const lessons = lessonsOf('v', [...name('向阳', 3), ...none('向阳', 3)])
    expect(Math.abs(lessons ? taught(lessons, '向阳') : 9)).toBeLessThan(0.2)
  })

  it('no longer stars out on a screen what several marks say is no name, and does what others say is one', () => {
    const text = '订单里的金骏眉缺货'
    expect(namesIn(text, [], 'review')).toEqual(['金骏眉'])
    expect(namesIn(text, none('金骏眉', 20), 'review')).toEqual([])
    const quiet = '看到连成了'
    expect(namesIn(quiet, [], 'review')).toEqual([])
    expect(namesIn(quiet, name('连成', 20), 'review')).toEqual(['连成'])
  })

  it('never takes a name of the roster away', () => {
    const roster = {
      ...buildRoster('test', [{ name: '金骏眉', person: 'sub_1', kind: 'name' as const }]),
      lessons: lessonsOf('v', none('金骏眉', 50)),
    }
    const found = detect('金骏眉说她不来', { point: 'release', roster })
    expect(found.map(({ person }) => person)).toContain('sub_1')
  })

  it('moves forms that only look alike a little', () => {
    const lessons = lessonsOf('v', [...none('路由器', 40), ...none('路径图', 40)])
    expect(lessons && taught(lessons, '路小明')).toBeGreaterThanOrEqual(-0.8)
    expect(lessons && taught(lessons, '路小明')).toBeLessThan(0)
  })

  it('takes forms of any kind without a throw', () => {
    const marks = ['', ' ', 'a', 'Ann Lee', '😀😀', '一'.repeat(5000), '\ud800'].flatMap((form) => none(form))
    expect(() => lessonsOf('v', marks)).not.toThrow()
  })
})
