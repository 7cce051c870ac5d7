import { describe, expect, test } from 'vitest'
import { Refusal } from '#base'
import { chance } from '#test/search-oracle'
import { MOST_DEPTH, MOST_LETTERS, MOST_WORDS, printTree, readTree, type Tree } from './language.ts'
import { type Mode, parseQuery, wantedOf } from './query.ts'

/** The tree in brackets: & all, | any, ! none. */
function shown(text: string, mode: Mode = 'normal'): string {
  const show = (tree: Tree): string => {
    if (tree.what === 'word') return tree.how === 'plain' ? tree.text : `${tree.how}<${tree.text}>`
    if (tree.what === 'field') return `${tree.field}=[${tree.values.join(';')}]`
    if (tree.what === 'none') return `!${show(tree.part)}`
    return `(${tree.parts.map(show).join(tree.what === 'all' ? '&' : '|')})`
  }
  const { tree } = parseQuery(text, mode)
  return tree ? show(tree) : ''
}

function codeOf(text: string, mode: Mode = 'normal'): string {
  try {
    parseQuery(text, mode)
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'invalid') return error.code
    throw error
  }
  return 'accepted'
}

describe('a query is read as', () => {
  test.each([
    ['', ''],
    ['  　 ', ''],
    ['+', ''],
    ['投诉', '投诉'],
    ['客户 投诉', '(客户&投诉)'],
    ['客户+投诉+辱骂', '(客户&投诉&辱骂)'],
    ['客户＋投诉＋辱骂', '(客户&投诉&辱骂)'],
    ['客户　投诉', '(客户&投诉)'],
    ['a AND b', '(a&b)'],
    ['a | b', '(a|b)'],
    ['a OR b', '(a|b)'],
    ['a｜b c', '(a|(b&c))'],
    ['a b OR c d', '((a&b)|(c&d))'],
    ['(a | b) c', '((a|b)&c)'],
    ['（a ｜ b） c', '((a|b)&c)'],
    ['((a))', 'a'],
    ['a -b', '(a&!b)'],
    ['a NOT b', '(a&!b)'],
    ['a -(b c)', '(a&!(b&c))'],
    ['-a', '!a'],
    ['－a', '!a'],
    ['--a', '!!a'],
    ['-"a b"', '!a b'],
    ['020-123', '020-123'],
    ['a - b', '(a&-&b)'],
    ['or and not', '(or&and&not)'],
    ['ORDER', 'ORDER'],
    ['"a b"', 'a b'],
    ['"(a | -b) + OR"', '(a | -b) + OR'],
    ['"say ""hi"""', 'say "hi"'],
    ['“say "hi"”', 'say "hi"'],
    ['"a"b', '(a&b)'],
    ['+86', '86'],
    ['c++', 'c'],
    ['"c++"', 'c++'],
    ['，。！', '，。！'],
    ['👍🏽', '👍🏽'],
    ['或 与 非', '(或&与&非)'],
  ])('%j → %s', (text, expected) => {
    expect(shown(text)).toBe(expected)
  })
})

