import { type Instant, invariant } from '#base'
import type { RetentionClasses } from '#policy'
import { fold, foldedText } from '../folding/folding.ts'
import { kindsMask } from '../shards/columns.ts'
import { classesNamed } from './classes.ts'
import { isShortLatin, spellingsOf } from './evasive.ts'
import { fileNode, kindsNamed, timesNamed } from './field-values.ts'
import { type Field, MOST_WORDS, oneOrMany, printTree, readTree, refusal, type Tree } from './language.ts'
import { type CharacterClass, classesOf, hasSound, isInitial, readPinyin, sameSound, soundOf } from './sounds.ts'

// What a query asks of a record: the tree of language.ts with every word turned into what is looked for. Expansions are
// made here and nowhere else, and each is told (`expansion`).

export type Mode = 'normal' | 'exact'

/** A run of text to be found. `codePoints` is its folding; empty only in exact mode (a word of invisible characters). */
export interface Word {
  readonly what: 'word'
  /** As written. Exact mode looks for this. */
  readonly text: string
  readonly codePoints: readonly number[]
  /** The text is its own folding. */
  readonly toItself: boolean
}

/** What a text must hold somewhere. `whole`: the word at borders (borders.ts). `edits`: a whole word of [a-z0-9] that is
 *  these letters but for at most one changed, added, left out or two exchanged. `run`: one character of each class in a row. */
export type Sought =
  | Word
  | { readonly what: 'whole'; readonly word: Word }
  | { readonly what: 'edits'; readonly letters: string }
  | { readonly what: 'run'; readonly classes: readonly CharacterClass[] }

export type NamedColumn = 'conversation' | 'sender' | 'record'

/** What a record must be besides its text. `names`: its conversation, sender or own number is among those found for this place
 *  (names.ts). Times are half-open; undated records are in none. */
export type Asked =
  | { readonly what: 'names'; readonly place: number; readonly column: NamedColumn }
  | { readonly what: 'kinds'; readonly mask: number }
  | { readonly what: 'times'; readonly from: Instant | null; readonly to: Instant | null }

export type Node =
  | Sought
  | Asked
  | { readonly what: 'all' | 'any'; readonly parts: readonly Node[] }
  | { readonly what: 'none'; readonly part: Node }

export type NameField = Exclude<Field, 'kind' | 'file' | 'class' | 'from' | 'to'>

/** Who or what is meant by name; looked up inside the scope before the search (names.ts). */
export interface NameAsked {
  readonly field: NameField
  readonly values: readonly string[]
  /** Per value, how its letters may be read as pinyin of a person's name; empty where they are not meant so. */
  readonly readings: readonly (readonly string[][])[]
}

/** What the numbers found for a field are compared with. */
export function columnOf(field: NameField): NamedColumn {
  if (field === 'mark' || field === 'tag') return 'record'
  return field === 'sender' ? 'sender' : 'conversation'
}

export type ExpansionKind = 'word' | 'whole' | 'edit' | 'sound' | 'initials' | 'evasive' | 'field'

/** How one word or field was read. */
export interface Expansion {
  /** As it stands in the query. */
  readonly typed: string
  readonly kind: ExpansionKind
  /** What is looked for: folded words, syllables, spellings, values. Never whom a name was found to mean. */
  readonly became: readonly string[]
  /** It must not be there. */
  readonly isNot: boolean
}

export interface Query {
  readonly mode: Mode
  readonly tree: Tree | null
  /** null: everything in scope. */
  readonly root: Node | null
  readonly names: readonly NameAsked[]
  readonly expansion: readonly Expansion[]
}

/** A house whose policy has none. */
export const NO_CLASSES: RetentionClasses = { names: [], rules: [] }

/** What is made of the fields `class:` of one query: each looks at the rows of every month. */
const MOST_OF_CLASSES = 128

/**
 * Reads a query.
 *
 * @param classes what `class:` may name; null: they do not matter here, where only the words are wanted (wantedOf)
 * @throws Refusal (invalid) of readTree; `query_word_empty` (a word with nothing to look for), `query_pinyin_unreadable`,
 *   `query_exact_as_written` (an expansion in exact mode), `query_kind_unknown`, `query_time_unreadable`,
 *   `query_file_unreadable`, `query_class_unknown`
 */
export function parseQuery(text: string, mode: Mode, classes: RetentionClasses | null = NO_CLASSES): Query {
  return compileQuery(readTree(text), mode, classes)
}

/** @param classes as of parseQuery */
export function compileQuery(tree: Tree | null, mode: Mode, classes: RetentionClasses | null = NO_CLASSES): Query {
  const compiler = new Compiler(mode, classes)
  const root = tree ? compiler.node(tree) : null
  return { mode, tree, root, names: compiler.names, expansion: compiler.expansion }
}

