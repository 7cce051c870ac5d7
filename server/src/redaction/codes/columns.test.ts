import { describe, expect, it } from 'vitest'
import { detect } from '../detect/detect.ts'

// Tables pasted from a sheet: a cell is what the head of its column says.

const foundIn = (text: string): (readonly [string, string])[] =>
  detect(text, { point: 'review' })
    .filter(({ kind }) => kind !== 'name')
    .map(({ kind, start, end }) => [kind, text.slice(start, end)] as const)

describe('under its head', () => {
  it.each<[table: string, kind: string, value: string]>([
    ['姓名\t工资\t备注\n张三\t8500\t已发', 'amount', '8500'],
    ['姓名\t金额\n张三\t12,000.00', 'amount', '12,000.00'],
    ['序号\t学号\t密码\n1\t31801022\tabc123x', 'secret', 'abc123x'],
    ['学号\t姓名\n31801022\t王五', 'order', '31801022'],
    ['业主\t房号\n王女士\t12-1-903', 'address', '12-1-903'],
    ['姓名\t出生日期\n张三\t1990/3/8', 'birthday', '1990/3/8'],
    ['姓名\tQQ\n张三\t358877201', 'qq', '358877201'],
    ['　姓名\t　工资\r\n张三\t９１００\r\n', 'amount', '９１００'],
  ])('%j: %s %s', (table, kind, value) => {
    expect(foundIn(table)).toContainEqual([kind, value])
  })
})

describe('not', () => {
  it.each([
    '商品\t数量\t单价\n苹果\t12\t3.5',
    '型号\t库存\nXM-2203\t8500',
    '平方\t12\n立方\t8500',
    '姓名\t工资\n张三\t面议',
    '工资 备注\n8500 3',
    '班级\t人数\n三2\t42',
  ])('%j', (table) => {
    expect(foundIn(table).filter(([kind]) => kind !== 'order')).toEqual([])
  })
})
