const BLOCK = new Set(
  'address article aside blockquote dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header hr li ol p pre section table tr ul'.split(
    ' ',
  ),
)
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  copy: '©',
  reg: '®',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  ldquo: '“',
  rdquo: '”',
  lsquo: '‘',
  rsquo: '’',
}

/**
 * What a person reads of a message written in HTML: its text, line by line; an emoji as itself, a picture as `[图片]`.
 * Not a parser of HTML: what looks like a tag is one. Linear in the length of `html`, whatever it holds.
 */
export function htmlText(html: string): string {
  let text = ''
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    const close = open < 0 ? -1 : html.indexOf('>', open)
    if (close < 0) break // without another `>` nothing behind is a tag
    text += inline(html.slice(at, open)) + tagText(html.slice(open + 1, close))
    at = close + 1
  }
  text += inline(html.slice(at))
  return text
    .split('\n')
    .map((line) => line.replaceAll('\u00a0', ' ').trim())
    .filter((line) => line !== '')
    .join('\n')
}

/** Text between tags: white space means nothing there but one space. */
function inline(text: string): string {
  return decode(text.replace(/[\t\n\r ]+/g, ' '))
}

function tagText(tag: string): string {
  const name = (/^\/?([A-Za-z][\w:-]{0,40})/.exec(tag)?.[1] ?? '').toLowerCase()
  if (name === 'br' || BLOCK.has(name)) return '\n'
  if (tag.startsWith('/')) return name === 'td' || name === 'th' ? ' ' : ''
  if (name === 'emoji') return decode(attribute(tag, 'alt'))
  if (name !== 'img') return name === 'at' ? '@' : ''
  const alt = decode(attribute(tag, 'alt'))
  // pictures of emoji carry the character; the others a caption, often only the word for picture
  if (/emoji/i.test(attribute(tag, 'itemtype'))) return alt
  return alt === '' || alt === 'image' ? '[图片]' : `[图片] ${alt}`
}

function attribute(tag: string, name: string): string {
  const found = new RegExp(`\\s${name}\\s*=\\s*("([^"]*)"|'([^']*)')`, 'i').exec(tag)
  return found?.[2] ?? found?.[3] ?? ''
}

function decode(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return Object.hasOwn(NAMED, name) ? (NAMED[name] ?? whole) : whole
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
    return isCharacter ? String.fromCodePoint(code) : whole
  })
}
