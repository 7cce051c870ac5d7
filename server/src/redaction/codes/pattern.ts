import type { SensitiveKind } from '../text/finding.ts'

// Numbers and codes with a form of their own, or behind words that announce them. The value is the group `v` (or `w`); every
// quantifier is bounded, so that a pattern costs a constant for each place of a text (a test looks for unbounded ones). Patterns read
// the fold: lower case, simplified, half width; `figures` has Chinese numerals as digits.

export interface Pattern {
  kind: SensitiveKind
  on: 'plain' | 'figures'
  pattern: RegExp
  /** Value (without separators, but for kinds whose signs belong to them) and whole match → 0 to 1; 0 = it is none. */
  sure: number | ((value: string, whole: string) => number)
}

const SIGNS = String.raw`[^a-z\d\u4e00-\u9fff]{0,5}`
const LINKS =
  '号码|号|码|账号|帐号|编号|地址|证号|证|号牌|牌|(?:id|no|num|number|addr|address|code|to|is|was|now|reset|set|changed)(?![a-z])|是|为|就是|改成|改为|改成了|换成了|换成|换了|换|变更为|更新为|更新|设为|设成|设置为|重置为|系|叫|用|新的?|旧的?|老的?|现在|发你|发您|发给你|发给您|给你|给您|以后用|以后|我的|你?记[一1]?下|吧|呢|呗|哈|搜'
/** Between a word that announces and the value: signs (`：`, quotes, brackets, an emoji) and words like 是, 号码, is, to. */
export const IS = `(?:${SIGNS}(?:${LINKS})){0,3}${SIGNS}`
/** What people put between the characters of a number: at most ` - `, or a new line. */
export const S = String.raw`[ .\-_/\n]{0,3}`
export const START = String.raw`(?<![a-z\d])`
export const END = String.raw`(?![a-z\d])`

/** `least` to `most` digits with separators. */
export function digits(least: number, most: number): string {
  return String.raw`\d(?:${S}\d){${least - 1},${most - 1}}`
}

export function rule(kind: SensitiveKind, on: Pattern['on'], source: string, sure: Pattern['sure']): Pattern {
  return { kind, on, pattern: new RegExp(source, 'dg'), sure }
}
