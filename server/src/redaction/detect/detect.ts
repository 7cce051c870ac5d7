import { findColumns } from '../codes/columns.ts'
import { dictatedIn } from '../codes/dictated.ts'
import { findEmails } from '../codes/email.ts'
import { findPatterns } from '../codes/find-patterns.ts'
import { type Joint, jointly, jointPieces, jointWithin, type Piece } from '../codes/joint.ts'
import { looselyTold } from '../codes/loose-cues.ts'
import { findNumbers } from '../codes/structured.ts'
import { findEnglish, withoutBrands } from '../english/english.ts'
import { findIntroduced, takeSurname } from '../english/english-cues.ts'
import { findListedNames } from '../english/listed-names.ts'
import { findSpokenNames } from '../english/spoken-names.ts'
import { withoutSung } from '../english/sung.ts'
import { findToldForms, takeTitle } from '../english/told-forms.ts'
import { type HiddenRun, hiddenRuns, showMasked } from '../masks/mask.ts'
import { answered } from '../names/asked-names.ts'
import { findLatinNames } from '../names/latin-names.ts'
import { findUnknownNames } from '../names/unknown-names.ts'
import { findAddresses } from '../places/address.ts'
import { findEnglishAddresses } from '../places/english-address.ts'
import { findPostCodes } from '../places/post-codes.ts'
import { findNames } from '../roster/names.ts'
import { FAINT } from '../roster/pattern.ts'
import { type Roster, withUnder } from '../roster/roster.ts'
import type { Finding, Meter, SensitiveKind } from '../text/finding.ts'
import { normalise } from '../text/normal.ts'
import { type ReadingText, readingText } from '../text/reading-text.ts'
import { settle } from './settle.ts'
import { withStrangers } from './strangers.ts'

/** review: balanced, for a person who reads on a screen. release: for bytes that leave, where a leak weighs more than a star too many. */
export type DetectPoint = 'review' | 'release'

export interface DetectOptions {
  point: DetectPoint
  roster?: Roster | null
  /** Names found in the same conversation (`foundNames`): looked for like a roster. Absent: those that came with the roster. */
  found?: Roster | null
  /** The messages before and after it in the same conversation: a number may be sent in two. '' = none. */
  around?: Around | null
  meter?: Meter
}

export interface Around {
  readonly before: string
  readonly after: string
}

/** Least confidence of a kind at a point. */
const LEAST: Readonly<Record<DetectPoint, Readonly<Partial<Record<SensitiveKind, number>>> & { other: number }>> = {
  review: {
    other: 0.4,
    address: 0.5,
    url: 0.6,
    mobile: 0.25,
    landline: 0.25,
    phone: 0.25,
    id: 0.25,
    card: 0.25,
    email: 0.25,
    name: 0,
    account: 0.25,
  },
  release: { other: 0.25, address: 0.3, name: 0 },
}

/** Least score of a name that nobody put in a roster (unknown-names.ts). */
const UNKNOWN: Readonly<Record<DetectPoint, number>> = { review: -0.95, release: -2.85 }

/** How much the English tagger favours `nothing`, in tenths of its weights. */
const LEAN: Readonly<Record<DetectPoint, number>> = { review: 0, release: -20 }

/** Stars and signs alone say nothing more: of an address by itself nothing else is left. */
const SAYS_MORE = /[^\s\p{P}]/u

/** Passes until what is left of a text has nothing more in it; most texts need one. */
const MOST_PASSES = 5
/** A longer text (no message is) is looked at twice. */
const LONG = 50_000

/**
 * Everything sensitive in a text: see `KINDS`. Sorted by start; findings of different kinds may overlap (a name inside an e-mail), a
 * mask then hides what any of them hides. What the words around a name say changes once they are masked: the masked text is
 * looked at again, so that a second run on what was shown finds nothing new. Time and memory grow with the length of the text only,
 * whatever a sender put into it.
 */
