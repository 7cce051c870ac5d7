import { describe, expect, it } from 'vitest'
import { composedNames } from './composed-names.ts'
import { JAPANESE_SURNAMES } from './japanese-names.ts'

const found = (text: string): string[] =>
  composedNames(text, { steps: 0 }).map(({ start, end }) => text.slice(start, end))

describe('a name of Japan', () => {
  it.each([
    ['请水野美纪女士到前台', '水野美纪'],
    ['浅野忠信主演', '浅野忠信'],
    ['岩濑聪与我联系', '岩濑聪'],
    ['客户是竹内润', '竹内润'],
    ['天王寺绫子下单', '天王寺绫子'],
    ['渡边健一郎先生', '渡边健一郎'],
    ['泷川小姐', '泷川'],
  ])('%s', (text, name) => {
    expect(found(text)).toEqual([name])
  })
})

it.each(['松本清洁工', '北川地震', '三井的仓库', '岩田润滑油', '清水亮堂堂', '小泽县里'])('%s names nobody', (text) => {
  expect(found(text)).toEqual([])
})

it('lists each surname once', () => {
  const all = JAPANESE_SURNAMES.trim().split(/\s+/)
  expect(all.filter((one, i) => all.indexOf(one) !== i)).toEqual([])
})
