import { describe, expect, it } from 'vitest'
import { detect } from '../detect/detect.ts'
import { toldDoors } from './told-doors.ts'

const doorsIn = (plain: string): string[] =>
  toldDoors(plain, { steps: 0 }).map(({ start, end }) => plain.slice(start, end))

const TOLD: readonly (readonly [text: string, door: string])[] = [
  ['漏水到楼下2103,', '2103'],
  ['我是2103的业主', '2103'],
  ['2103那家又在装修', '2103'],
  ['行政楼118', '行政楼118'],
  ['7病区23床', '7病区23床'],
  ['3期8栋1602', '3期8栋1602'],
  ['龙湖小区3-2-1602', '龙湖小区3-2-1602'],
  ['张集村三组', '张集村三组'],
  ['已到龙湖香醍漫步南门快递架', '龙湖香醍漫步南门快递架'],
  ['包裹存在翡翠湾西门快递柜', '翡翠湾西门快递柜'],
  ['存在3号楼快递柜', '3号楼快递柜'],
]

describe('a door that the words around it tell', () => {
  it.each(TOLD)('%s', (text, door) => {
    expect(doorsIn(text)).toContain(door)
    for (const point of ['review', 'release'] as const) {
      const addresses = detect(text, { point }).filter(({ kind }) => kind === 'address')
      const start = text.indexOf(door)
      expect(addresses.some((one) => one.start <= start && one.end >= start + door.length)).toBe(true)
    }
  })
})

describe('a number that counts something else is no door', () => {
  it.each([
    '我家2000块的电视',
    '住2021年的房子',
    '楼下1500元一个月',
    '行政楼118人',
    '密码3-2-1602',
    '3期8栋1602元',
    '快递柜满了',
    '存在快递柜',
    '请存快递柜',
    '快件存在楼下快递柜',
    '给您存在驿站了',
    '帮我放门口快递柜里',
    '存放在门卫',
    '我们家2103.5',
  ])('%s', (text) => {
    expect(doorsIn(text)).toEqual([])
    for (const point of ['review', 'release'] as const)
      expect(detect(text, { point }).filter(({ kind }) => kind === 'address')).toEqual([])
  })
})
