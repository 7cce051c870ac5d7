import type { ConsentPage } from '../wire.ts'

export type Answer =
  | { ok: true; page: ConsentPage }
  | { ok: false; why: 'no_link' | 'offline' | 'wrong_code' | 'too_many' | 'problem' }

/** The token of the link: after '#', which browsers never send, or the last part of the path. */
export function tokenOf(location: { hash: string; pathname: string }): string | null {
  const fromHash = decodeURIComponent(location.hash.replace(/^#\??(token=)?/, ''))
  if (fromHash.length >= 20) return fromHash
  const last = location.pathname.split('/').filter(Boolean).at(-1) ?? ''
  return last.length >= 20 ? last : null
}

export const readConsent = (token: string) => call('/portal-api/consent/open', { token })

export const sendAnswer = (token: string, code: string, answer: 'agree' | 'refuse') =>
  call('/portal-api/consent', { token, code, answer })

export const withdraw = (token: string) => call('/portal-api/consent/withdraw', { token })

/** Whose page this is, for a page without a request on it; null where the house does not answer. */
export async function readHouseName(): Promise<string | null> {
  try {
    const response = await fetch('/portal-api/house', { headers: { accept: 'application/json' }, cache: 'no-store' })
    const answer: unknown = await response.json()
    return response.ok && typeof answer === 'object' && answer !== null && 'houseName' in answer
      ? String(answer.houseName)
      : null
  } catch {
    return null
  }
}

/** The token goes in the body: neither a server's log nor a proxy's ever holds it. */
async function call(
  path: string,
  body: { token: string; code?: string; answer?: 'agree' | 'refuse' },
): Promise<Answer> {
  let response: Response
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json', 'x-cunzhen': '1' },
      body: JSON.stringify(body),
      cache: 'no-store',
    })
  } catch {
    return { ok: false, why: 'offline' } // nothing reached the house
  }
  const answer: unknown = await response.json().catch(() => null)
  if (response.ok) {
    // The house validates its answer against the same schema before it sends it; other answers than the page are short.
    return isPage(answer) ? { ok: true, page: answer } : readConsent(body.token)
  }
  const code = typeof answer === 'object' && answer !== null && 'code' in answer ? String(answer.code) : ''
  if (response.status === 429 || code === 'consent_code_locked') return { ok: false, why: 'too_many' }
  if (code === 'code_wrong' || code === 'input_invalid') return { ok: false, why: 'wrong_code' }
  return { ok: false, why: response.status === 404 ? 'no_link' : 'problem' }
}

function isPage(answer: unknown): answer is ConsentPage {
  return typeof answer === 'object' && answer !== null && 'requestNumber' in answer && 'state' in answer
}
