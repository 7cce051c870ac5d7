import { describe, expect, it } from 'vitest'
import { readAddress, safeNext, takeToken, writeAddress } from './paths.ts'

describe('an address', () => {
  it('keeps what was searched for behind #, where browsers do not send it', () => {
    expect(writeAddress('/search?q=%E9%80%80%E6%AC%BE&mode=exact')).toBe('/search#?q=%E9%80%80%E6%AC%BE&mode=exact')
    expect(writeAddress('/requests/req_1')).toBe('/requests/req_1')
  })

  it('reads back as it was written', () => {
    const [pathname = '', hash = ''] = writeAddress('/search?q=a%23b').split(/(?=#)/)
    expect(readAddress({ pathname, hash })).toEqual({
      href: '/search?q=a%23b',
      pathname: '/search',
      search: '?q=a%23b',
      hash: '',
    })
  })

  it('does not take a one-time token for the state of a page', () => {
    expect(readAddress({ pathname: '/enter', hash: '#secret' }).search).toBe('')
  })
})

describe('the way on after signing in', () => {
  it('leads to a page of this console', () => {
    expect(safeNext('/requests/req_1?box=mine')).toBe('/requests/req_1?box=mine')
  })

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/sign-in', undefined])(
    'never leads to %s',
    (next) => {
      expect(safeNext(next)).toBe('/')
    },
  )
})

describe('a one-time token', () => {
  it('is taken out of the address bar as it is read', () => {
    const left: string[] = []
    expect(takeToken({ pathname: '/enter', hash: '#abc_-123' }, (path) => left.push(path))).toBe('abc_-123')
    expect(left).toEqual(['/enter'])
  })

  it('is only looked for on its own page', () => {
    expect(takeToken({ pathname: '/search', hash: '#abc' }, () => {})).toBeNull()
    expect(takeToken({ pathname: '/enter', hash: '' }, () => {})).toBeNull()
  })
})
