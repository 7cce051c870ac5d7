import { describe, expect, it } from 'vitest'
import { detectInTurn } from '../detect/in-turn.ts'

const places = (...texts: string[]): string[] =>
  detectInTurn(texts, { point: 'review' }).flatMap((found, i) =>
    found.filter(({ kind }) => kind === 'address').map(({ start, end }) => (texts[i] ?? '').slice(start, end)),
  )

describe('an address told part by part', () => {
  it('is one from its first name to its door', () => {
    expect(places('我住南山，科技园，讯美广场，3栋，1208')).toEqual(['南山，科技园，讯美广场，3栋，1208'])
    expect(places('小区叫鼎太风华，七期，12栋，3A')).toEqual(['鼎太风华，七期，12栋，3A'])
    expect(places('第三栋，二单元，三零一')).toEqual(['第三栋，二单元，三零一'])
  })

  it('is one over several messages', () => {
    expect(places('前海路', '1366号', '爱心大厦', 'B座1208')).toEqual(['前海路', '1366号', '爱心大厦', 'B座1208'])
  })

  it('is none where only like things are counted, or nothing that has a door', () => {
    for (const text of [
      '1号楼，2号楼，3号楼',
      '第一期，第二期',
      '5号，6号，周末',
      '会议室，3楼，301',
      '东门，二楼，三楼',
    ])
      expect(places(text)).toEqual([])
    expect(places('12栋', '13栋', '14栋都停水')).toEqual([])
    expect(places('公园', '5号', '不见不散')).toEqual([])
  })
})
