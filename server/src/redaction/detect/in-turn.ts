import { firstPiece, MOST_PIECES, type Piece } from '../codes/joint.ts'
import { looselyTold } from '../codes/loose-cues.ts'
import type { Finding } from '../text/finding.ts'
import { type Around, addParts, believed, type DetectOptions, detect, inOrder, jointParts, partsOf } from './detect.ts'
import { eachDictated, MOST_TOLD } from './dictation.ts'
import { eachSaidAgain } from './said-again.ts'
import { eachToldInParts, eachToldOn } from './told-on.ts'

/** The messages before and after the one at `place`; `edges`: those before the first and after the last. */
export function aroundIn(texts: readonly string[], place: number, edges: Around | null = null): Around {
  return { before: texts[place - 1] ?? edges?.before ?? '', after: texts[place + 1] ?? edges?.after ?? '' }
}

/** Says only that somebody listens: 嗯, 继续, ok. */
const LISTENS =
  /^(?:嗯+|哦+|好的?|行|对|收到|继续|接着说?|然后呢?|还有呢?|记下了?|ok|yes|yep|go on|got it)[,，。.!！~…?？\s]{0,3}$/iu
/** A piece of a number, with no more before it than words that say which: 然后19920322, 771X. */
const NUMERAL = '\\p{N}零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖'
const FIGURES = String.raw`^[\s…,，、.—-]{0,3}(?:(?:前面|后面|然后|接着|中间|最后|再来|末尾|后)(?:[两三四五六七八\d]位)?(?:的|是|为|[:：]){0,2}\s?)?(?<v>(?=.{0,3}[${NUMERAL}])[${NUMERAL}\s.,，、-]{1,14}x?)`
const PIECE = new RegExp(String.raw`${FIGURES}[\s…,，、.。—-]{0,3}$`, 'diu')
/** The last of them may go on in words: 4061，截图别外传. */
const LAST_PIECE = new RegExp(`${FIGURES}(?![${NUMERAL}a-z])`, 'diu')
/** Of so many messages before and after it a message may be a piece. */
export const FARTHEST = Math.max(MOST_PIECES, MOST_TOLD) - 1
/** 11MA07, 942F4M: of a code of a firm, which alone has letters in it. */
const CODE_PIECE = /^\s{0,3}(?<v>(?=[A-Z]{0,9}\d)[A-Z\d]{4,12})(?![A-Z\d])/di
/** 3c 5a, b4:1f: of the number of a device. */
const DEVICE = /mac|物理地址|网卡|蓝牙/i
const DEVICE_PIECE = /^[\s,，]{0,3}(?<v>[\da-f]{2}(?:[ :.-]{0,1}[\da-f]{2}){0,4})(?![a-z\d])/di
/** So many messages before may have asked. */
const NEAR = 3

/** `detect` for messages that follow one another in one conversation, each with its neighbours around it. */
export function detectInTurn(texts: readonly string[], options: DetectOptions): Finding[][] {
  const all = texts.map((text) => detect(text, { ...options, around: null }))
  // each border between two messages is looked at once, for both
  for (let i = 0; i <= texts.length && texts.length > 0; i += 1) {
    const before = texts[i - 1] ?? options.around?.before ?? ''
    const after = texts[i] ?? options.around?.after ?? ''
    const { ofBefore, ofAfter } = jointParts(before, after, options)
    addParts(all[i - 1] ?? [], ofBefore)
    addParts(all[i] ?? [], ofAfter)
  }
  for (let i = 0; i < texts.length; i += 1) {
    addDictated(texts, i, all, options)
    const said = texts.slice(Math.max(0, i - NEAR), i).join('\n')
    addParts(all[i] ?? [], believed(looselyTold(texts[i] ?? '', said), options.point))
  }
  eachDictated(texts, (place, parts) => addParts(all[place] ?? [], parts))
  eachSaidAgain(texts, all, (place, parts) => addParts(all[place] ?? [], parts))
  const { meter = { steps: 0 } } = options
  eachToldInParts(texts, (place, parts) => addParts(all[place] ?? [], parts), meter)
  eachToldOn(texts, all, (place, findings) => addParts(all[place] ?? [], findings))
  return all.map(inOrder)
}

/** A number that somebody says piece by piece, from the message at `first` on: 330106, 19880322 (嗯), 0018. */
function addDictated(texts: readonly string[], first: number, all: Finding[][], options: DetectOptions): void {
  for (const { read, holds, after } of DICTATED) {
    if (after?.test(texts[first] ?? '') === false) continue
    const { at, pieces } = piecesFrom(texts, first, read)
    // of two that touch, the border said it
    if (pieces.length < 2 || (at.at(-1) ?? first) === first + 1) continue
    for (const [k, parts] of partsOf(pieces, options).entries())
      addParts(all[at[k] ?? first] ?? [], parts.filter(holds))
  }
}

interface Read {
  /** Where in a message the piece stands. */
  readonly place: readonly [number, number]
  /** Nothing but the piece stands in it: the next may follow. */
  readonly goesOn: boolean
}

function readFigures(text: string): Read | null {
  const whole = PIECE.exec(text)
  const place = (whole ?? LAST_PIECE.exec(text))?.indices?.groups?.v
  return place === undefined ? null : { place, goesOn: whole !== null }
}

const readAs =
  (piece: RegExp) =>
  (text: string): Read | null => {
    const place = piece.exec(text)?.indices?.groups?.v
    return place === undefined ? null : { place, goesOn: text.slice(place[1]).trim() === '' }
  }

const DICTATED: readonly {
  read: (text: string) => Read | null
  holds: (finding: Finding) => boolean
  /** The first message has to say it. */
  after?: RegExp
}[] = [
  { read: readFigures, holds: () => true },
  { read: readAs(CODE_PIECE), holds: ({ kind }) => kind === 'uscc' },
  { read: readAs(DEVICE_PIECE), holds: ({ kind }) => kind === 'mac', after: DEVICE },
]

/** The pieces that begin with the message at `first`, and the messages that they stand in. */
function piecesFrom(
  texts: readonly string[],
  first: number,
  read: (text: string) => Read | null,
): { at: number[]; pieces: Piece[] } {
  const at = [first]
  const pieces = [firstPiece(texts[first] ?? '')]
  for (let i = first + 1; i < texts.length && pieces.length < MOST_PIECES; i += 1) {
    const text = texts[i] ?? ''
    const piece = read(text)
    if (piece !== null) {
      at.push(i)
      pieces.push({ text, start: piece.place[0], end: piece.place[1] })
      if (!piece.goesOn) break
    } else if (!LISTENS.test(text)) break
  }
  return { at, pieces }
}
