import { createHmac } from 'node:crypto'
import type { MaskedKind } from '#policy'
import { CHINESE_FIGURES } from '../text/digits.ts'
import { foldText } from '../text/normal.ts'
import { spelling } from '../words/spelling.ts'
import { type PseudonymOf, ruledBy, writtenOf } from './policy.ts'

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789' // 32, none mistaken for another
const WORDS = {
  zh: { sub: '客户', psn: '员工', par: '参与人', other: '某人' },
  en: { sub: 'Customer', psn: 'Staff', par: 'Participant', other: 'Someone' },
} as const
const THINGS = {
  zh: {
    phone: '电话',
    id_number: '证件号',
    bank_card: '银行卡',
    email: '邮箱',
    document: '证件',
    plate: '车牌',
    order: '单号',
    account: '账号',
  },
  en: {
    phone: 'Phone',
    id_number: 'Id',
    bank_card: 'Card',
    email: 'Email',
    document: 'Document',
    plate: 'Plate',
    order: 'Number',
    account: 'Account',
  },
} as const

/**
 * Labels such as 客户-K7QF2M or 电话-3WTB8A: the same person or number has one in all exports of a case, two never share one in an export,
 * and labels of two cases cannot be linked without `caseKey` (HMAC-SHA-256 under it, first 30 bits; 60 where two meet).
 * A name that two people of the roster bear is labelled as the name, never as one of them.
 * `caseKey`: 32 secret bytes, another for every case.
 */
export function pseudonymsFor(caseKey: Uint8Array, language: 'zh' | 'en'): PseudonymOf {
  const labels = new Map<string, string>()
  const taken = new Set<string>()
  return (finding, text) => {
    const { who, word } = namedBy(finding, text, language)
    const known = labels.get(who)
    if (known !== undefined) return known
    const digest = createHmac('sha256', caseKey).update(`cunzhen/pseudonym/v1\0${who}`).digest()
    let label = ''
    for (const length of [6, 12, 24]) {
      label = `${word}-`
      for (let i = 0; i < length; i += 1) label += LETTERS.charAt((digest[i] ?? 0) & 31)
      if (!taken.has(label)) break
    }
    labels.set(who, label)
    taken.add(label)
    return label
  }
}

function namedBy(finding: Parameters<PseudonymOf>[0], text: string, language: 'zh' | 'en') {
  const { person = null, kind = 'name' } = finding
  const thing = thingOf(ruledBy(kind))
  if (person === null && thing !== null && kind !== 'account') {
    return { who: `${thing}:${writtenAlike(finding, text)}`, word: THINGS[language][thing] }
  }
  const who = person ?? `name:${spelling(writtenOf(finding, text))}`
  const [, prefix = 'other'] = /^(sub|psn|par)_/.exec(who) ?? []
  return { who, word: WORDS[language][prefix as keyof (typeof WORDS)['zh']] } // the pattern's three, or other
}

type Thing = keyof (typeof THINGS)['zh']

function thingOf(rule: MaskedKind): Thing | null {
  return Object.hasOwn(THINGS.zh, rule) ? (rule as Thing) : null // hasOwn has just said so
}

const FIGURES = new Map(
  CHINESE_FIGURES.flatMap((signs, value) => [...signs].map((sign) => [sign, String(value)] as const)),
)

/** One value for all the ways to write it: separators, full width, Chinese figures, a country code before a mobile. */
function writtenAlike({ kind, start, end, atoms }: Parameters<PseudonymOf>[0], text: string): string {
  // of an e-mail the domain belongs to the value, of a landline the area code: the atoms hold only what a mask counts
  const isWhole = kind === 'email' || kind === 'landline' || kind === 'phone'
  const written = isWhole ? text.slice(start, end) : writtenOf({ atoms }, text)
  const plain = foldText(written).replace(/\s/g, '')
  if (kind === 'email') return plain
  const figures = [...plain].map((sign) => FIGURES.get(sign) ?? sign).join('')
  if (kind === 'landline' || kind === 'phone') return figures.replace(/\D/g, '').replace(/^00/, '')
  return figures.replace(/[-._]/g, '')
}
