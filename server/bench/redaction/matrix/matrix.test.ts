import { describe, expect, it } from 'vitest'
import { formsOf } from './forms.ts'
import { CARRIERS, CASES, CLASSES, counterExamples, FORMS, type MatrixCase, matrixCases } from './index.ts'
import { readAloud } from './spelling.ts'
import { idCheckDigit, passesLuhn, usccCheck } from './values.ts'

const cases = matrixCases()
const shown = (one: MatrixCase): string[] =>
  one.spans.map((span) => one.texts[span.text]?.slice(span.start, span.end) ?? '')

/** Undoes every way of writing that this file knows by a table: what is left are letters and digits. */
function undo(text: string): string {
  const numerals: Record<string, string> = {}
  for (const digits of [
    '〇一二三四五六七八九',
    '零壹贰叁肆伍陆柒捌玖',
    '零幺貳參肆伍陸柒捌玖',
    '零幺两三四五六七八九',
  ]) {
    for (const [i, letter] of [...digits].entries()) numerals[letter] = String(i)
  }
  const traditional: Record<string, string> = {
    粵: '粤',
    滬: '沪',
    蘇: '苏',
    閩: '闽',
    魯: '鲁',
    贛: '赣',
    遼: '辽',
    陝: '陕',
  }
  return decode(text)
    .normalize('NFKC')
    .replace(/[〇零一二三四五六七八九幺两壹贰貳叁參肆伍陆陸柒捌玖]/g, (letter) => numerals[letter] ?? letter)
    .replace(/[粵滬蘇閩魯贛遼陝]/g, (letter) => traditional[letter] ?? letter)
    .replace(/\[at\]|\(at\)/g, '@')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()
}

const decode = (text: string): string => (/%[0-9A-F]{2}/.test(text) ? decodeURIComponent(text) : text)
const clean = (value: string): string => value.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase()

describe('the matrix', () => {
  it('has 2,000 cases with numbers of their own, the same each time', () => {
    expect(cases).toHaveLength(CASES)
    expect(new Set(cases.map((one) => one.id)).size).toBe(2000)
    expect(matrixCases()).toEqual(cases)
  })

  it('has every class in each of its forms and nearly as often as every other', () => {
    for (const name of CLASSES) {
      const own = cases.filter((one) => one.class === name)
      expect(own.length).toBeGreaterThanOrEqual(90)
      expect(new Set(own.map((one) => one.form)), name).toEqual(new Set(formsOf(name)))
    }
    expect(new Set(cases.map((one) => one.form))).toEqual(new Set(FORMS))
    expect(new Set(cases.map((one) => one.carrier))).toEqual(new Set(CARRIERS))
  })

  it('has spans inside their texts that cut no character in two and begin and end with something seen', () => {
    for (const one of cases) {
      expect(one.spans.length, one.id).toBe(one.form === 'split' ? 2 : 1)
      for (const [i, span] of one.spans.entries()) {
        const text = one.texts[span.text] ?? ''
        expect(span.start, one.id).toBeLessThan(span.end)
        expect(span.end, one.id).toBeLessThanOrEqual(text.length)
        expect(shown(one)[i], one.id).toMatch(/^[\p{L}\p{N}@＠%].*[\p{L}\p{N}@＠!#_%]$/su)
        for (const at of [span.start, span.end]) expect(/[\udc00-\udfff]/.test(text.charAt(at)), one.id).toBe(false)
      }
    }
  })

  it('shows in its spans the value and nothing else', () => {
    const computed = new Set(['amount', 'birth_date'])
    for (const one of cases.filter((each) => !computed.has(each.class))) {
      expect(undo(shown(one).join('')), `${one.id} ${one.form}`).toBe(expected(one))
    }
  })

  it('writes amounts and dates that mean their value', () => {
    expect(readAloud(12800, '零一二三四五六七八九', ['', '十', '百', '千', '万'])).toBe('一万二千八百')
    expect(readAloud(10300, '零一二三四五六七八九', ['', '十', '百', '千', '万'])).toBe('一万零三百')
    for (const one of cases.filter((each) => each.class === 'amount')) {
      const text = decode(shown(one).join(''))
        .normalize('NFKC')
        .replace(/[^\d.万\p{Script=Han}]/gu, '')
      if (one.form === 'dots') expect(Math.round(Number.parseFloat(text) * 10_000), one.id).toBe(Number(one.value))
      else if (!/\p{Script=Han}/u.test(text)) expect(Number(text), one.id).toBe(Number(one.value))
      else expect(text.length, one.id).toBeGreaterThanOrEqual(3)
    }
    for (const one of cases.filter((each) => each.class === 'birth_date')) {
      const text = undo(shown(one).join(''))
      const year = one.value.slice(0, 4)
      expect(text.includes(year) || text.includes(`民國${Number(year) - 1911}`), one.id).toBe(true)
    }
  })

  it('keeps two values of a class apart', () => {
    for (const name of CLASSES) {
      const values = cases.filter((one) => one.class === name).map((one) => one.value)
      expect(new Set(values).size, name).toBeGreaterThan(values.length * 0.75)
    }
  })
})

/** A landline with +86 has lost its zero. */
function expected(one: MatrixCase): string {
  const value = clean(one.value)
  return one.class === 'landline' && one.form.startsWith('cc_') ? value.replace(/^0/, '') : value
}

describe('its values', () => {
  const values = (name: MatrixCase['class']): string[] =>
    cases.filter((one) => one.class === name).map((one) => one.value)

  it('are right where their class has a rule, and wrong where they are to be wrong', () => {
    expect(idCheckDigit('11010519491231002')).toBe('X') // the example of GB 11643-1999
    expect(usccCheck('91350100M000100Y4')).toBe('3') // the example of GB 32100-2015
    expect(passesLuhn('79927398713')).toBe(true)
    for (const value of values('id_18')) expect(idCheckDigit(value.slice(0, 17))).toBe(value.slice(17).toUpperCase())
    for (const value of values('id_18_wrong_check')) {
      expect(idCheckDigit(value.slice(0, 17))).not.toBe(value.slice(17).toUpperCase())
    }
    for (const value of values('bank_card')) expect(passesLuhn(value)).toBe(true)
    for (const value of values('uscc')) expect(usccCheck(value.slice(0, 17))).toBe(value.slice(17))
  })
})

describe('the counter-examples', () => {
  it('are some two hundred, each once', () => {
    const examples = counterExamples()
    expect(examples.length).toBeGreaterThanOrEqual(200)
    expect(new Set(examples.map((one) => one.text)).size).toBe(examples.length)
  })
})
