import { describe, expect, it } from 'vitest'
import type { Me } from '../wire.ts'
import { firstPage, isAbsent, isHere, PAGES, pagesFor } from './rooms.ts'

const me = (...acts: string[]): Me => ({
  person: { id: 'psn_a', username: 'a', name: 'A', roles: [] },
  steppedUpUntil: null,
  can: Object.fromEntries(acts.map((act) => [act, { allowed: true, reason: null }])),
  house: { name: '', verifierKey: '', now: 0, demo: false },
})

describe('the rail', () => {
  it('has only pages with an act that the server allows', () => {
    expect(pagesFor(me('search.window', 'request.ask')).map((page) => page.key)).toEqual(['search', 'new_request'])
    expect(pagesFor(me())).toEqual([])
    expect(pagesFor({ ...me(), can: { 'audit.read': { allowed: false, reason: 'role_missing' } } })).toEqual([])
  })

  it('starts everybody at what they come for', () => {
    expect(firstPage(me('search.window', 'request.decide'))).toBe('/inbox')
    expect(firstPage(me('audit.read', 'house.read'))).toBe('/audit')
    expect(firstPage(me('house.read', 'people.manage'))).toBe('/status')
    expect(firstPage(me('search.window'))).toBe('/search')
    expect(firstPage(me())).toBe('/nothing')
  })

  it('leaves out by address what it leaves out by link', () => {
    const agent = me('search.window', 'request.list')
    expect(isAbsent(agent, '/audit')).toBe(true)
    expect(isAbsent(agent, '/intake/imp_1')).toBe(true)
    expect(isAbsent(agent, '/requests/new')).toBe(true)
    expect(isAbsent(agent, '/requests/req_1')).toBe(false)
    expect(isAbsent(agent, '/search')).toBe(false)
    // no page of the rail: a conversation, the first start, an address that nobody has
    for (const other of ['/conversations/4', '/setup', '/', '/nowhere']) expect(isAbsent(agent, other)).toBe(false)
  })

  it('marks one page only', () => {
    const here = (pathname: string) => PAGES.filter((page) => isHere(page, pathname)).map((page) => page.key)
    expect(here('/requests/new')).toEqual(['new_request'])
    expect(here('/requests/req_1')).toEqual(['requests'])
    expect(here('/intake/new')).toEqual(['intake'])
    expect(here('/conversations/4')).toEqual([])
  })
})