export function detect(text: string, options: DetectOptions): Finding[] {
  const findings = detectOnce(text, options)
  const passes = text.length > LONG ? 2 : MOST_PASSES
  for (let pass = 1; pass < passes && findings.length > 0; pass += 1) {
    const runs = hiddenRuns(text, findings)
    const { shown } = showMasked(text, runs)
    if (shown === text || !SAYS_MORE.test(shown)) break
    const known = new Set(findings.map(keyOf))
    const hidden = new Uint8Array(text.length)
    for (const { start, end } of runs) hidden.fill(1, start, end)
    const places = placesOf(text, shown.length, runs)
    const more = detectOnce(shown, options, true)
      .map((finding) => movedTo(finding, places))
      .filter((one) => hidden.subarray(one.start, one.end).includes(0) && !known.has(keyOf(one)))
    if (more.length === 0) break
    for (const finding of more) findings.push(finding)
  }
  addParts(
    findings,
    jointWithin(text, (joined) => fixedIn(joined, options)),
  )
  addParts(findings, believed(looselyTold(text, options.around?.before ?? ''), options.point))
  if (options.around !== undefined && options.around !== null) addJoint(text, findings, options, options.around)
  return inOrder(findings)
}

/** What is sure enough at a point. */
export function believed(findings: readonly Finding[], point: DetectPoint): Finding[] {
  const least = LEAST[point]
  return findings.filter(({ kind, confidence }) => confidence >= (least[kind] ?? least.other))
}

export function inOrder(findings: Finding[]): Finding[] {
  return findings.sort((a, b) => a.start - b.start || b.end - a.end)
}

function addJoint(text: string, findings: Finding[], options: DetectOptions, { before, after }: Around): void {
  addParts(findings, jointParts(before, text, options).ofAfter)
  addParts(findings, jointParts(text, after, options).ofBefore)
}

/** What two messages that follow one another say only together. */
export function jointParts(before: string, after: string, options: DetectOptions): Joint {
  const joint = jointly(before, after, (joined) => fixedIn(joined, options))
  if (options.point === 'release') joint.ofAfter.push(...answered(before, after))
  return joint
}

/** What several messages say only together, a piece each. */
export function partsOf(pieces: readonly Piece[], options: DetectOptions): Finding[][] {
  return jointPieces(pieces, (joined) => fixedIn(joined, options))
}

/** Adds what no finding holds that is as sure. */
export function addParts(findings: Finding[], parts: readonly Finding[]): void {
  for (const one of parts) {
    // a sum may be shown: it hides nothing else
    const known = ({ start, end, confidence, kind }: Finding): boolean =>
      start <= one.start && end >= one.end && confidence >= one.confidence && (kind !== 'amount' || one.kind === kind)
    if (findings.some(known)) continue
    // the whole says better than its part what it is, and keeps nothing of it
    const weaker = findings.findIndex(
      ({ start, end, kind }) => start === one.start && end === one.end && kind !== 'name',
    )
    if (weaker >= 0 && one.part === true) findings.splice(weaker, 1)
    findings.push(one)
  }
}

/** Numbers and codes by themselves. */
function fixedIn(text: string, { point, meter = { steps: 0 } }: DetectOptions): Finding[] {
  const normal = normalise(text)
  meter.steps += normal.length
  return settled(findFixed(readingText(normal), { point, roster: null, found: null }, meter), point)
}

function settled(findings: readonly Finding[], point: DetectPoint): Finding[] {
  return settle(believed(findings, point))
}

function keyOf({ kind, start, end }: Finding): string {
  return `${kind} ${start} ${end}`
}

