import { generateSync } from 'otplib'
import { Refusal, type RefusalKind } from '#base'

// A program that uses the API like anybody else: the demo, the benchmarks and the scenario tests sign in through it.

export interface Answer<T> {
  readonly status: number
  readonly body: T
}

/** One person's session with one house. */
export class ApiClient {
  readonly base: string
  #cookie = ''

  constructor(base: string) {
    this.base = base
  }

  /** `name=value` of this session, for a browser that goes on with it; '' before signing in. */
  get cookie(): string {
    return this.#cookie
  }

  /** The answer as it came, whatever its status. */
  async raw(method: string, path: string, body?: unknown): Promise<Answer<unknown>> {
    const response = await fetch(this.base + path, {
      method,
      headers: {
        'x-cunzhen': '1',
        ...(this.#cookie && { cookie: this.#cookie }),
        ...(body !== undefined && !(body instanceof FormData) && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
    })
    for (const line of response.headers.getSetCookie()) this.#cookie = line.split(';')[0] ?? ''
    const text = await response.text()
    return { status: response.status, body: text === '' ? null : JSON.parse(text) }
  }

  /** @throws Refusal with the answer's own code and kind where the house refused */
  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.raw(method, path, body)
    if (answer.status < 400) return answer.body as T // the server holds its answers to the schema of the operation
    const { kind = 'unavailable', code = 'unexpected_answer' } = (answer.body ?? {}) as { kind?: string; code?: string }
    throw new Refusal(kind as RefusalKind, code, { status: answer.status }) // the API's own words; unknown ones only print
  }

  get<T>(path: string): Promise<T> {
    return this.call<T>('GET', path)
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.call<T>('POST', path, body)
  }

  /** Streams a download to wherever `take` puts the pieces; with a body it is asked for by POST. */
  async download(path: string, take: (piece: Uint8Array) => Promise<void> | void, body?: object): Promise<number> {
    const asked =
      body === undefined
        ? { headers: { cookie: this.#cookie } }
        : {
            method: 'POST',
            headers: { cookie: this.#cookie, 'x-cunzhen': '1', 'content-type': 'application/json' },
            body: JSON.stringify(body),
          }
    const response = await fetch(this.base + path, asked)
    if (!response.ok || !response.body)
      throw new Refusal('unavailable', 'download_refused', { status: response.status })
    let bytes = 0
    for await (const piece of response.body) {
      bytes += piece.length
      await take(piece)
    }
    return bytes
  }
}

/** What an authenticator app shows at `at` (ms). */
export function codeAt(secret: string, at: number): string {
  return generateSync({ secret, epoch: Math.floor(at / 1000) })
}

export interface Credentials {
  readonly username: string
  readonly password: string
  readonly totpSecret: string
}

/** Takes a one-time link through enrolment; the client is signed in afterwards, its second factor fresh. */
export async function enrolThrough(
  client: ApiClient,
  link: string,
  password: string,
  now: number,
): Promise<Credentials> {
  const token = link.split('#')[1] ?? ''
  const opened = await client.post<{ needs: string; username: string; totpSecret: string }>('/api/session/link', {
    token,
  })
  await client.post('/api/session/enrol', { token, password, code: codeAt(opened.totpSecret, now) })
  return { username: opened.username, password, totpSecret: opened.totpSecret }
}
