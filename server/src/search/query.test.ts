import { describe, expect, test } from 'vitest'
import { Refusal } from '#base'
import { chance } from '#test/search-oracle'
import { MOST_DEPTH, MOST_LETTERS, MOST_WORDS, type Mode, type Node, parseQuery, wantedWords } from './query.ts'

/** The tree in brackets: & all, | any, ! none. */
function shown(text: string, mode: Mode = 'normal'): string {
  const show = (node: Node): string => {
    if (node.what === 'word') return node.text
    if (node.what === 'none') return `!${show(node.part)}`
    return `(${node.parts.map(show).join(node.what === 'all' ? '&' : '|')})`
  }
  const { root } = parseQuery(text, mode)
  return root ? show(root) : ''
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
  expect(parseQuery('投訴 -ＡＢ "x  Y" NOT -①', 'normal').expansion).toEqual(['投诉', '-ab', 'x  y', '1'])
  expect(parseQuery('投訴 -ＡＢ', 'exact').expansion).toEqual(['投訴', '-ＡＢ'])
})

test('an invisible word may be asked for exactly, where it means something', () => {
  expect(shown('"\u200b"', 'exact')).toBe('\u200b')
  expect(codeOf('""', 'exact')).toBe('query_word_empty')
})

test('words that must not be there are not highlighted', () => {
  const words = (text: string) => wantedWords(parseQuery(text, 'normal')).map((word) => word.text)
  expect(words('a -b (c | -(d -e))')).toEqual(['a', 'c', 'e'])
  expect(words('')).toEqual([])
})
