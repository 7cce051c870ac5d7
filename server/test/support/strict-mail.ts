// What the letter of RFC 5322 and RFC 2047 asks of the headers of a mail, and what its reader then sees. Written without looking at the
// writer: a strict reader (of the Java world, by its own default) leaves undecoded what breaks these rules.

export interface StrictHeaders {
  /** By name; texts decoded, addresses as `name <address>`. */
  values: Map<string, string>
  /** Each rule that is broken, with its header. */
  faults: string[]
}

const ENCODED = /^=\?utf-8\?B\?([A-Za-z0-9+/]*={0,2})\?=$/i
const ATOM = /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+$/
const DATE =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d\d) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) (\d\d:\d\d:\d\d) ([+-]\d{4})$/

export function strictHeaders(mail: string): StrictHeaders {
  const [head = ''] = mail.split('\r\n\r\n')
  const values = new Map<string, string>()
  const faults: string[] = []
  for (const header of head.split(/\r\n(?![ \t])/)) {
    const colon = header.indexOf(':')
    const name = header.slice(0, colon)
    const fault = (what: string) => faults.push(`${name}: ${what}`)
    if (values.has(name)) fault('twice') // RFC 5322 section 3.6
    for (const line of header.split('\r\n')) {
      if (line.trim() === '') fault('an empty line')
      if (line.length > (line.includes('=?') ? 76 : 998)) fault(`a line of ${line.length}`)
    }
    const value = header
      .slice(colon + 1)
      .replaceAll(/\r\n(?=[ \t])/g, '')
      .trim()
    const isAddresses = name === 'From' || name === 'To'
    values.set(name, isAddresses ? addresses(value, fault) : decoded(value, fault))
  }
  const date = values.get('Date')
  if (date !== undefined && !isDate(date)) faults.push('Date: its form')
  for (const owed of ['From', 'MIME-Version', 'Content-Type']) if (!values.has(owed)) faults.push(`${owed}: missing`)
  return { values, faults }
}

/** RFC 2047 section 5 (1): between spaces; the space between two encoded words is not shown. */
function decoded(value: string, fault: (what: string) => void): string {
  let out = ''
  let wasEncoded = false
  for (const word of value.split(/[ \t]+/)) {
    const text = wordOf(word, fault)
    if (text === null && word.includes('=?')) fault('an encoded word that touches another text')
    if (out !== '' && !(wasEncoded && text !== null)) out += ' '
    out += text ?? word
    wasEncoded = text !== null
  }
  return out
}

function addresses(value: string, fault: (what: string) => void): string {
  const people = value.split(',').map((mailbox) => {
    const found = /^(.*?)<([a-z0-9]+@records\.invalid)>$/.exec(mailbox.trim())
    if (found === null) fault('no mailbox')
    const phrase = (found?.[1] ?? '').trim()
    // RFC 5322 section 3.2.5: a phrase is of words, and a full stop is in none
    for (const word of phrase.split(/[ \t]+/)) if (!ENCODED.test(word) && !ATOM.test(word)) fault('no atom')
    return `${decoded(phrase, fault)} <${found?.[2]}>`
  })
  return people.join(', ')
}

function wordOf(word: string, fault: (what: string) => void): string | null {
  const [, base64] = ENCODED.exec(word) ?? []
  if (base64 === undefined) return null
  if (word.length > 75) fault(`an encoded word of ${word.length}`)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(base64, 'base64'))
  } catch {
    fault('a character cut in two')
    return null
  }
}

function isDate(text: string): boolean {
  const [, weekday, day, month, year] = DATE.exec(text) ?? []
  const on = new Date(`${day} ${month} ${year} 00:00:00 GMT`)
  return on.toUTCString().startsWith(`${weekday}, ${day} ${month} ${year}`)
}
