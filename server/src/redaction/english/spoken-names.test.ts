import { describe, expect, it } from 'vitest'
import { type DetectPoint, detect } from '../detect/detect.ts'

const names = (text: string, point: DetectPoint = 'release'): string[] =>
  detect(text, { point })
    .filter(({ kind }) => kind === 'name')
    .map(({ start, end }) => text.slice(start, end))

describe('names that what is said of them tells', () => {
  it.each([
    ['Bolade says the meter reading is wrong', 'Bolade'],
    ['Evandro left a comment on the doc', 'Evandro'],
    ["moving this to Chidiebere's queue", 'Chidiebere'],
    ['Interview panel: Hildur, Tarkan and me', 'Hildur'],
    ['Wiremu here, joining from mobile', 'Wiremu'],
    ['Pei Shan and the others are late', 'Pei Shan'],
    ['not sure why Txomin closed it', 'Txomin'],
    ['kudos to Oihana for the fix', 'Oihana'],
  ])('%s', (text, name) => expect(names(text).some((found) => found.includes(name))).toBe(true))

  it.each([
    'Legal says no',
    'Everybody wants to come',
    'Unfortunately said nothing',
    'Wait where are you',
    "Don't say so",
    "Today's class is cancelled",
    'Toa Payoh clinic',
    'Busy here, call later',
  ])('%s names nobody', (text) => expect(names(text)).toEqual([]))
})

describe('given names of the lists', () => {
  it.each([
    ["Sipho's PR is still open", 'Sipho'],
    ['Kwabena no dey house', 'Kwabena'],
    ['I owe Saoirse an apology', 'Saoirse'],
    ['As discussed with Ramesh ji, see the quotation', 'Ramesh ji'],
    ['Respected Kulkarni madam, I request leave', 'Kulkarni madam'],
  ])('%s', (text, name) => {
    expect(names(text, 'review')).toContain(name)
    expect(names(text)).toContain(name)
  })

  it('leaves a name in small letters to a screen, and hides it where it leaves', () => {
    expect(names('ok jane', 'review')).toEqual([])
    expect(names('ok jane')).toEqual(['jane'])
    expect(names('ask ah beng', 'review')).toEqual([])
    expect(names('ask ah beng')).toEqual(['ah beng'])
  })

  it.each([
    'Ted Baker shirt',
    "Ben and Jerry's",
    'Dr Martens boots',
    'Jai Hind',
    'Yes sir',
    'Thank you madam',
    'Ha bhai',
  ])('%s names nobody', (text) => expect(names(text)).toEqual([]))

  it.each([
    'Kuala Lumpur is hot',
    'Khana khaya kya?',
    'use a TextField here',
    'call Browser.element first',
    'Happy Deepavali',
  ])('%s names nobody', (text) => expect(names(text)).toEqual([]))
})
