import { describe, expect, it } from 'vitest'
import { detectInTurn } from './in-turn.ts'

const hidden = (...texts: string[]): string[][] =>
  detectInTurn(texts, { point: 'release' }).map((found, i) =>
    found.map(({ start, end }) => (texts[i] ?? '').slice(start, end)),
  )

describe('a code said back', () => {
  it('is hidden again in the messages near it', () => {
    expect(hidden('柜子的码是4829', '对，4829')).toEqual([['4829'], ['4829']])
    expect(hidden('要的是hz2204这个吗', '嗯', '密码是hz2204')[0]).toEqual(['hz2204'])
  })

  it('is left where it is a part of something else, far away, or no code', () => {
    expect(hidden('柜子的码是4829', '跑了4829.5米')[1]).toEqual([])
    expect(hidden('柜子的码是4829', '型号A4829')[1]).toEqual([])
    expect(hidden('柜子的码是4829', '好', '嗯', '行', '这本书印了4829本')[4]).toEqual([])
    expect(hidden('一共3280元', '第3280页')[1]).toEqual([])
  })
})

describe('a number whose sign ends a message', () => {
  it('goes on in the next one', () => {
    expect(hidden('ip地址112.17.', '240.33')).toEqual([['112.17'], ['240.33']])
    expect(hidden('护照是E', '12345678')).toEqual([['E'], ['12345678']])
    expect(hidden('设备MAC3C:5A:B4', ':1F:22:7E')).toEqual([['3C:5A:B4'], [':1F:22:7E']])
    expect(hidden('mac3c 5a', 'b4 1f', '22 7e')).toEqual([['3c 5a'], ['b4 1f'], ['22 7e']])
  })

  it('does not where what follows is something else', () => {
    expect(hidden('版本是112.17.', '240.33 兆')).toEqual([[], []])
    expect(hidden('座位是E', '12345678 人')).toEqual([[], []])
    expect(hidden('颜色3c 5a', 'b4 1f', '22 7e')).toEqual([[], [], []])
  })
})
