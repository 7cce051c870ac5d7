import type { Problem } from '../wire.ts'

/** What the API refused, or how it could not be reached. `problem.code` is stable and translated by `words.ts`. */
export class ApiProblem extends Error {
  readonly problem: Problem
  readonly status: number
  constructor(problem: Problem, status: number) {
    super(problem.code)
    this.name = 'ApiProblem'
    this.problem = problem
    this.status = status
  }
}

/** The server did not answer at all. */
export function unreachable(): ApiProblem {
  return new ApiProblem({ code: 'unreachable', kind: 'unavailable', detail: {}, hint: '' }, 0)
}

/** The person closed the second-factor box: not an error to show, the act simply did not happen. */
export class StepUpDeclined extends Error {}

interface Watchers {
  /** Resolves when a fresh second factor was accepted; rejects with StepUpDeclined. */
  stepUp: () => Promise<void>
  /** The session ended on the server. Resolves when somebody signed in again in place. */
  signedOut: () => void
  /** Whether the server answered at all. */
  reached: (ok: boolean) => void
}

const watchers: Watchers = {
  stepUp: () => Promise.reject(new StepUpDeclined()),
  signedOut: () => {},
  reached: () => {},
}

/** The shell registers how it asks for a second factor, shows the end of a session, and shows a lost connection. */
export function watchApi(given: Watchers): void {
  Object.assign(watchers, given)
}

const CALM = new Set(['/api/session', '/api/session/step-up', '/api/session/link', '/api/session/enrol'])

function problemOf(status: number, body: unknown): Problem {
  if (typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string') {
    // The API answers every failure with a Problem (schema/common.ts), so a body with a code is one.
    const problem = body as Problem
    return { ...problem, kind: problem.kind ?? '', detail: problem.detail ?? {}, hint: problem.hint ?? '' }
  }
  return {
    code: status >= 500 ? 'server_broken' : 'unexpected_answer',
    kind: 'unavailable',
    detail: { status },
    hint: '',
  }
}

async function ask(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  const form = body instanceof FormData
  try {
    const response = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(method === 'GET' ? {} : { 'x-cunzhen': '1' }),
        ...(body === undefined || form ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : form ? body : JSON.stringify(body),
      signal: signal ?? null,
    })
    watchers.reached(true)
    return response
  } catch (error) {
    if (signal?.aborted) throw error
    watchers.reached(false)
    throw unreachable()
  }
}

async function once(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<unknown> {
  return answerOf(await ask(method, path, body, signal))
}

async function answerOf(response: Response): Promise<unknown> {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  const answer: unknown = isJson && text !== '' ? JSON.parse(text) : null
  if (response.ok) return answer
  throw new ApiProblem(problemOf(response.status, answer), response.status)
}

/**
 * One call to the API. An act that needs a fresh second factor (428) asks for it in place and is then sent again, once;
 * the end of a session (401) is told to the shell, which asks to sign in again over the page, so that no input is lost.
 */
async function call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  // The server validates its own answers against the same schema; `T` is that schema's inferred type.
  return (await twice(path, () => once(method, path, body, signal))) as T
}

async function twice<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    // a wrong code is a slip of the pen, not the end of a session
    const isOver = error.status === 401 && error.problem.code !== 'code_wrong'
    if (isOver && !CALM.has(path)) watchers.signedOut()
    if (error.problem.kind !== 'step_up' || CALM.has(path)) throw error
  }
  await watchers.stepUp()
  return await act()
}

/** Bytes that the API hands out, with the SHA-256 that their record or manifest commits to (base64; empty: none was sent). */
export interface Handed {
  readonly bytes: Blob
  readonly digest: string
  /** SHA-256 of the package that they were read out of, hex; empty: they are of no package. */
  readonly ofPackage: string
}

async function handed(path: string, body: unknown, signal?: AbortSignal): Promise<Handed> {
  const response = await ask(body === undefined ? 'GET' : 'POST', path, body, signal)
  if (!response.ok) await answerOf(response)
  const ofPackage = response.headers.get('x-cunzhen-package') ?? ''
  const digest = /sha-256=:([^:]+):/.exec(response.headers.get('repr-digest') ?? '')?.[1] ?? ''
  try {
    return { bytes: await response.blob(), digest, ofPackage }
  } catch (error) {
    if (signal?.aborted) throw error
    // it began and broke off: what was opened is damaged, or may no longer be seen
    throw new ApiProblem({ code: 'file_broke_off', kind: 'unavailable', detail: {}, hint: '' }, 0)
  }
}

export const api = {
  read: <T>(path: string, signal?: AbortSignal) => call<T>('GET', path, undefined, signal),
  send: <T>(path: string, body?: unknown, signal?: AbortSignal) => call<T>('POST', path, body ?? {}, signal),
  /** Bytes to be shown: by what the body says, or, without one, by the path. */
  hand: (path: string, body?: unknown, signal?: AbortSignal) => twice(path, () => handed(path, body, signal)),
  change: <T>(path: string, body: unknown) => call<T>('PATCH', path, body),
  remove: <T>(path: string) => call<T>('DELETE', path),
}

/** `/api/x?find=a&limit=20`, leaving out what is empty. Only for ids and choices: names and numbers go in bodies. */
export function withQuery(path: string, query: Record<string, string | number | null | undefined>): string {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '')
  if (given.length === 0) return path
  return `${path}?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}`
}

/** Sends a file with its progress (fetch cannot report bytes sent). `options` goes first, as the API demands. */
export function sendFile<T>(
  path: string,
  options: unknown,
  file: Blob,
  fileName: string,
  progress: (sent: number) => void,
): { answer: Promise<T>; cancel: () => void } {
  const request = new XMLHttpRequest()
  const form = new FormData()
  form.append('options', JSON.stringify(options))
  form.append('file', file, fileName)
  const answer = new Promise<T>((resolve, reject) => {
    request.open('POST', path)
    request.setRequestHeader('x-cunzhen', '1')
    request.setRequestHeader('accept', 'application/json')
    request.responseType = 'text'
    request.upload.onprogress = (event) => progress(event.loaded)
    request.onload = () => {
      let body: unknown = null
      try {
        body = JSON.parse(request.responseText)
      } catch {
        body = null // a proxy's page instead of our JSON: told as an unexpected answer below
      }
      if (request.status >= 200 && request.status < 300) resolve(body as T)
      else reject(new ApiProblem(problemOf(request.status, body), request.status))
    }
    request.onerror = () => {
      watchers.reached(false)
      reject(unreachable())
    }
    request.onabort = () =>
      reject(new ApiProblem({ code: 'upload_cancelled', kind: 'conflict', detail: {}, hint: '' }, 0))
    request.send(form)
  })
  return { answer, cancel: () => request.abort() }
}
