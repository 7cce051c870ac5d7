import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ResolvedScope } from '#access'
import type { Catalog, ParticipantCard } from '#archive'
import type { ConversationNo, ParticipantNo } from '#base'
import { foldedText } from './folding.ts'
import type { NameAsked } from './query.ts'

// Whom and what a query means by name, looked up inside the scope only: a name that occurs only outside finds the same as
// one that occurs nowhere, which is nothing.

/** What a name in a query was found to mean. */
export interface NamesFound {
  /** Participants for `sender`, else conversations. */
  readonly numbers: readonly number[]
  /** Conversations in which one of these speaks inside the scope are meant as well. */
  readonly spokenIn: readonly ParticipantNo[]
}

export interface NameSource {
  readonly catalog: Pick<Catalog, 'conversation' | 'conversationsOf' | 'counts'>
  findParticipants(text: string, limit: number): Promise<ParticipantCard[]>
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
const EVERYBODY = 1_000_000
const TURN = 256 // lookups between two turns of the event loop

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
  const found: NamesFound[] = []
  for (const name of asked) {
    if (name.field === 'sender') {
      found.push({ numbers: await peopleNamed(name.values, scope, source), spokenIn: [] })
    } else if (name.field === 'participant') {
      found.push(await takingPart(await peopleNamed(name.values, scope, source), scope, known, source))
    } else {
      found.push({ numbers: await conversationsNamed(name, scope, source), spokenIn: [] })
    }
  }
  return found
}

/** By number, or by a part of the account or of any name the archive has seen them under. */
async function peopleNamed(
  values: readonly string[],
  scope: ResolvedScope,
  source: NameSource,
): Promise<ParticipantNo[]> {
  const people = new Set<ParticipantNo>()
  for (const value of values) {
    const no = NUMBER.exec(value)?.[1]
    if (no) {
      people.add(Number(no) as ParticipantNo) // nothing but records in scope is compared with it
      continue
    }
    for (const text of new Set([value, foldedText(value)])) {
      const cards = await source.findParticipants(text, EVERYBODY)
      for (const [at, card] of cards.entries()) {
        if (at % TURN === TURN - 1) await nextTurn()
        if (isInside(source.catalog.conversationsOf([card.no]), scope)) people.add(card.no)
      }
    }
  }
  return [...people]
}

function isInside(conversations: ReadonlySet<ConversationNo>, { conversations: allowed }: ResolvedScope): boolean {
  if (allowed === 'all') return true
  for (const no of conversations) if (allowed.has(no)) return true
  return false
}

async function takingPart(
  people: readonly ParticipantNo[],
  scope: ResolvedScope,
  known: readonly ParticipantNo[],
  { catalog }: NameSource,
): Promise<NamesFound> {
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
