// How a file is harmed: the ways in which exports are harmed on their way, and those in which somebody would harm them.

/** A number below `below`. */
export type Random = (below: number) => number

/** A repeatable source of chance. */
export function chance(seed: number): Random {
  let state = Math.imul(seed, 2654435761) + 1
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return below <= 0 ? 0 : (state >>> 8) % below
  }
}

const TOKENS = [
  ...['"', '{', '}', '[', ']', ',', ':', '\\', '<', '>', '&', '\n', '\r', '\t', '\0', '},{', '""', '\\u', '\\ud800'],
  ...['<sms ', '</smses>', ']]>', '<!--', '<![CDATA[', '&#x110000;', '{"chatdata":[', '{"messages":[', '"messages":'],
  ...['\ud800', '\u{1f600}', '\u200e', '\ufeff', '1e999', '-0', '99999999999999999999', 'null', '__proto__', '﷽'],
  ...['2024-01-02 03:04:05 ', '[2024/1/2 03:04:05] ', 'a(1)\t2024-01-02 03:04:05\n', '=cmd|x!A0', '../', 'PK\x03\x04'],
]

type Harm = (bytes: Buffer, other: Buffer, random: Random, most: number) => Buffer

const insert = (bytes: Buffer, at: number, what: Buffer | string) =>
  Buffer.concat([bytes.subarray(0, at), Buffer.from(what), bytes.subarray(at)])
const slice = (bytes: Buffer, random: Random) => {
  const from = random(bytes.length)
  return bytes.subarray(from, from + 1 + random(Math.min(4096, bytes.length - from)))
}

const HARMS: readonly Harm[] = [
  function flip(bytes, _, random) {
    const harmed = Buffer.from(bytes)
    const at = random(bytes.length)
    harmed[at] = (harmed[at] ?? 0) ^ (1 << random(8))
    return harmed
  },
  function overwrite(bytes, _, random) {
    const harmed = Buffer.from(bytes)
    harmed[random(bytes.length)] = random(256)
    return harmed
  },
  function cutEnd(bytes, _, random) {
    return bytes.subarray(0, random(bytes.length))
  },
  function cutStart(bytes, _, random) {
    return bytes.subarray(random(Math.min(200, bytes.length)))
  },
  function cutOut(bytes, _, random) {
    const at = random(bytes.length)
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random(40))])
  },
  function addToken(bytes, _, random) {
    return insert(bytes, random(bytes.length), TOKENS[random(TOKENS.length)] ?? '')
  },
  function splice(bytes, other, random) {
    return insert(bytes, random(bytes.length), slice(other, random))
  },
  function double(bytes, _, random, most) {
    const part = slice(bytes, random)
    const times = 1 + random(Math.min(200, Math.ceil(most / 8 / Math.max(1, part.length))))
    return insert(bytes, random(bytes.length), Buffer.concat(Array.from({ length: times }, () => part)))
  },
  function otherEncoding(bytes, _, random) {
    const text = bytes.toString('utf8')
    const how = random(4)
    if (how === 0) return Buffer.from(`\ufeff${text}`, 'utf16le')
    if (how === 1) return Buffer.from(text, 'utf16le').swap16()
    if (how === 2) return Buffer.from(text, 'latin1')
    return insert(bytes, random(bytes.length), Buffer.from('b0a1c4e3bac30a8131', 'hex')) // GB18030, its last character cut
  },
  function nest(bytes, _, random, most) {
    const [open, close] = NESTS[random(NESTS.length)] ?? ['[', ']']
    const depth = 1 + random(random(3) === 0 ? Math.max(2, most >> 6) : 300)
    return insert(bytes, random(bytes.length), open.repeat(depth) + (random(2) === 0 ? '' : close.repeat(depth)))
  },
  function longLine(bytes, _, random, most) {
    const letters = ['x', '的', ' ', '"', '\\"', 'a: ', '&amp;', '1']
    const length = random(random(4) === 0 ? most : 20_000)
    return insert(bytes, random(bytes.length), (letters[random(letters.length)] ?? 'x').repeat(length >> 1))
  },
  function swap(bytes, _, random) {
    const [a, b] = [random(bytes.length), random(bytes.length)].sort((one, two) => one - two)
    return Buffer.concat([bytes.subarray(b ?? 0), bytes.subarray(a ?? 0, b ?? 0), bytes.subarray(0, a ?? 0)])
  },
]

const NESTS: readonly (readonly [string, string])[] = [
  ['[', ']'],
  ['{"a":', '}'],
  ['[{"messages":[', ']}]'],
  ['<a>', '</a>'],
  ['"', '"'],
  ['> ', ''],
]

/** @param most bytes that one harm may add, more or less */
export function damage(seed: Buffer, other: Buffer, random: Random, most = 64 * 1024): Buffer {
  let bytes = seed
  for (let harms = 1 + random(4); harms > 0 && bytes.length > 0; harms -= 1) {
    bytes = HARMS[random(HARMS.length)]?.(bytes, other, random, most) ?? bytes
  }
  return Buffer.from(bytes)
}
