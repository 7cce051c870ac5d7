import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiProblem, api, StepUpDeclined, watchApi, withQuery } from './client.ts'
import { listOf } from './queries.ts'

const asked: { path: string; init: RequestInit }[] = []
let answers: [status: number, body: unknown][] = []
const heard: string[] = []

beforeEach(() => {
  asked.length = 0
  heard.length = 0
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    asked.push({ path, init })
    const [status, body] = answers.shift() ?? [0, null]
    if (status === 0) return Promise.reject(new TypeError('no network'))
    return Promise.resolve(
      new Response(status === 204 ? null : JSON.stringify(body), {
        status,
        headers: { 'content-type': 'application/json' },
      }),
    )
  })
  watchApi({
    stepUp: async () => {
      heard.push('step-up')
    },
    signedOut: () => heard.push('signed out'),
    reached: (ok) => heard.push(ok ? 'reached' : 'lost'),
  })
})
afterEach(() => vi.unstubAllGlobals())

const problem = (kind: string, code: string) => ({ code, kind, detail: {}, hint: '' })

describe('a call to the API', () => {
  it('carries the header that other sites cannot send, when it changes something', async () => {
    answers = [
      [200, { ok: 1 }],
      [200, []],
    ]
    expect(await api.send('/api/x', { a: 1 })).toEqual({ ok: 1 })
    await api.read('/api/x')
    expect(asked[0]?.init.headers).toMatchObject({ 'x-cunzhen': '1', 'content-type': 'application/json' })
    expect(asked[1]?.init.headers).not.toHaveProperty('x-cunzhen')
  })

  it('asks for the second factor in place and is sent again, once', async () => {
    answers = [
      [428, problem('step_up', 'step_up_needed')],
      [200, 'done'],
    ]
    expect(await api.send('/api/x')).toBe('done')
    expect(heard.filter((one) => one === 'step-up')).toHaveLength(1)
    answers = [
      [428, problem('step_up', 'step_up_needed')],
      [428, problem('step_up', 'step_up_needed')],
    ]
    await expect(api.send('/api/x')).rejects.toThrow(ApiProblem)
  })

  it('does not happen when the person closes the second-factor box', async () => {
    watchApi({ stepUp: () => Promise.reject(new StepUpDeclined()), signedOut: () => {}, reached: () => {} })
    answers = [[428, problem('step_up', 'step_up_needed')]]
    await expect(api.send('/api/x')).rejects.toThrow(StepUpDeclined)
    expect(asked).toHaveLength(1)
  })

  it('tells of the end of a session, but not of a wrong password', async () => {
    answers = [
      [401, problem('unauthenticated', 'not_signed_in')],
      [401, problem('unauthenticated', 'sign_in_refused')],
    ]
    await expect(api.read('/api/requests')).rejects.toThrow(ApiProblem)
    expect(heard).toContain('signed out')
    heard.length = 0
    await expect(api.send('/api/session', {})).rejects.toThrow(ApiProblem)
    expect(heard).not.toContain('signed out')
  })

  it('tells of a lost connection as what it is', async () => {
    answers = []
    await expect(api.read('/api/x')).rejects.toMatchObject({ status: 0, problem: { code: 'unreachable' } })
    expect(heard).toEqual(['lost'])
  })

  it('reads an empty answer, and a foreign page instead of ours', async () => {
    answers = [
      [204, null],
      [502, '<html>'],
    ]
    expect(await api.remove('/api/x')).toBeNull()
    await expect(api.read('/api/x')).rejects.toMatchObject({ problem: { code: 'server_broken' } })
  })
})

it('leaves out of an address what is not given', () => {
  expect(withQuery('/api/x', { box: 'mine', cursor: null, find: '' })).toBe('/api/x?box=mine')
  expect(withQuery('/api/x', {})).toBe('/api/x')
})

it('finds the list in an answer, bare or in its envelope', () => {
  expect(listOf([1])).toEqual([1])
  expect(listOf({ next: null, people: [1, 2] })).toEqual([1, 2])
  expect(listOf(null)).toEqual([])
})
