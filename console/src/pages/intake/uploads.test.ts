import { describe, expect, it } from 'vitest'
import { isOpen, type Upload, waiting, withFiles } from './uploads.ts'

const file = (name: string, text = 'x', lastModified = 1) => new File([text], name, { lastModified })
const names = (list: readonly Upload[]) => list.map((one) => one.file.name)

describe('files chosen for intake', () => {
  it('keeps the files before when others are chosen', () => {
    const first = withFiles([], [file('a.csv')])
    expect(names(withFiles(first, [file('b.csv')]))).toEqual(['a.csv', 'b.csv'])
  })

  it('has no file twice, but two files of one name', () => {
    const first = withFiles([], [file('a.csv'), file('a.csv')])
    expect(names(first)).toEqual(['a.csv'])
    expect(names(withFiles(first, [file('a.csv')]))).toEqual(['a.csv'])
    expect(names(withFiles(first, [file('a.csv', 'other text')]))).toEqual(['a.csv', 'a.csv'])
  })

  it('leaves out what was taken and keeps what failed', () => {
    const before: Upload[] = [
      { ...waiting(file('taken.csv')), state: 'taken', importId: 'imp_1' },
      { ...waiting(file('failed.csv')), state: 'failed' },
    ]
    expect(names(withFiles(before, [file('new.csv')]))).toEqual(['failed.csv', 'new.csv'])
  })

  it('lets go of no file that is on its way or in the house', () => {
    const one = waiting(file('a.csv'))
    expect(isOpen(one)).toBe(true)
    expect(isOpen({ ...one, state: 'failed' })).toBe(true)
    expect(isOpen({ ...one, state: 'sending' })).toBe(false)
    expect(isOpen({ ...one, state: 'taken' })).toBe(false)
  })
})
