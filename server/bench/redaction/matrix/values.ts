import type { Chance } from './chance.ts'

export const CLASSES = [
  'mobile',
  'landline',
  'foreign_phone',
  'id_18',
  'id_18_wrong_check',
  'id_15',
  'passport',
  'hk_macau_permit',
  'taiwan_permit',
  'bank_card',
  'uscc',
  'plate',
  'email',
  'qq',
  'wechat',
  'ip',
  'mac',
  'url_token',
  'secret',
  'birth_date',
  'amount',
  'order_no',
] as const
export type MatrixClass = (typeof CLASSES)[number]

/**
 * A value before it is written in a form: its parts in the order and grouping in which people say them. What the parts are
 * depends on the class (see forms.ts); `before` and `after` belong to the text around it (a URL before its token).
 */
export interface Value {
  readonly class: MatrixClass
  readonly parts: readonly string[]
  readonly before?: string
  readonly after?: string
}

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const AREAS = [
  '110105',
  '310112',
  '440305',
  '440106',
  '330108',
  '510107',
  '320506',
  '420111',
  '610113',
  '350203',
] as const
const PROVINCES = '京沪粤浙苏川鄂鲁豫闽津渝陕湘赣辽'
const PLATE_LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ'
const DOMAINS = ['example.com', 'mail.example.cn', 'example.com.cn', 'corp-example.net', 'example.org'] as const
const WORDS = ['lan', 'haibo', 'xiaomi', 'sunny', 'qingfeng', 'blue', 'oldcat', 'windy', 'tea', 'panda'] as const

/** GB 11643: MOD 11-2. */
export function idCheckDigit(first17: string): string {
  let sum = 0
  for (const [i, weight] of ID_WEIGHTS.entries()) sum += weight * Number(first17[i])
  return '10X98765432'[sum % 11] ?? ''
}

/** ISO/IEC 7812: true when the Luhn sum of all digits is a multiple of ten. */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i])
    const twice = digit * 2
    sum += i % 2 === 0 ? digit : twice > 9 ? twice - 9 : twice
  }
  return sum % 10 === 0
}

/** GB 32100: weights are powers of 3 modulo 31. */
export function usccCheck(first17: string): string {
  let sum = 0
  let weight = 1
  for (const letter of first17) {
    sum += USCC_ALPHABET.indexOf(letter) * weight
    weight = (weight * 3) % 31
  }
  return USCC_ALPHABET[(31 - (sum % 31)) % 31] ?? ''
}

const two = (n: number): string => String(n).padStart(2, '0')
const birthday = (chance: Chance): [string, string, string] => [
  String(1950 + chance.below(56)),
  two(1 + chance.below(12)),
  two(1 + chance.below(28)),
]

function residentId(chance: Chance, right: boolean): string[] {
  const [year, month, day] = birthday(chance)
  const area = chance.pick(AREAS)
  const first = `${area}${year}${month}${day}${chance.digits(3)}`
  const check = idCheckDigit(first)
  const shown = right ? check : String((Number(check === 'X' ? 10 : check) + 1 + chance.below(8)) % 10)
  const last = shown === check ? String((Number(shown) + 1) % 10) : shown
  const wanted = right ? check : last
  return [area, `${year}${month}${day}`, `${first.slice(14)}${chance.below(4) === 0 ? wanted.toLowerCase() : wanted}`]
}

function bankCard(chance: Chance): string[] {
  const long = chance.below(2) === 0
  const bin = long
    ? chance.pick(['621700', '622848', '621226', '623052', '621661'])
    : chance.pick(['622588', '436742', '512466'])
  const body = bin + chance.digits((long ? 19 : 16) - 1 - bin.length)
  const check = [...'0123456789'].find((digit) => passesLuhn(body + digit)) ?? ''
  return (body + check).match(/.{1,4}/g) ?? []
}

function foreign(chance: Chance): string[] {
  const d = (n: number): string => chance.digits(n)
  return chance.pick([
    ['1', chance.pick(['415', '212', '650']), '555', `01${d(2)}`],
    ['44', '20', '7946', `0${d(3)}`],
    ['852', `5${d(3)}`, d(4)],
    ['853', `66${d(2)}`, d(4)],
    ['886', '912', d(3), d(3)],
    ['81', '90', `2${d(3)}`, d(4)],
    ['65', `81${d(2)}`, d(4)],
    ['82', '10', `3${d(3)}`, d(4)],
    ['49', '151', d(4), d(4)],
    ['61', '412', d(3), d(3)],
  ])
}

