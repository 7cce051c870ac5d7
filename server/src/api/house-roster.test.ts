import { describe, expect, it } from 'vitest'
import { maskForScreen, maskNameForScreen, type RosterEntry } from '#redaction/screen'
import { HouseRoster } from './house-roster.ts'

const SURNAMES = [...'王李张刘陈杨黄赵吴周']
const GIVEN = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛超秀霞刚桂']

function customers(count: number): RosterEntry[] {
  return Array.from({ length: count }, (_, i) => {
    const name = `${SURNAMES[i % 10]}${GIVEN[Math.floor(i / 10) % 20]}${GIVEN[Math.floor(i / 200) % 20]}`
    return { name, person: `customer ${name}`, kind: 'name' }
  })
}

const named = (name: string): RosterEntry => ({ name, person: `customer ${name}`, kind: 'name' })

describe('the roster of a house', () => {
  it('is the same one while nobody comes', () => {
    const house = new HouseRoster()
    expect(house.roster).toBeNull()
    const first = house.update(customers(300))
    expect(house.update(customers(300))).toBe(first)
    const second = house.update([...customers(300), named('欧阳若水')])
    expect(house.update([...customers(300), named('欧阳若水')])).toBe(second)
    expect(house.roster).toBe(second)
  })

  it('hides who came beside those it had, without making those anew', () => {
    const house = new HouseRoster()
    const whole = house.update(customers(300))
    const roster = house.update([...customers(300), named('不吃香菜')])
    expect(roster.under).toBe(whole)
    expect(maskForScreen('王伟伟和不吃香菜都在', roster).text).not.toMatch(/王伟伟|不吃香菜/)
    expect(maskForScreen('不吃香菜，在吗', whole).text).toContain('不吃香菜')
    expect(maskNameForScreen('王伟伟', roster).text).not.toContain('王伟伟')
  })

  it('still finds them under the roster of a conversation', () => {
    const house = new HouseRoster()
    house.update(customers(300))
    const under = house.update([...customers(300), named('不吃香菜')])
    const conversation = new HouseRoster().update([named('晚风轻轻')])
    const { text } = maskForScreen('不吃香菜和王伟伟', { ...conversation, under })
    expect(text).not.toMatch(/不吃香菜|王伟伟/)
  })

  it('hides who left until it is made anew', () => {
    const house = new HouseRoster()
    const whole = house.update([...customers(300), named('不吃香菜')])
    expect(house.update(customers(300))).toBe(whole)
    const anew = house.update(customers(450))
    expect(anew.under ?? null).toBeNull()
    expect(maskForScreen('不吃香菜，在吗', anew).text).toContain('不吃香菜')
  })

  it('is made anew where many came: a twentieth of a large house, a hundred of a small one', () => {
    const house = new HouseRoster()
    house.update(customers(3000))
    expect(house.update(customers(3150)).under).toBeDefined()
    expect(house.update(customers(3151)).under).toBeUndefined()
    expect(new HouseRoster().update([]).under).toBeUndefined()
  })
})

describe('the roster of a house, made in turns', () => {
  it('is the same', async () => {
    const [one, two] = [new HouseRoster(), new HouseRoster()]
    const text = '王伟伟、李芳和周桂桂'
    expect(maskForScreen(text, await one.updateInTurns(customers(300)))).toEqual(
      maskForScreen(text, two.update(customers(300))),
    )
    const whole = one.roster
    expect((await one.updateInTurns([...customers(300), named('不吃香菜')])).under).toBe(whole)
  })
})
