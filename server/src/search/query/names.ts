import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ResolvedScope } from '#access'
import type { Catalog } from '#archive'
import type { ConversationNo, ParticipantNo, RecordNo } from '#base'
import { foldedText } from '../folding/folding.ts'
import type { NameAsked } from './query.ts'
import { FoldedText, placesOf } from './seek.ts'
import { classesOf } from './sounds.ts'

// Whom and what a query means by name, looked up inside the scope only: a name that occurs only outside finds the same as
// one that occurs nowhere, which is nothing.

/** What a name in a query was found to mean. */
export interface NamesFound {
  /** Participants for `sender`, else conversations. */
  readonly numbers: readonly number[]
  /** Conversations in which one of these speaks inside the scope are meant as well. */
  readonly spokenIn: readonly ParticipantNo[]
}

/** A participant with every name the archive has seen it under. */
export interface NamedParticipant {
  readonly no: ParticipantNo
  readonly account: string
  readonly names: readonly string[]
}

/** What the house knows besides the archive. All of it is asked for whatever the name is: only what is inside counts. */
export interface NameSource {
  readonly catalog: Pick<Catalog, 'conversation' | 'conversationsOf' | 'counts' | 'participantOf'>
  /** Everybody, in parts: a house has hundreds of thousands. */
  participants(): AsyncIterable<readonly NamedParticipant[]>
  /** Customers with the accounts that are known to be theirs. */
  subjects(): Promise<
    readonly { readonly id: string; readonly name: string; readonly participants: readonly ParticipantNo[] }[]
  >
  /** Accounts of the house's own people, by the department in the directory or by the groups they are in. */
  staff(
    by: 'department' | 'project',
  ): Promise<readonly { readonly value: string; readonly platform: string; readonly account: string }[]>
  /** What stands on records under this permit and inside its scope, as far as the asker may see it. */
  marks(): Promise<readonly { readonly record: RecordNo; readonly kind: string; readonly text: string }[]>
}

/** The words people use for the platforms that sources name. */
const PLATFORM_NAMES = new Map([
  ['企业微信', 'wecom'],
  ['微信', 'wechat'],
  ['短信', 'sms'],
  ['钉钉', 'dingtalk'],
  ['飞书', 'feishu'],
  ['电话', 'call'],
])

