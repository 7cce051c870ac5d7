import { isBirthday, isIssuer, isProvince, luhn } from './checks.ts'
import { END, IS, type Pattern, rule, START } from './pattern.ts'

// Numbers that a machine misread from a picture (l38O2567901, with l, i, o, s, b, z for figures), and those that somebody spells in
// English words (four one five, 555 …).

const LIKE: Readonly<Record<string, string>> = { l: '1', i: '1', o: '0', s: '5', b: '8', z: '2', q: '9' }
const MISREAD = String.raw`[\dlioszbq]`

/** The figures that were meant; '' where hardly any of them is one. */
function meant(written: string, figures: number): string {
  const count = written.replace(/\D/g, '').length
  if (count < figures || count === written.length) return ''
  return written.replace(/[a-z]/g, (letter) => LIKE[letter] ?? letter)
}

function misreadMobile(written: string): number {
  return /^1[3-9]\d{9}$/.test(meant(written, 6)) ? 0.7 : 0
}

function misreadId(written: string): number {
  const id = meant(written, 7)
  return /^\d{17}[\dx]$/.test(id) && isProvince(id) && isBirthday(id.slice(6, 14)) ? 0.85 : 0
}

function misreadCard(written: string): number {
  const card = meant(written, 8)
  return /^\d{15,19}$/.test(card) && (luhn(card) || card.startsWith('62')) ? 0.7 : 0
}

const IN_WORDS = '(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|triple|hundred)'
const PART = String.raw`(?:${IN_WORDS}|\d{1,4})`

/** How many figures the words say. */
function spoken(_bare: string, written: string): number {
  const words = written.match(/[a-z]+|\d/g) ?? []
  // `double seven` are two words for two figures
  return words.length >= 7 && words.length <= 15 && words.filter((word) => /[a-z]/.test(word)).length > 2 ? 0.7 : 0
}

export const MISREAD_NUMBERS: readonly Pattern[] = [
  rule('mobile', 'figures', `${START}(?<v>${MISREAD}{11})${END}`, misreadMobile),
  rule('mobile', 'figures', `${START}(?<v>${MISREAD}{3}[ -]${MISREAD}{4}[ -]${MISREAD}{4})${END}`, misreadMobile),
  rule('id', 'figures', `${START}(?<v>${MISREAD}{17}[\\dlioszbqx])${END}`, misreadId),
  rule(
    'card',
    'figures',
    `(?:卡|账号|帐号|card)${IS}(?<v>${MISREAD}{4}(?:[ -]?${MISREAD}{1,5}){2,4})${END}`,
    misreadCard,
  ),
  rule('card', 'figures', `${START}(?<v>${MISREAD}{16,19})(?=(?:这个|是|的)?(?:账号|帐号|卡号|银行卡))`, (v) =>
    meant(v, 8).length > 15 ? 0.6 : 0,
  ),
  // of a card alone, by its check digit
  rule('card', 'figures', `${START}(?<v>${MISREAD}{16,19})${END}`, (v) => {
    const card = meant(v, 10)
    return isIssuer(card) && luhn(card) ? 0.5 : 0
  }),
  rule(
    'phone',
    'plain',
    String.raw`(?<![a-z\d])(?<v>(?:plus )?${IN_WORDS}(?:[ ,.\-]{1,2}(?:(?:then|and|dash|space) )?${PART}){3,14})(?![a-z\d])`,
    spoken,
  ),
]
