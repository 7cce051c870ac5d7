import type { SensitiveKind } from '../text/finding.ts'

// What is announced once may be a list: backup codes 8820-3317, 0331-8822; 单号A…、A…. What follows in the same shape is the same.

/** Kinds that a word tells; the others are told by their form, each by itself. */
const TOLD: ReadonlySet<SensitiveKind> = new Set([
  'qq',
  'wechat',
  'account',
  'secret',
  'order',
  'card',
  'passport',
  'permit',
  'mac',
])
const NEXT = /(?:\s{0,1}[、,，;；/和与或及&|]\s{0,1}|\s(?:and|or)\s)(?<v>[a-z\d][a-z\d_.#-]{3,40})(?![a-z\d@:])/dy
/** So many at most behind one word. */
const MOST = 32

/** Where the values stand that go on behind the one that ends at `end`. */
export function listedBehind(
  text: string,
  kind: SensitiveKind,
  value: string,
  end: number,
): (readonly [start: number, end: number])[] {
  const found: (readonly [number, number])[] = []
  if (!TOLD.has(kind) || value.length < 4 || !/\d/.test(value)) return found
  const shape = shapeOf(value)
  let at = end
  while (found.length < MOST) {
    NEXT.lastIndex = at
    const next = NEXT.exec(text)?.indices?.groups?.v
    if (next === undefined) break
    const written = text.slice(...next)
    if (Math.abs(written.length - value.length) > 1 || shapeOf(written) !== shape) break
    found.push(next)
    at = next[1]
  }
  return found
}

/** Runs of figures and of letters, and the signs between them. */
function shapeOf(written: string): string {
  return written.replace(/\d+/g, '9').replace(/[a-z]+/g, 'a')
}
