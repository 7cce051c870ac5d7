import { Refusal } from '#base'

/** Another site may not use a signed-in person's browser: a header that only our own pages can send, and our own origin. */
export function refuseForeignSite(method: string, headers: Record<string, string | string[] | undefined>): void {
  if (method === 'GET' || method === 'HEAD') return
  if (headers['x-cunzhen'] !== '1') throw new Refusal('forbidden', 'csrf_header_missing')
  const { origin, host } = headers
  if (typeof origin !== 'string') return // not a browser
  if (!URL.canParse(origin) || new URL(origin).host !== host) throw new Refusal('forbidden', 'foreign_origin')
}