describe('a query is refused', () => {
  test.each([
    ['(a', 'query_unbalanced'],
    ['a)', 'query_unbalanced'],
    [')', 'query_operand_missing'],
    ['"a', 'query_unbalanced'],
    ['“a', 'query_unbalanced'],
    ['a”', 'query_unbalanced'],
    ['a"', 'query_unbalanced'],
    ['()', 'query_operand_missing'],
    ['a OR', 'query_operand_missing'],
    ['| a', 'query_operand_missing'],
    ['a || b', 'query_operand_missing'],
    ['NOT', 'query_operand_missing'],
    ['a -)', 'query_operand_missing'],
    ['""', 'query_word_empty'],
    ['\u200b', 'query_word_empty'],
    ['a "\u200b\ufe0f"', 'query_word_empty'],
    ['\ud800', 'query_not_text'],
    ['a'.repeat(MOST_LETTERS + 1), 'query_too_long'],
    ['a '.repeat(MOST_WORDS + 1), 'query_too_many_words'],
    [`${'('.repeat(MOST_DEPTH + 1)}a${')'.repeat(MOST_DEPTH + 1)}`, 'query_too_deep'],
    [`${'-'.repeat(MOST_DEPTH + 1)}a`, 'query_too_deep'],
  ])('%j: %s', (text, code) => {
    expect(codeOf(text)).toBe(code)
  })

  test.each([
    'a'.repeat(MOST_LETTERS),
    'a '.repeat(MOST_WORDS),
    `${'('.repeat(MOST_DEPTH)}a${')'.repeat(MOST_DEPTH)}`,
    `${'-'.repeat(MOST_DEPTH)}a`,
  ])('but not at the bound', (text) => {
    expect(codeOf(text)).toBe('accepted')
  })

  test('only ever with a code, whatever is typed', () => {
    const random = chance(6)
    const pieces = ['"', '“', '”', '(', ')', '（', '-', '+', '|', ' ', 'OR', 'NOT', 'AND', '投', 'a', '\u200b', '\n']
    for (let n = 0; n < 20_000; n++) {
      const text = Array.from({ length: random.below(12) }, () => random.pick(pieces)).join('')
      expect(codeOf(text, random.pick(['normal', 'exact']))).toMatch(/^(accepted|query_[a-z_]+)$/)
    }
  })
})

test('any text can be asked for in quotes, exactly as it stands', () => {
  const random = chance(7)
  for (let n = 0; n < 2000; n++) {
    const text = Array.from({ length: 1 + random.below(8) }, () => random.pick([...'"“”()|+-＋ 　a投\\\u200b'])).join(
      '',
    )
    const { root } = parseQuery(`"${text.replaceAll('"', '""')}"`, 'exact')
    expect(root).toMatchObject({ what: 'word', text })
  }
})

test('the expansion tells the words after folding, and as written in exact mode', () => {
  const told = (text: string, mode: Mode) =>
    parseQuery(text, mode).expansion.map(({ became, isNot }) => (isNot ? `-${became}` : `${became}`))
  expect(told('投訴 -ＡＢ "x  Y" NOT -①', 'normal')).toEqual(['投诉', '-ab', 'x  y', '1'])
  expect(told('投訴 -ＡＢ', 'exact')).toEqual(['投訴', '-ＡＢ'])
})

test('an invisible word may be asked for exactly, where it means something', () => {
  expect(shown('"\u200b"', 'exact')).toBe('\u200b')
  expect(codeOf('""', 'exact')).toBe('query_word_empty')
})

test('words that must not be there are not highlighted', () => {
  const words = (text: string) =>
    wantedOf(parseQuery(text, 'normal')).map((sought) => (sought.what === 'word' ? sought.text : sought.what))
  expect(words('a -b (c | -(d -e))')).toEqual(['a', 'c', 'e'])
  expect(words('=a sender:b -=c ~dddd')).toEqual(['whole', 'edits'])
  expect(words('')).toEqual([])
})

