import { afterEach, describe, expect, it, vi } from 'vitest'
import { readConsent, readHouseName, sendAnswer, tokenOf } from './calls.ts'
import { en, purposes, zh } from './words.ts'

afterEach(() => vi.unstubAllGlobals())

const answering = (status: number, body: unknown) =>
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(body), { status })))

describe('the customer’s page', () => {
  it('finds its token behind #, or at the end of the path', () => {
    const token = 'abcdefghijklmnopqrstuvwx'
    expect(tokenOf({ pathname: '/c', hash: `#${token}` })).toBe(token)
    expect(tokenOf({ pathname: `/c/${token}`, hash: '' })).toBe(token)
    expect(tokenOf({ pathname: '/c', hash: '#short' })).toBeNull()
    expect(tokenOf({ pathname: '/', hash: '' })).toBeNull()
  })

  it('tells a wrong code from a dead link, from too many tries, from no network', async () => {
    answering(401, { code: 'code_wrong' })
    expect(await sendAnswer('t', '123456', 'agree')).toEqual({ ok: false, why: 'wrong_code' })
    answering(429, { code: 'consent_code_locked' })
    expect(await sendAnswer('t', '123456', 'agree')).toEqual({ ok: false, why: 'too_many' })
    answering(404, { code: 'consent_not_found' })
    expect(await readConsent('t')).toEqual({ ok: false, why: 'no_link' })
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')))
    expect(await readConsent('t')).toEqual({ ok: false, why: 'offline' })
  })

  it('learns whose page it is without a token, and does without where nobody answers', async () => {
    answering(200, { houseName: '存真示范档案库' })
    expect(await readHouseName()).toBe('存真示范档案库')
    answering(500, { code: 'unexpected' })
    expect(await readHouseName()).toBeNull()
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')))
    expect(await readHouseName()).toBeNull()
  })

  it('sends the token in the body, never in the address', async () => {
    const sent: [string, RequestInit][] = []
    vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
      sent.push([path, init])
      return Promise.resolve(
        new Response(JSON.stringify({ state: 'requested', requestNumber: 'R-1' }), { status: 200 }),
      )
    })
    await readConsent('secret-token')
    expect(sent[0]?.[0]).toBe('/portal-api/consent/open')
    expect(sent[0]?.[1].body).toContain('secret-token')
  })

  it('says everything in both languages', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort())
    expect(Object.keys(purposes.en).sort()).toEqual(Object.keys(purposes.zh).sort())
    const values = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()
    for (const key of Object.keys(zh) as (keyof typeof zh)[]) expect(values(en[key]), key).toEqual(values(zh[key]))
  })
})
