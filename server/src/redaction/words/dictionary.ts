import { NONE, theLexicon } from './lexicon.ts'

// Questions to the word list about single words; unknown-names.ts weighs whole stretches instead.

const NAME = 'h'.charCodeAt(0)
const LONGEST = 4

/** A word this rare (浩然, 海波) is sooner a name where somebody bears it. */
const RARE = 40

/** So often used that it stands in every conversation: 今天, 我们, 大家. */
const COMMON = 30

export function isCommonWord(text: string): boolean {
  return costOf(text) < COMMON
}

/** Cost of a word of the dictionary. */
function costOf(text: string): number {
  const lexicon = theLexicon()
  let node = 0
  for (let i = 0; i < text.length; i += 1) {
    node = lexicon.next(node, text.charCodeAt(i))
    if (node <= 0) return NONE
  }
  return lexicon.costAt(node)
}

/** A word that people use, and in the dictionary not as a name. */
export function isEverydayWord(text: string): boolean {
  const lexicon = theLexicon()
  let node = 0
  for (let i = 0; i < text.length; i += 1) {
    node = lexicon.next(node, text.charCodeAt(i))
    if (node <= 0) return false
  }
  return node > 0 && lexicon.costAt(node) < RARE && lexicon.classAt(node) !== NAME
}

/** A word of the dictionary begins before `at` and ends behind it. */
export function isInsideWord(unit: Uint16Array, length: number, at: number): boolean {
  const lexicon = theLexicon()
  for (let start = Math.max(0, at - LONGEST + 1); start < at; start += 1) {
    let node = 0
    for (let i = start; i < length && i < start + LONGEST; i += 1) {
      node = lexicon.next(node, unit[i] ?? 0)
      if (node <= 0) break
      if (i >= at && lexicon.costAt(node) !== NONE && lexicon.classAt(node) !== NAME) return true
    }
  }
  return false
}

/** [start, end) is less than a word of the dictionary that holds it: 知秋 in 一叶知秋. */
export function isPartOfWord(unit: Uint16Array, length: number, start: number, end: number): boolean {
  const lexicon = theLexicon()
  for (let from = Math.max(0, end - LONGEST); from <= start; from += 1) {
    let node = 0
    for (let i = from; i < length && i < from + LONGEST; i += 1) {
      node = lexicon.next(node, unit[i] ?? 0)
      if (node <= 0) break
      const holds = i + 1 >= end && i + 1 - from > end - start
      if (holds && lexicon.costAt(node) !== NONE && lexicon.classAt(node) !== NAME) return true
    }
  }
  return false
}
