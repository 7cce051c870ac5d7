import type { Chance } from './chance.ts'
import {
  CHINESE_DIGITS,
  FORMAL_DIGITS,
  halves,
  inNumerals,
  mixed,
  readAloud,
  regroup,
  spoken,
  wide,
  withInvisible,
} from './spelling.ts'
import type { MatrixClass, Value } from './values.ts'

export const FORMS = [
  'plain',
  'spaces',
  'dashes',
  'dots',
  'full_width',
  'mixed_width',
  'chinese_numerals',
  'cc_plus',
  'cc_zeros',
  'cc_parentheses',
  'invisible',
  'regrouped',
  'line_break',
  'traditional',
  'split',
] as const
export type Form = (typeof FORMS)[number]

/** A value as somebody wrote it. `before` and `after` are not identifying (+86, a currency sign); `second` is the rest in the next message. */
export interface Written {
  readonly before: string
  readonly text: string
  readonly after: string
  readonly second?: string
}

type Writer = (value: Value, chance: Chance) => string | Partial<Written>

const TRADITIONAL_PLATES: Record<string, string> = {
  粤: '粵',
  沪: '滬',
  苏: '蘇',
  闽: '閩',
  鲁: '魯',
  赣: '贛',
  辽: '遼',
  陕: '陝',
}

const join = (value: Value, separator: string): string => value.parts.join(separator)

const split: Writer = (value) => {
  const [text, second] = halves(value.parts, '')
  return { text, second }
}

const GENERIC = {
  plain: (v) => join(v, ''),
  spaces: (v, c) => join(v, c.pick([' ', ' ', '  ', '\u3000', '\u00a0'])),
  dashes: (v, c) => join(v, c.pick(['-', '-', '–', '—', '－', ' - '])),
  dots: (v, c) => join(v, c.pick(['.', '·', '•', '.'])),
  full_width: (v) => wide(join(v, '')),
  mixed_width: (v, c) => mixed(join(v, ''), c),
  chinese_numerals: (v, c) => inNumerals(join(v, c.pick(['', '', ' '])), c.pick(CHINESE_DIGITS)),
  invisible: (v, c) => withInvisible(join(v, ''), c),
  regrouped: (v, c) => regroup(join(v, ''), c),
  line_break: (v) => halves(v.parts, '').join('\n'),
  traditional: (v, c) => (c.below(3) === 0 ? inNumerals(join(v, ''), c.pick(FORMAL_DIGITS)) : join(v, '')),
  split,
} as const satisfies Partial<Record<Form, Writer>>

type Writers = Partial<Record<Form, Writer>>

const only = (...forms: (keyof typeof GENERIC)[]): Writers =>
  Object.fromEntries(forms.map((form) => [form, GENERIC[form]]))

/** The same forms, of the text that `plain` makes instead of the bare parts. */
function through(plain: (value: Value) => string): Writers {
  return {
    plain,
    full_width: (v) => wide(plain(v)),
    mixed_width: (v, c) => mixed(plain(v), c),
    invisible: (v, c) => withInvisible(plain(v), c),
    traditional: plain,
  }
}

const country = (national: (v: Value) => string): Writers => ({
  cc_plus: (v, c) => ({ before: c.pick(['+86', '+86 ', '+86-', '＋８６']), text: national(v) }),
  cc_zeros: (v, c) => ({ before: c.pick(['0086', '0086 ', '0086-']), text: national(v) }),
  cc_parentheses: (v, c) => ({ before: c.pick(['(86)', '（86）', '(+86) ', '(+86)']), text: national(v) }),
})

const withoutZero = (v: Value): string => [v.parts[0]?.replace(/^0/, ''), ...v.parts.slice(1)].join(' ')
const landline = (v: Value): string => `${v.parts[0]}-${v.parts.slice(1).join('')}`
const abroad =
  (form: keyof typeof GENERIC): Writer =>
  (v, c) => {
    const written = GENERIC[form](v, c)
    return typeof written === 'string' ? { before: '+', text: written } : { before: '+', ...written }
  }
