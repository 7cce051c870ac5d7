import { Automaton } from '../text/automaton.ts'
import { isHan, type NormalText } from '../text/normal.ts'
import { type Steps, sorted } from '../text/steps.ts'
import { likenessOf, soundsTakenFor } from '../words/alike.ts'
import { isCommonWord, isEverydayWord, isInsideWord, isPartOfWord } from '../words/dictionary.ts'
import { theLexicon } from '../words/lexicon.ts'
import { GIVEN } from '../words/surnames.ts'
import { folded, isLed, saysName, speaks, titleAt } from './beside.ts'
import type { Pattern } from './pattern.ts'
import { isAddressed, isCalled, speaksOrOwns } from './words.ts'

// Names of the roster that somebody misspelt: 张玮 for 张伟, 静仪 for 静怡, 殴阳 for 欧阳. Looked for by sound, believed by what stands beside.
// Who is meant is not said: 李思远 may be somebody else than 李思源.

/** What is found so. */
export const MISSPELT: Pattern = { form: 'part', kind: 'name', capital: false, loose: false }
const COMMON_SOUND = 25

/** A name as its bearer writes it. */
export interface Meant {
  readonly chars: string
  /** Length of the surname in it, 0 = a given name or a nickname. */
  readonly surname: number
}

export interface Sounds {
  readonly automaton: Automaton
  readonly meant: readonly (readonly Meant[])[]
}

/** Ways in which one name is misspelt at most: some characters have many readings and look-alikes. */
const MOST_WAYS = 400
/** Names that sound the same: members of a group choose their own, and each is compared. */
const MOST_MEANT = 8

export class SoundsOf {
  readonly #meant = new Map<string, Meant[]>()

  add(chars: string, surname: number): void {
    const meant: Meant = { chars, surname }
    let keys = ['']
    for (const char of chars) {
      const sounds = soundsTakenFor(char)
      keys = keys.flatMap((key) => sounds.map((sound) => key + String.fromCharCode(sound)))
      if (keys.length > MOST_WAYS) return
    }
    for (const key of keys) {
      const before = this.#meant.get(key) ?? []
      const isNew = !before.some((one) => one.chars === chars && one.surname === surname)
      if (isNew && before.length < MOST_MEANT) before.push(meant)
      this.#meant.set(key, before)
    }
  }

  *making(): Steps<Sounds | null> {
    if (this.#meant.size === 0) return null
    const sounds = yield* sorted(this.#meant.keys())
    return { automaton: yield* Automaton.making(sounds), meant: sounds.map((sound) => this.#meant.get(sound) ?? []) }
  }
}

/** What of a name is written otherwise. */
interface Slip {
  readonly length: number
  readonly differing: number
  /** Of the given name. */
  readonly kept: number
  readonly surnameKept: boolean
  /** Only nearly the same sound. */
  readonly near: boolean
}

/** How sure units [start, end) are a misspelt one of `meant`; 0 = they are not. */
export function judgeAlike(
  text: NormalText,
  meant: readonly Meant[],
  start: number,
  end: number,
  faint: number,
): number {
  const written = folded(text, start, end)
  let best = 0
  for (const one of meant) {
    const slip = slipOf(one, written)
    if (slip !== null) best = Math.max(best, judgeSlip(text, one, slip, written, start, end, faint))
  }
  return best
}

function slipOf({ chars, surname }: Meant, written: string): Slip | null {
  if (written.length !== chars.length) return null
  let differing = 0
  let kept = 0
  let surnameKept = true
  let near = false
  for (let i = 0; i < chars.length; i += 1) {
    const likeness = likenessOf(chars.charAt(i), written.charAt(i))
    if (likeness === null) return null
    const twice = i > 0 && chars.charAt(i) === chars.charAt(i - 1) && written.charAt(i) === written.charAt(i - 1)
    if (twice && likeness !== 'same') kept += 1
    else if (likeness !== 'same') differing += 1
    else if (i >= surname) kept += 1
    if (likeness !== 'same' && i < surname) surnameKept = false
    near ||= likeness === 'near'
  }
  return differing === 0 ? null : { length: chars.length, differing, kept, surnameKept, near }
}

function judgeSlip(
  text: NormalText,
  { surname }: Meant,
  slip: Slip,
  written: string,
  start: number,
  end: number,
  faint: number,
): number {
  // 欧阳经理 is no 欧阳静
  if (surname > 0 && titleAt(text, start + surname) > 1) return 0
  const called = text.unit[start - 1] === 0x40 || titleAt(text, end) > 0 || saysName(text, start)
  if (!called && isPartOfWord(text.unit, text.length, start, end)) return 0
  if (!called && isEverydayWord(written)) return isPerson(text, slip, written, start, end) ? faint : 0
  const before = isHan(text.unit[start - 1] ?? 0) ? 1 : 0
  const after = end < text.length && isHan(text.unit[end] ?? 0) ? 1 : 0
  const crossed = [start, end].filter((at) => isInsideWord(text.unit, text.length, at)).length
  const alone = before + after === 0
  if (surname > 0 && slip.length > 2) {
    if (slip.kept === 0 && !slip.surnameKept) return called && alone ? faint : 0
    if (crossed > 0 && !called && before + after > 1) return 0
    const sure = slip.differing === 1 && !slip.near
    return sure || called || alone ? 0.5 : crossed === 0 || before === 0 ? faint : 0
  }
  if (slip.kept === 0 && !(surname > 0 && slip.surnameKept)) {
    const given = [...written].every((char) => GIVEN.has(char))
    return given && !slip.near && crossed === 0 && (called || before === 0) ? faint : 0
  }
  if (crossed === 2) return 0
  if (called || alone) return slip.near ? faint : 0.5
  if (crossed > 0 || (surname > 0 && !slip.surnameKept && isCommonSound(written))) return 0
  const isNamed = [...written.slice(surname)].every((char) => GIVEN.has(char))
  if (before === 0) return isNamed && slip.surnameKept && !slip.near ? 0.5 : faint
  return isLed(text, start) || speaks(text, end) ? faint : 0
}

/** 扬帆 for 杨帆: where somebody is spoken to, or does something; 成功 for 程功: only where spoken to. */
function isPerson(text: NormalText, slip: Slip, written: string, start: number, end: number): boolean {
  if (slip.near || slip.kept === 0) return false
  return isCommonWord(written)
    ? isCalled(text, start, end)
    : isAddressed(text, MISSPELT, start, end) || speaksOrOwns(text, start, end)
}

/** 好帅 is no 郝帅: the character is a word of everything. */
function isCommonSound(written: string): boolean {
  return theLexicon().costOfLone(written.charCodeAt(0)) < COMMON_SOUND
}