function urlToken(chance: Chance): Value {
  const token = chance.letters(24, 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789')
  const key = chance.pick(['token', 'access_token', 'sid', 'auth', 'signature'])
  const host = chance.pick([
    'https://pay.example.com/r',
    'http://h5.example.cn/invite',
    'https://files.example.com/d/88',
  ])
  return {
    class: 'url_token',
    before: `${host}?v=2&${key}=`,
    parts: [token.slice(0, 12), token.slice(12)],
    after: chance.below(2) === 0 ? '&lang=zh' : '',
  }
}

function secret(chance: Chance): string[] {
  if (chance.below(3) > 0) return [chance.digits(3), chance.digits(3)]
  const word = chance.pick(['Tiger', 'Spring', 'Moon', 'River'])
  return [`${word}${chance.pick(['@', '#', '!', '_'])}`, chance.digits(4)]
}

function ipOrSix(chance: Chance): string[] {
  if (chance.below(4) === 0) {
    const hex = (): string =>
      `${chance.pick(['a', 'b', 'c', 'd', '1', '2', '8'])}${chance.letters(3, '0123456789abcdef')}`
    return ['2001', 'db8', hex(), hex(), hex(), hex(), hex(), hex()]
  }
  return chance
    .pick([
      ['10', '', '', ''],
      ['192', '168', '', ''],
      ['203', '0', '113', ''],
      ['198', '51', '100', ''],
    ])
    .map((octet) => octet || String(1 + chance.below(254)))
}

const MAKERS: Record<MatrixClass, (chance: Chance) => readonly string[] | Value> = {
  mobile: (c) => [
    c.pick(['138', '139', '159', '186', '177', '199', '155', '133', '166', '147']),
    c.digits(4),
    c.digits(4),
  ],
  landline: (c) => {
    const area = c.pick(['010', '021', '020', '0755', '0571', '028', '0512', '0591'])
    return [area, c.pick(['2', '3', '5', '6', '8']) + c.digits(3), c.digits(4)]
  },
  foreign_phone: foreign,
  id_18: (c) => residentId(c, true),
  id_18_wrong_check: (c) => residentId(c, false),
  id_15: (c) => {
    const [year, month, day] = birthday(c)
    return [c.pick(AREAS), `${year.slice(2)}${month}${day}`, c.digits(3)]
  },
  passport: (c) =>
    c.below(3) === 0
      ? [`E${c.letters(1, 'ABCDEFGH')}`, c.digits(3), c.digits(4)]
      : [c.pick(['E', 'G']), c.digits(4), c.digits(4)],
  hk_macau_permit: (c) =>
    c.pick([
      ['C', c.digits(4), c.digits(4)],
      [`C${c.letters(1, 'ABCDEFGH')}`, c.digits(3), c.digits(4)],
      ['H', c.digits(4), c.digits(4)],
      ['M', c.digits(8), '01'],
    ]),
  taiwan_permit: (c) => (c.below(2) === 0 ? ['T', c.digits(4), c.digits(4)] : [`0${c.digits(3)}`, c.digits(4)]),
  bank_card: bankCard,
  uscc: (c) => {
    const first = `9${c.pick(['1', '2', '3'])}${c.pick(AREAS)}${c.letters(9, USCC_ALPHABET)}`
    return [first.slice(0, 2), first.slice(2, 8), first.slice(8, 13), `${first.slice(13)}${usccCheck(first)}`]
  },
  plate: (c) => {
    const head = `${PROVINCES[c.below(PROVINCES.length)]}${PLATE_LETTERS[c.below(8)]}`
    return [
      head,
      c.below(3) === 0 ? `${c.pick(['D', 'F'])}${c.digits(5)}` : `${c.letters(1, PLATE_LETTERS)}${c.digits(4)}`,
    ]
  },
  email: (c) => [
    `${c.pick(WORDS)}${c.pick(['.', '_', '-', ''])}${c.pick(WORDS)}${c.digits(1 + c.below(3))}`,
    c.pick(DOMAINS),
  ],
  qq: (c) => {
    const digits = `${1 + c.below(9)}${c.digits(4 + c.below(6))}`
    return [digits.slice(0, 3), digits.slice(3)]
  },
  wechat: (c) => [
    `${c.pick(WORDS)}${c.pick(['_', '-', ''])}${c.pick(['hz', 'sz', 'wx', 'bj'])}`,
    c.digits(3 + c.below(3)),
  ],
  ip: ipOrSix,
  mac: (c) => Array.from({ length: 6 }, () => c.letters(2, '0123456789abcdef')),
  url_token: urlToken,
  secret,
  birth_date: (c) => birthday(c),
  amount: (c) => [String(1 + c.below(9)), `${1 + c.below(9)}${1 + c.below(9)}00`],
  order_no: (c) =>
    c.below(2) === 0
      ? ['DD', `2026${two(1 + c.below(12))}${two(1 + c.below(28))}`, c.digits(4), c.digits(4)]
      : [`2026${two(1 + c.below(12))}${two(1 + c.below(28))}`, c.digits(5), c.digits(6)],
}

export function makeValue(name: MatrixClass, chance: Chance): Value {
  const made = MAKERS[name](chance)
  return 'class' in made ? made : { class: name, parts: made }
}

/** What identifies, without separators: for the sanity test. */
export const bare = (value: Value): string => value.parts.join('')
