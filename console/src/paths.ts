// Every address of the console is built or read here.
//
// The path names the page and, at most, an id. Everything else of the state (a query, a time, a selection) stands after
// '#': browsers do not send that part, so what somebody searched for never reaches a server's or proxy's log, while the
// link still shows a colleague the same view. `#?a=b` reads like the usual `?a=b`.

export interface Address {
  href: string
  pathname: string
  search: string
  hash: string
}

/** From what the address bar holds to what the router reads. */
export function readAddress(location: { pathname: string; hash: string }): Address {
  const state = location.hash.startsWith('#?') ? location.hash.slice(1) : ''
  return { href: `${location.pathname}${state}`, pathname: location.pathname, search: state, hash: '' }
}

/** From the router's address to what the address bar shows. */
export function writeAddress(href: string): string {
  const question = href.indexOf('?')
  return question < 0 ? href : `${href.slice(0, question)}#${href.slice(question)}`
}

/** A sign-in may lead on to a page of this console and nowhere else. */
export function safeNext(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/'
}

/**
 * The one-time token of `/enter#token`, taken out of the address bar at once, so that it stays neither in the history
 * nor in a picture of the screen. Null when there is none.
 */
export function takeToken(location: { pathname: string; hash: string }, forget: (path: string) => void): string | null {
  if (location.pathname !== '/enter') return null
  const token = decodeURIComponent(location.hash.replace(/^#\??(token=)?/, ''))
  if (token === '') return null
  forget('/enter')
  return token
}
