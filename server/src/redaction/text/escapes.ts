// Text inside a JSON payload, a link or a page source may be written in escapes: `\u5f20`, `%E5%BC%A0`, `&#24352;`. A reader
// undoes them, so detection does too. Only what spells one whole character is undone.

export interface Escape {
  /** UTF-16 units of the original. */
  length: number
  char: string
}

const JSON_ESCAPE = /\\u([0-9a-f]{4})/iy
const ENTITY = /&#(?:x([0-9a-f]{1,6})|([0-9]{1,7}));/iy
const PERCENT = /(?:%[0-9a-f]{2}){1,4}/iy

/** The escape that begins at `at`, or null. Looks at most 12 units ahead. */
export function escapeAt(text: string, at: number): Escape | null {
  const first = text.charCodeAt(at)
  if (first === 0x5c) return decoded(JSON_ESCAPE, text, at, (found) => Number.parseInt(found[1] ?? '', 16))
  if (first === 0x26) {
    return decoded(ENTITY, text, at, (found) =>
      Number.parseInt(found[1] ?? found[2] ?? '', found[1] === undefined ? 10 : 16),
    )
  }
  return first === 0x25 ? percent(text, at) : null
}

function decoded(pattern: RegExp, text: string, at: number, codeOf: (found: RegExpExecArray) => number): Escape | null {
  pattern.lastIndex = at
  const found = pattern.exec(text)
  if (found === null) return null
  const code = codeOf(found)
  if (!(code <= 0x10ffff) || (code >= 0xd800 && code < 0xe000)) return null
  return { length: found[0].length, char: String.fromCodePoint(code) }
}

// RFC 3986 section 2.1 over UTF-8 (RFC 3629): the first byte says how many follow.
function percent(text: string, at: number): Escape | null {
  PERCENT.lastIndex = at
  const found = PERCENT.exec(text)
  if (found === null) return null
  const lead = Number.parseInt(text.slice(at + 1, at + 3), 16)
  const count =
    lead < 0x80
      ? 1
      : lead >= 0xc2 && lead < 0xe0
        ? 2
        : lead >= 0xe0 && lead < 0xf0
          ? 3
          : lead >= 0xf0 && lead < 0xf5
            ? 4
            : 0
  const length = count * 3
  if (count === 0 || found[0].length < length) return null
  const char = Buffer.from(text.slice(at, at + length).replaceAll('%', ''), 'hex').toString('utf8')
  return char.includes('\ufffd') || char.length > 2 ? null : { length, char }
}
