import { describe, expect, it } from 'vitest'
import { readTable } from '../text/table.ts'
import { NONE, WordTrie } from './word-trie.ts'

const WORDS = readTable(new URL('words.table.txt', import.meta.url))

/** The list read the plain way: each word with its class and the character of its cost. */
function listOf(words: string): Map<string, string> {
  const list = new Map<string, string>()
  for (const line of words.split('\n')) {
    const first = line.charAt(0)
    for (const [, rest = '', told = ''] of line.slice(1).matchAll(/([^\0-\x7f]*)([\0-\x7f]{2})/g))
      list.set(first + rest, told)
  }
  return list
}

function toldOf(trie: WordTrie, word: string): string | null {
  let node = 0
  for (let i = 0; i < word.length; i += 1) {
    node = trie.next(node, word.charCodeAt(i))
    if (node === 0) return null
  }
  const cost = trie.cost[node] ?? NONE
  return cost === NONE ? null : String.fromCharCode(trie.sort[node] ?? 0) + ALPHABET.charAt(cost)
}

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

describe('the word list', () => {
  it('has every word of the table with its class and cost, and no other', () => {
    const trie = new WordTrie(WORDS)
    const list = listOf(WORDS)
    expect(list.size).toBeGreaterThan(90_000)
    const wrong = [...list].filter(([word, told]) => toldOf(trie, word) !== told)
    expect(wrong).toEqual([])
    // a character more, less or another
    for (const word of [...list.keys()].filter((_, i) => i % 97 === 0))
      for (const other of [word.slice(0, -1), `${word}龘`, `${word.slice(0, -1)}龘`, `龘${word}`])
        expect(toldOf(trie, other)).toBe(list.get(other) ?? null)
  })
  it('does not want its words in an order', () => {
    const trie = new WordTrie('乙zn甲n1\n一二b2丁c3')
    expect(['乙', '乙甲', '一二', '一丁', '一', '甲', '乙二'].map((word) => toldOf(trie, word))).toEqual([
      'zn',
      'n1',
      'b2',
      'c3',
      null,
      null,
      null,
    ])
  })
})