class Compiler {
  readonly expansion: Expansion[] = []
  readonly names: NameAsked[] = []
  readonly #mode: Mode
  readonly #classes: RetentionClasses | null
  #negations = 0
  #ofClasses = 0

  constructor(mode: Mode, classes: RetentionClasses | null) {
    this.#mode = mode
    this.#classes = classes
  }

  node(tree: Tree): Node {
    if (tree.what === 'word') return this.#word(tree)
    if (tree.what === 'field') return this.#field(tree, tree.field)
    if (tree.what !== 'none') return { what: tree.what, parts: tree.parts.map((part) => this.node(part)) }
    this.#negations++
    const part = this.node(tree.part)
    this.#negations--
    return negated(part)
  }

  #word(tree: Extract<Tree, { what: 'word' }>): Node {
    const { how, text } = tree
    if (this.#mode === 'exact' && how !== 'plain' && how !== 'whole') throw refusal('query_exact_as_written')
    if (how === 'pinyin') return this.#pinyin(tree)
    const word = wordOf(text, this.#mode)
    if (how === 'plain' || how === 'whole') {
      this.#say(tree, how === 'plain' ? 'word' : 'whole', [this.#mode === 'exact' ? text : foldedText(text)])
      return how === 'plain' ? word : { what: 'whole', word }
    }
    const ways: Node[] = []
    if (how !== 'sound') ways.push(...this.#evasive(tree))
    if (how !== 'evasive') ways.push(...this.#sounds(tree, word))
    if (how === 'loose') ways.push(...this.#edits(tree, word))
    if (ways.length > 0) return oneOrMany('any', ways)
    this.#say(tree, 'word', [foldedText(text)]) // nothing loosens it: looked for as it is
    return word
  }

  #evasive(tree: Extract<Tree, { what: 'word' }>): Node[] {
    const spellings = spellingsOf(tree.text)
    if (!spellings) return []
    this.#say(tree, 'evasive', spellings)
    return spellings.map((spelling): Node => {
      const word = wordOf(spelling, 'normal')
      return isShortLatin(spelling) ? { what: 'whole', word } : word
    })
  }

  /** Han characters by any that sound like them, everything else as it is. */
  #sounds(tree: Extract<Tree, { what: 'word' }>, word: Word): Node[] {
    if (!word.codePoints.some(hasSound)) return []
    this.#say(tree, 'sound', [word.codePoints.map(soundOf).join(' ')])
    return [
      { what: 'run', classes: word.codePoints.map((each) => (hasSound(each) ? sameSound(each) : new Set([each]))) },
    ]
  }

  #edits(tree: Extract<Tree, { what: 'word' }>, word: Word): Node[] {
    const letters = String.fromCodePoint(...word.codePoints)
    // a number that differs in a digit is another number
    if (!/^(?=.*[a-z])[0-9a-z]{4,64}$/.test(letters)) return []
    this.#say(tree, 'edit', [letters])
    return [{ what: 'edits', letters }]
  }

  #pinyin(tree: Extract<Tree, { what: 'word' }>): Node {
    const usable = pinyinOf(tree.text)
    if (usable.length === 0) throw refusal('query_pinyin_unreadable')
    this.#sayPinyin(tree, usable)
    return oneOrMany(
      'any',
      usable.map((pieces): Node => ({ what: 'run', classes: classesOf(pieces) })),
    )
  }

  #field(tree: Extract<Tree, { what: 'field' }>, field: Field): Node {
    const { values } = tree
    switch (field) {
      case 'kind': {
        const kinds = kindsNamed(values)
        this.#say(tree, 'field', kinds)
        return { what: 'kinds', mask: kindsMask(kinds) }
      }
      case 'class':
        return this.#class(tree)
      case 'file': {
        const { endings, kinds } = fileNode(values)
        this.#say(
          tree,
          'field',
          endings.map((ending) => `.${ending}`),
        )
        return { what: 'all', parts: [{ what: 'kinds', mask: kindsMask(kinds) }, anyEnding(endings)] }
      }
      case 'from':
      case 'to': {
        const { at, said } = timesNamed(field, values)
        this.#say(tree, 'field', [said])
        return { what: 'times', from: field === 'from' ? at : null, to: field === 'to' ? at : null }
      }
      default: {
        this.#say(tree, 'field', values)
        const isPerson = field === 'sender' || field === 'participant' || field === 'subject'
        const readings = values.map((value) => (isPerson && this.#mode === 'normal' ? pinyinOf(value) : []))
        const all = readings.flat()
        if (all.length > 0) this.#sayPinyin(tree, all)
        this.names.push({ field, values, readings })
        return { what: 'names', place: this.names.length - 1, column: columnOf(field) }
      }
    }
  }