const address = (v: Value): string => v.parts.join(v.parts.length === 4 ? '.' : ':')
const mac = (v: Value): string => v.parts.join(':')
const email = (v: Value): string => v.parts.join('@')
const onDate = (v: Value): [number, number, number] => [Number(v.parts[0]), Number(v.parts[1]), Number(v.parts[2])]
const dateWords = (v: Value): string => {
  const [year, month, day] = onDate(v)
  return `${year}年${month}月${day}日`
}

const yuan = (v: Value): number => Number(join(v, ''))
const thousands = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',')
const money = (text: string, c: Chance): Partial<Written> =>
  c.below(2) === 0
    ? { text, after: c.pick(['元', '块', ' 元']) }
    : { before: c.pick(['¥', '￥', 'RMB ', 'CNY ']), text }

const numbers: Writers = { ...GENERIC }
const documents: Writers = { ...GENERIC }

const WRITERS: Record<MatrixClass, Writers> = {
  mobile: { ...numbers, ...country((v) => join(v, '')) },
  landline: {
    ...numbers,
    ...country(withoutZero),
    plain: landline,
    full_width: (v) => wide(landline(v)),
    mixed_width: (v, c) => mixed(landline(v), c),
    regrouped: (v, c) => {
      const [area, ...rest] = v.parts
      return c.pick<string | Partial<Written>>([
        { before: '(', text: `${area})${rest.join('')}` },
        { before: '（', text: `${area}）${rest.join(' ')}` },
        `${area}${rest.join('')}`,
        `${area} - ${rest.join('')}`,
      ])
    },
    line_break: (v) => `${v.parts[0]}-\n${v.parts.slice(1).join('')}`,
    split: (v) => ({ text: v.parts.slice(0, 2).join('-'), second: v.parts[2] ?? '' }),
  },
  foreign_phone: {
    plain: abroad('plain'),
    spaces: abroad('spaces'),
    dashes: abroad('dashes'),
    dots: abroad('dots'),
    full_width: (v) => ({ before: '＋', text: wide(join(v, '')) }),
    mixed_width: abroad('mixed_width'),
    cc_zeros: (v, c) => ({ before: '00', text: join(v, c.pick(['', ' '])) }),
    invisible: abroad('invisible'),
    regrouped: (v) => ({ before: '+', text: `${v.parts[0]} (${v.parts[1]}) ${v.parts.slice(2).join('-')}` }),
    line_break: (v) => ({ before: '+', text: `${v.parts.slice(0, 2).join(' ')}\n${v.parts.slice(2).join(' ')}` }),
    traditional: (v) => ({ before: '+', text: join(v, ' ') }),
    split: abroad('split'),
  },
  id_18: documents,
  id_18_wrong_check: documents,
  id_15: documents,
  passport: documents,
  hk_macau_permit: documents,
  taiwan_permit: documents,
  bank_card: numbers,
  uscc: documents,
  plate: {
    ...only(
      'plain',
      'spaces',
      'dashes',
      'dots',
      'full_width',
      'mixed_width',
      'chinese_numerals',
      'invisible',
      'line_break',
    ),
    regrouped: (v) => `${[...(v.parts[0] ?? '')].join(' ')} ${v.parts[1]}`,
    traditional: (v) => join(v, '').replace(/^./, (province) => TRADITIONAL_PLATES[province] ?? province),
  },
  email: {
    ...through(email),
    spaces: (v) => v.parts.join(' @ '),
    dots: (v) => email(v).replace(/\.(?=[a-z]+$)/, '。'),
    regrouped: (v, c) => v.parts.join(c.pick(['[at]', '(at)', '（at）', ' [at] '])),
    line_break: (v) => v.parts.join('@\n'),
    split: (v) => ({ text: v.parts[0] ?? '', second: `@${v.parts[1]}` }),
  },
  qq: numbers,
  wechat: {
    ...only('plain', 'spaces', 'full_width', 'mixed_width', 'invisible', 'line_break', 'split', 'traditional'),
    dashes: (v) => join(v, '-'),
  },
  ip: {
    ...through(address),
    spaces: (v) => v.parts.join(v.parts.length === 4 ? ' . ' : ' : '),
    dots: (v) => v.parts.join(v.parts.length === 4 ? '。' : '：'),
    regrouped: (v, c) => {
      const port = `:${c.pick(['8080', '443', '22'])}`
      return v.parts.length === 4
        ? { text: address(v), after: port }
        : { before: '[', text: address(v), after: `]${port}` }
    },
  },
  mac: {
    ...through(mac),
    spaces: (v) => v.parts.join(' '),
    dashes: (v) => v.parts.join('-').toUpperCase(),
    dots: (v) => (v.parts.join('').match(/.{4}/g) ?? []).join('.'),
    regrouped: (v) => v.parts.join(''),
  },
  url_token: {
    plain: (v) => join(v, ''),
    mixed_width: (v) => ({
      before: v.before?.replace(/^https?:/, (scheme) => scheme.replace(':', '：')),
      text: join(v, ''),
    }),
    invisible: (v, c) => withInvisible(join(v, ''), c),
    regrouped: (v) => ({ before: 'https://deploy:', text: join(v, ''), after: '@git.example.com/app.git' }),
    line_break: (v) => join(v, '\n'),
    traditional: (v) => join(v, ''),
  },
  secret: numbers,
  birth_date: {
    ...through(dateWords),
    spaces: (v) => join(v, ' '),
    dashes: (v) => join(v, '-'),
    dots: (v) => join(v, '.'),
    chinese_numerals: (v, c) => {
      const [year, month, day] = onDate(v)
      return `${inNumerals(String(year), c.pick(CHINESE_DIGITS.slice(0, 2)))}年${spoken(month)}月${spoken(day)}日`
    },
    regrouped: (v, c) => {
      const [year, month, day] = onDate(v)
      const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'June', 'July', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec']
      return c.pick([
        join(v, ''),
        `${year}/${month}/${day}`,
        `${names[month - 1]} ${day}, ${year}`,
        `${day}/${month}/${year}`,
      ])
    },
    line_break: (v) => `${v.parts[0]}年\n${Number(v.parts[1])}月${Number(v.parts[2])}日`,
    traditional: (v, c) => {
      const [year, month, day] = onDate(v)
      return c.below(2) === 0 ? `民國${year - 1911}年${month}月${day}日` : `${year}年${month}月${day}日`
    },
  },
  amount: {
    plain: (v, c) => money(join(v, ''), c),
    spaces: (v, c) => money(thousands(yuan(v)).replace(',', ' '), c),
    dots: (v) => ({ text: `${yuan(v) / 10_000}万`, after: '元' }),
    full_width: (v) => ({ text: wide(String(yuan(v))), after: '元' }),
    mixed_width: (v, c) => ({ text: mixed(String(yuan(v)), c), after: '元' }),
    chinese_numerals: (v) => ({ text: spoken(yuan(v)), after: '元' }),
    invisible: (v, c) => ({ text: withInvisible(String(yuan(v)), c), after: '元' }),
    regrouped: (v, c) => money(`${thousands(yuan(v))}.00`, c),
    traditional: (v) => ({ text: readAloud(yuan(v), FORMAL_DIGITS[1], ['', '拾', '佰', '仟', '萬']), after: '圓整' }),
  },
  order_no: numbers,
}

export const formsOf = (name: MatrixClass): Form[] => FORMS.filter((form) => WRITERS[name][form] !== undefined)

/** A password is what it is: only codes of digits are grouped, broken or spelled out. */
const LEAVES_LETTERS: readonly Form[] = ['plain', 'full_width', 'traditional', 'invisible']
export const fits = (value: Value, form: Form): boolean =>
  value.class !== 'secret' || LEAVES_LETTERS.includes(form) || /^\d+$/.test(value.parts.join(''))

export function write(value: Value, form: Form, chance: Chance): Written {
  const writer = WRITERS[value.class][form]
  if (writer === undefined) throw new Error(`${value.class} is not written as ${form}`)
  const made = writer(value, chance)
  const written = typeof made === 'string' ? { text: made } : made
  return {
    before: written.before ?? value.before ?? '',
    text: written.text ?? '',
    after: written.after ?? value.after ?? '',
    ...(written.second === undefined ? {} : { second: written.second }),
  }
}