const NUMBER = /^[#＃]([0-9]{1,9})$/u
const TURN = 256 // lookups between two turns of the event loop

const MARK_NAMES = new Map([
  ['mark', 'mark'],
  ['标记', 'mark'],
  ['tag', 'tag'],
  ['标签', 'tag'],
  ['note', 'note'],
  ['备注', 'note'],
  ['any', 'any'],
  ['任何', 'any'],
])

/**
 * @param known people whose taking part is itself part of the permit, e.g. those a grant was given for: for them the list
 *   of members counts, for others only what they said inside the scope
 */
export async function findNames(
  asked: readonly NameAsked[],
  scope: ResolvedScope,
  known: readonly ParticipantNo[],
  source: NameSource,
): Promise<NamesFound[]> {
  const people = await peopleNamed(asked, scope, source)
  const found: NamesFound[] = []
  for (const [at, name] of asked.entries()) {
    const numbers = people[at]
    if (numbers && name.field === 'sender') found.push({ numbers: [...numbers], spokenIn: [] })
    else if (numbers) found.push(takingPart([...numbers], scope, known, source))
    else if (name.field === 'mark' || name.field === 'tag') found.push(await recordsMarked(name, source))
    else found.push({ numbers: await conversationsNamed(name, scope, source), spokenIn: [] })
  }
  return found
}

/** For each place of the query that means people: who they are. */
async function peopleNamed(
  asked: readonly NameAsked[],
  scope: ResolvedScope,
  source: NameSource,
): Promise<(Set<ParticipantNo> | null)[]> {
  const found: (Set<ParticipantNo> | null)[] = []
  for (const { field, values, readings } of asked) {
    const people = new Set<ParticipantNo>()
    if (field === 'subject') await addSubjects(people, values, readings, scope, source)
    else if (field === 'department' || field === 'project') await addStaff(people, field, values, scope, source)
    else if (field === 'sender' || field === 'participant') addNumbers(people, values)
    else {
      found.push(null)
      continue
    }
    found.push(people)
  }
  await addParticipants(found, asked, scope, source)
  return found
}

function addNumbers(people: Set<ParticipantNo>, values: readonly string[]): void {
  for (const value of values) {
    const no = NUMBER.exec(value)?.[1]
    if (no) people.add(Number(no) as ParticipantNo) // nothing but records in scope is compared with it
  }
}

/** By a part of the account or of any name the archive has seen them under: one walk over everybody for the whole query. */
async function addParticipants(
  found: readonly (Set<ParticipantNo> | null)[],
  asked: readonly NameAsked[],
  scope: ResolvedScope,
  source: NameSource,
): Promise<void> {
  const wanted = asked.flatMap(({ field, values, readings }, at) => {
    const people = found[at]
    if (!people || (field !== 'sender' && field !== 'participant')) return []
    return values.flatMap((value, place) =>
      NUMBER.test(value) ? [] : [{ people, named: namedLike(value, readings[place] ?? []) }],
    )
  })
  if (wanted.length === 0) return
  for await (const some of source.participants()) {
    for (const [at, { no, account, names }] of some.entries()) {
      if (at % TURN === TURN - 1) await nextTurn()
      const folded = [account, ...names].map(foldedName)
      const meant = wanted.filter(({ named }) => named(folded))
      if (meant.length > 0 && isInside(source.catalog.conversationsOf([no]), scope))
        for (const { people } of meant) people.add(no)
    }
  }
}

const PRINTABLE_ASCII = /^[ -~]*$/

/** As foldedText; most accounts need no table. */
export function foldedName(name: string): string {
  return PRINTABLE_ASCII.test(name) ? name.toLowerCase() : foldedText(name)
}

/** A test of folded names: a part of one; `=…`: a whole one; or characters that sound like it, in a row. */
function namedLike(value: string, readings: readonly string[][]): (folded: readonly string[]) => boolean {
  const whole = /^[=＝](.+)$/u.exec(value)?.[1]
  if (whole !== undefined) {
    const wanted = foldedText(whole)
    return (folded) => folded.includes(wanted)
  }
  const wanted = foldedText(value)
  const runs = readings.map((pieces) => ({ what: 'run' as const, classes: classesOf(pieces) }))
  const sounds = (name: string) => {
    if (runs.length === 0 || name === '') return false
    const text = new FoldedText(Array.from(name, (character) => character.codePointAt(0) ?? 0))
    return runs.some((run) => placesOf(run, text).length > 0)
  }
  return (folded) => folded.some((name) => (wanted !== '' && name.includes(wanted)) || sounds(name))
}

async function addSubjects(
  people: Set<ParticipantNo>,
  values: readonly string[],
  readings: readonly (readonly string[][])[],
  scope: ResolvedScope,
  source: NameSource,
): Promise<void> {
  const tests = values.map((value, at) => ({ value, named: namedLike(value, readings[at] ?? []) }))
  for (const [at, { id, name, participants }] of (await source.subjects()).entries()) {
    if (at % TURN === TURN - 1) await nextTurn()
    const folded = [foldedText(name)]
    if (!tests.some(({ value, named }) => value === id || named(folded))) continue
    for (const no of participants) if (isInside(source.catalog.conversationsOf([no]), scope)) people.add(no)
  }
}

async function addStaff(
  people: Set<ParticipantNo>,
  field: 'department' | 'project',
  values: readonly string[],
  scope: ResolvedScope,
  source: NameSource,
): Promise<void> {
  const tests = values.map((value) => namedLike(value, []))
  for (const [at, { value, platform, account }] of (await source.staff(field)).entries()) {
    if (at % TURN === TURN - 1) await nextTurn()
    const folded = [foldedText(value)]
    if (!tests.some((named) => named(folded))) continue
    const no = source.catalog.participantOf(platform, account)?.no
    if (no !== undefined && isInside(source.catalog.conversationsOf([no]), scope)) people.add(no)
  }
}

/** `mark:` takes kinds of marks, and else a tag's word; `tag:` the word of a tag. */
async function recordsMarked({ field, values }: NameAsked, source: NameSource): Promise<NamesFound> {
  const words = new Set(values.map(foldedText))
  const kinds = new Set(field === 'mark' ? [...words].map((word) => MARK_NAMES.get(word)) : [])
  const isMeant = (kind: string, text: string) =>
    kinds.has('any') || kinds.has(kind) || (kind === 'tag' && words.has(foldedText(text)))
  const marks = await source.marks()
  return { numbers: marks.filter(({ kind, text }) => isMeant(kind, text)).map(({ record }) => record), spokenIn: [] }
}

function isInside(conversations: ReadonlySet<ConversationNo>, { conversations: allowed }: ResolvedScope): boolean {
  if (allowed === 'all') return true
  for (const no of conversations) if (allowed.has(no)) return true
  return false
}

function takingPart(
  people: readonly ParticipantNo[],
  scope: ResolvedScope,
  known: readonly ParticipantNo[],
  { catalog }: NameSource,
): NamesFound {
  // Who belongs to a conversation may be known from records outside the scope's time or kinds: then only speaking counts.
  const isWhole = scope.from === null && scope.to === null && scope.kinds === null && scope.undated
  const members = isWhole ? people : people.filter((no) => known.includes(no))
  return { numbers: [...catalog.conversationsOf(members)], spokenIn: isWhole ? [] : people }
}

async function conversationsNamed(
  { field, values }: NameAsked,
  scope: ResolvedScope,
  { catalog }: NameSource,
): Promise<ConversationNo[]> {
  const wanted = values.map((value) => ({
    no: Number(NUMBER.exec(value)?.[1] ?? 0),
    text: value,
    folded: foldedText(value),
  }))
  const platforms = new Set(wanted.map(({ folded }) => PLATFORM_NAMES.get(folded) ?? folded))
  const found: ConversationNo[] = []
  let at = 0
  for (const no of numbersOf(scope, catalog.counts().conversations)) {
    if (++at % TURN === 0) await nextTurn()
    const card = catalog.conversation(no)
    if (!card) continue
    const title = foldedText(card.title === '' ? card.id : card.title)
    const isMeant =
      field === 'platform'
        ? platforms.has(foldedText(card.platform))
        : wanted.some((one) => one.no === no || (field === 'group' ? title.includes(one.folded) : card.id === one.text))
    if (isMeant) found.push(no)
  }
  return found
}

function* numbersOf({ conversations }: ResolvedScope, count: number): Generator<ConversationNo> {
  if (conversations !== 'all') yield* conversations
  else for (let no = 1; no <= count; no++) yield no as ConversationNo // the house counts them from 1
}