/** Where each unit of the masked text stands in the original: a mask is one star for each code point. */
function placesOf(text: string, length: number, runs: readonly HiddenRun[]): Int32Array {
  const places = new Int32Array(length + 1)
  let at = 0
  let run = 0
  for (let i = 0; i <= length; i += 1) {
    places[i] = at
    while (run < runs.length && (runs[run]?.end ?? 0) <= at) run += 1
    const hidden = (runs[run]?.start ?? text.length) <= at
    at += hidden && (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
  }
  return places
}

function movedTo(finding: Finding, places: Int32Array): Finding {
  const back = (place: number): number => places[place] ?? 0
  return { ...finding, start: back(finding.start), end: back(finding.end), atoms: finding.atoms.map(back) }
}

/** `speech`: only what depends on the words around it; numbers were found the first time. */
function detectOnce(text: string, options: DetectOptions, speech = false): Finding[] {
  const { point, meter = { steps: 0 } } = options
  const normal = normalise(text)
  meter.steps += normal.length
  const reading = readingText(normal)
  const fixed = speech ? [] : findFixed(reading, options, meter)
  if (!speech) addParts(fixed, dictatedIn(reading))
  const names = findUnknownNames(reading, UNKNOWN[point], meter, options.roster?.lessons ?? null)
  const findings = withStrangers(text, fixed, names)
  for (const finding of findAddresses(reading, point === 'release', peopleIn(reading, names), meter))
    findings.push(finding)
  for (const finding of findEnglishAddresses(text, meter)) findings.push(finding)
  for (const finding of findPostCodes(text, meter)) findings.push(finding)
  addInLetters(text, names, point, meter)
  addUnknown(text, findings, names)
  return settled(findings, point)
}

/** Without one of these nothing stands in letters, and most Chinese texts have none. */
const LETTER = /[A-Za-z\u00c0-\u024f\p{Lu}]/u

/** Adds the names in Latin letters to the Chinese ones. */
function addInLetters(text: string, names: Finding[], point: DetectPoint, meter: Meter): void {
  if (!LETTER.test(text)) return
  names.push(...findLatinNames(text, names, point === 'release', meter))
  const english = [
    ...findEnglish(text, LEAN[point], point === 'review', meter),
    ...findIntroduced(text, point === 'release', meter),
    ...findListedNames(text, point === 'release', meter),
    ...findSpokenNames(text, point === 'release', meter),
  ]
  for (const finding of findToldForms(text, point === 'release', meter)) english.push(finding)
  for (const finding of withoutBrands(text, withoutSung(text, english))) names.push(finding)
  if (point === 'release') for (const finding of names) takeSurname(text, finding)
  for (const finding of names) takeTitle(text, finding)
}

/**
 * Names that a text alone gives away, without the rest that `detect` finds: more of them than `detect` leaves (中山 of 中山路), for a
 * fraction of its time. So it tells which texts are worth `detect`, and no more.
 */
export function namesAlone(text: string, { point, roster, meter = { steps: 0 } }: DetectOptions): Finding[] {
  const normal = normalise(text)
  meter.steps += normal.length
  const names = findUnknownNames(readingText(normal), UNKNOWN[point], meter, roster?.lessons ?? null)
  addInLetters(text, names, point, meter)
  return names
}

/** Numbers, codes and the names of the roster. */
function findFixed(
  reading: ReadingText,
  { point, roster, found = roster?.found }: DetectOptions,
  meter: Meter,
): Finding[] {
  const findings = findNumbers(reading.normal, meter)
  for (const finding of findEmails(reading.normal, meter)) findings.push(finding)
  for (const finding of findPatterns(reading, meter)) findings.push(finding)
  for (const finding of findColumns(reading, meter)) findings.push(finding)
  for (const names of [...withUnder(roster), ...withUnder(found)]) {
    for (const finding of findNames(reading.normal, names, meter)) {
      if (point !== 'release' && finding.confidence <= FAINT) continue
      takeTitle(reading.normal.text, finding)
      findings.push(finding)
    }
  }
  return findings
}

/** So sure of a name that no address reaches over it. */
const SURE = 0.9

function peopleIn({ normal }: ReadingText, names: readonly Finding[]): Uint8Array {
  const people = new Uint8Array(normal.length)
  let unit = 0
  for (const { start, confidence } of [...names].sort((a, b) => a.start - b.start)) {
    while (unit < normal.length && (normal.from[unit] ?? 0) < start) unit += 1
    if (confidence >= SURE && unit < normal.length) people[unit] = 1
  }
  return people
}

const ADDRESS = 1
const OTHER = 2

/** Names that no roster knows, where nothing surer is: 中山路 is an address, 张伟 of the roster is himself. */
function addUnknown(text: string, findings: Finding[], names: readonly Finding[]): void {
  const known = findings.filter(({ confidence }) => confidence >= 0.5)
  const hidden = new Uint8Array(known.length === 0 ? 0 : text.length)
  for (const { start, end, kind } of known) if (kind === 'address') hidden.fill(ADDRESS, start, end)
  for (const { start, end, kind } of known) if (kind !== 'address') hidden.fill(OTHER, start, end)
  for (const finding of names) {
    const under = hidden.subarray(finding.start, finding.end)
    // of an address a pattern may see the half, and the tagger all of it
    if (!under.includes(OTHER) && (finding.kind === 'address' || !under.includes(ADDRESS))) findings.push(finding)
  }
}