  /** What a class is, in other fields; they are told with it (`chat_general = -kind:event`), not one by one. */
  #class(tree: Extract<Tree, { what: 'field' }>): Node {
    if (!this.#classes) return NOTHING
    const meant = classesNamed(tree.values, this.#classes)
    const told = meant.map(({ name, records }) => {
      const said = records === 'all' ? '*' : records === 'nothing' ? '∅' : printTree(records)
      return `${name} = ${said}`
    })
    this.#say(tree, 'field', told)
    return oneOrMany(
      'any',
      meant.map(({ records }) =>
        records === 'all' ? negated(NOTHING) : records === 'nothing' ? NOTHING : this.#ofClass(records),
      ),
    )
  }

  #ofClass(tree: Tree): Node {
    if (tree.what === 'none') return negated(this.#ofClass(tree.part))
    if (tree.what === 'all' || tree.what === 'any')
      return { what: tree.what, parts: tree.parts.map((part) => this.#ofClass(part)) }
    invariant(tree.what === 'field', 'classes.ts makes fields')
    const { field, values } = tree
    if (++this.#ofClasses > MOST_OF_CLASSES) throw refusal('query_too_many_words', { most: MOST_WORDS })
    if (field === 'kind') return { what: 'kinds', mask: kindsMask(kindsNamed(values)) }
    invariant(field === 'platform' || field === 'conversation', 'of what a rule can say')
    // asked for once, however often the rules say it
    const known = this.names.findIndex((asked) => asked.field === field && asked.values === values)
    const place = known === -1 ? this.names.push({ field, values, readings: values.map(() => []) }) - 1 : known
    return { what: 'names', place, column: columnOf(field) }
  }

  #sayPinyin(tree: Tree, readings: readonly string[][]): void {
    const hasInitials = readings.some((pieces) => pieces.some(isInitial))
    this.#say(
      tree,
      hasInitials ? 'initials' : 'sound',
      readings.map((pieces) => pieces.join(' ')),
    )
  }

  #say(tree: Tree, kind: ExpansionKind, became: readonly string[]): void {
    this.expansion.push({ typed: printTree(tree), kind, became, isNot: this.#negations % 2 === 1 })
  }
}

const NOTHING: Node = { what: 'kinds', mask: 0 }

/** All kinds but some are kinds too, which can be asked of every hit at once (scope.ts, lifted). */
function negated(part: Node): Node {
  return part.what === 'kinds' ? { what: 'kinds', mask: ~part.mask } : { what: 'none', part }
}

function wordOf(text: string, mode: Mode): Word {
  const { codePoints, toItself } = fold(text)
  if (mode === 'exact' ? text === '' : codePoints.length === 0) throw refusal('query_word_empty')
  return { what: 'word', text, codePoints, toItself }
}

/** `zhāng` and `zhang1` as `zhang`: tones do not count. */
function withoutTones(written: string): string {
  const bare = written
    .normalize('NFD')
    .replace(/[\u0300\u0301\u0304\u030c]/g, '')
    .normalize('NFC')
  return bare.replace(/(?<=[a-zü])[1-5](?=[a-z\s'’]|$)/gu, ' ').trim()
}

/** Whole syllables, or at least two initials. */
function pinyinOf(text: string): string[][] {
  const letters = withoutTones(foldedText(text)).replaceAll('ü', 'v')
  const readings = /^[a-z][a-z\s'’]*$/u.test(letters) ? readPinyin(letters) : []
  return readings.filter((pieces) => pieces.length > 1 || (pieces[0]?.length ?? 0) > 1)
}

/** A name of a file with one of these endings, in any width and case: `合同.PDF`, `合同。pdf` not. */
function anyEnding(endings: readonly string[]): Node {
  return oneOrMany(
    'any',
    endings.map((ending): Node => ({ what: 'whole', word: wordOf(`.${ending}`, 'normal') })),
  )
}

/** The query is words and operators only: the index decides alone. */
export function isPlain(node: Node): boolean {
  if (node.what === 'word') return true
  if (node.what === 'none') return isPlain(node.part)
  return (node.what === 'all' || node.what === 'any') && node.parts.every(isPlain)
}

/** What a hit has because of the query, not in spite of it: what to highlight. */
export function wantedOf(query: Query): Sought[] {
  const wanted: Sought[] = []
  const visit = (node: Node, isWanted: boolean): void => {
    switch (node.what) {
      case 'none':
        visit(node.part, !isWanted)
        return
      case 'all':
      case 'any':
        for (const part of node.parts) visit(part, isWanted)
        return
      case 'names':
      case 'kinds':
      case 'times':
        return
      default:
        if (isWanted) wanted.push(node)
    }
  }
  if (query.root) visit(query.root, true)
  return wanted
}