describe('words and fields say how they are looked for', () => {
  test.each([
    ['=ok', 'whole<ok>'],
    ['＝ok', 'whole<ok>'],
    ['~客户', 'loose<客户>'],
    ['～客户', 'loose<客户>'],
    ['="a b"', 'whole<a b>'],
    ['= ok', '(=&ok)'],
    ['~', '~'],
    ['a=b', 'a=b'],
    ['py:zsf', 'pinyin<zsf>'],
    ['拼音：zsf', 'pinyin<zsf>'],
    ['sound:张三', 'sound<张三>'],
    ['变体:微信', 'evasive<微信>'],
    ['sender:张三', 'sender=[张三]'],
    ['SENDER：张三', 'sender=[张三]'],
    ['发送人：张三', 'sender=[张三]'],
    ['sender:#1,#2', 'sender=[#1;#2]'],
    ['sender:"a, b",c', 'sender=[a, b;c]'],
    ['-sender:a b', '(!sender=[a]&b)'],
    ['(kind:image | 类型:文件) a', '((kind=[image]|kind=[文件])&a)'],
    ['from:2026-10-01T08:30:15', 'from=[2026-10-01T08:30:15]'],
    ['to:"2026-10-01 08:30"', 'to=[2026-10-01 08:30]'],
    ['http://a.b', 'http://a.b'],
    ['12:30', '12:30'],
    ['"sender:a"', 'sender:a'],
    ['constructor', 'constructor'],
    ['constructor:a', 'constructor:a'],
    ['kind:text,', 'kind=[text]'],
  ])('%j → %s', (text, expected) => {
    expect(shown(text)).toBe(expected)
  })

  test.each([
    ['sender:', 'query_word_empty'],
    ['sender: a', 'query_word_empty'],
    ['kind:', 'query_word_empty'],
    ['kind:nothing', 'query_kind_unknown'],
    ['from:yesterday', 'query_time_unreadable'],
    ['from:2026-02-30', 'query_time_unreadable'],
    ['from:2026-10-01T24:00', 'query_time_unreadable'],
    ['from:2026-10-01,2026-10-02', 'query_time_unreadable'],
    ['file:a/b', 'query_file_unreadable'],
    ['py:张三', 'query_pinyin_unreadable'],
    ['py:z', 'query_pinyin_unreadable'],
    ['py:iuv', 'query_pinyin_unreadable'],
    [`kind:${Array.from({ length: MOST_WORDS + 1 }, () => 'text').join(',')}`, 'query_too_many_words'],
  ])('%j is refused: %s', (text, code) => {
    expect(codeOf(text)).toBe(code)
  })

  test.each(['~a', 'py:zsf', 'sound:张', 'evasive:微信'])('exact mode takes %j as a mistake', (text) => {
    expect(codeOf(text, 'exact')).toBe('query_exact_as_written')
    expect(codeOf('=a sender:b', 'exact')).toBe('accepted')
  })

  test('a time begins with what it names and ends with it, in the house’s zone', () => {
    const times = (text: string) => {
      const { root } = parseQuery(text, 'normal')
      return root?.what === 'times' ? (root.from ?? root.to) : null
    }
    expect(times('from:2026-10-01')).toBe(Date.UTC(2026, 8, 30, 16))
    expect(times('to:2026-10-01')).toBe(Date.UTC(2026, 9, 1, 16))
    expect(times('to:2026-12')).toBe(Date.UTC(2026, 11, 31, 16))
    expect(times('from:2026-10-01T08:30:15')).toBe(Date.UTC(2026, 9, 1, 0, 30, 15))
    expect(times('to:2026-10-01T08:30')).toBe(Date.UTC(2026, 9, 1, 0, 31))
    expect(times('to:2026-10-01T08:30:15')).toBe(Date.UTC(2026, 9, 1, 0, 30, 16))
  })
})

describe('a tree is printed as a query that reads as the same tree', () => {
  const random = chance(8)
  const texts = [
    'a',
    '投诉',
    'a b',
    '-a',
    '=a',
    '~a',
    'AND',
    'a"b',
    'sender:x',
    '群：',
    'x,y',
    '(',
    'py:',
    '“',
    '#1',
    '你\n好',
  ]
  const word = (): Tree => ({
    what: 'word',
    how: random.pick(['plain', 'plain', 'whole', 'loose', 'pinyin', 'sound', 'evasive'] as const),
    text: random.pick(texts),
  })
  const field = (): Tree => ({
    what: 'field',
    field: random.pick(['sender', 'group', 'kind', 'from'] as const),
    values: Array.from({ length: 1 + random.below(3) }, () => random.pick(texts)),
  })
  const tree = (depth: number): Tree => {
    const form = random.below(depth > 0 ? 6 : 2)
    if (form < 2) return form === 0 ? word() : field()
    if (form === 2) return { what: 'none', part: tree(depth - 1) }
    const parts = Array.from({ length: 2 + random.below(2) }, () => tree(depth - 1))
    return { what: form % 2 === 0 ? 'all' : 'any', parts }
  }

  test('2,000 random ones', () => {
    for (let n = 0; n < 2000; n++) {
      const one = tree(3)
      const text = printTree(one)
      if (text.length > MOST_LETTERS) continue
      let read: Tree | null
      try {
        read = readTree(text)
      } catch (error) {
        expect(error).toMatchObject({ code: 'query_too_many_words' })
        continue
      }
      expect(read, text).toEqual(one)
      expect(printTree(read)).toBe(text)
    }
  })
})
