import { foldedText } from '../folding/folding.ts'
import { EVASIVE_TABLE } from './evasive.table.ts'

// Evasive spellings (加V, 薇信, vx …) by the words they stand for: a table, not a rule, so that what a query was expanded
// to can be read and disputed.

let kept: Map<string, string[]> | null = null

/** What a word is also written as, the word itself first; null: the table does not know it. Any spelling asks for all. */
export function spellingsOf(word: string): readonly string[] | null {
  kept ??= readTable()
  return kept.get(foldedText(word).trim()) ?? null
}

function readTable(): Map<string, string[]> {
  const table = new Map<string, string[]>()
  for (const line of EVASIVE_TABLE.trim().split('\n')) {
    const [names = '', list = ''] = line.split(' > ')
    const own = names.split('|').map(foldedText)
    const all = new Set([...own, ...list.split('|').map(foldedText)])
    for (const name of own) table.set(name, [name, ...[...all].filter((spelling) => spelling !== name)])
  }
  return table
}

/** Latin letters and digits only, and few, also apart from each other: inside longer words they mean nothing. */
export function isShortLatin(spelling: string): boolean {
  return /^[0-9a-z](?:[ .-]?[0-9a-z]){0,3}$/.test(spelling)
}
