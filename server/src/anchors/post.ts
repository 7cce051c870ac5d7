import { Refusal } from '#base'

export interface Answer {
  readonly status: number
  /** Lower case, without parameters. */
  readonly type: string
  readonly bytes: Uint8Array
}

/** Sends bytes and waits for an answer; a test puts its own in its place. */
export type Post = (url: string, type: string, body: Uint8Array, stop?: AbortSignal) => Promise<Answer>

const PATIENCE_MS = 15_000
const MOST_BYTES = 64 * 1024

/**
 * Whoever answers is outside the house: the answer is small, comes in time, and no redirect is followed.
 * @throws Refusal `unreachable`, `answer_too_large`
 */
export const post: Post = async (url, type, body, stop) => {
  const patience = AbortSignal.timeout(PATIENCE_MS)
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': type },
      body: new Uint8Array(body),
      redirect: 'error',
      signal: stop ? AbortSignal.any([patience, stop]) : patience,
    })
    const bytes = await readBounded(response)
    const [kind = ''] = (response.headers.get('content-type') ?? '').split(';')
    return { status: response.status, type: kind.trim().toLowerCase(), bytes }
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal('unavailable', 'unreachable') // what fetch says quotes the address
  }
}

async function readBounded(response: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.length
    if (size > MOST_BYTES) throw new Refusal('unavailable', 'answer_too_large')
    parts.push(part)
  }
  return new Uint8Array(Buffer.concat(parts))
}
