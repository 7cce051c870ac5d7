import type { z } from 'zod'
import { type Permit, resolveScope } from '#access'
import type { OpenedRecord } from '#archive'
import type { ActReceipt } from '#audit'
import { type ConversationNo, type Instant, invariant, type ParticipantNo } from '#base'
import type { SignedIn } from '#identity'
import { maskAccountForScreen, maskForScreen, maskNameForScreen, type Roster } from '#redaction'
import { type SearchAnswer as Found, findNames, type Hit, highlightsOf, parseQuery, type SearchInput } from '#search'
import { shownAttachments } from './attachments.ts'
import type { House } from './house.ts'
import { nameSource } from './names.ts'
import type { SearchAnswer, SearchInput as WireSearch } from './schema/index.ts'

// Where permission, audit, search, archive and masks meet. The order is the safety: permit, act on disk, search inside
// the scope, open inside the scope, mask. Nothing below reads content before the act above it is synced.

type Input = z.output<typeof WireSearch>
type Answer = z.input<typeof SearchAnswer>

export async function find(house: House, actor: SignedIn, input: Input): Promise<Answer> {
  // 1. The permit, with what it covers now. No permit, or somebody else's: not found.
  const permit = await house.requests.permitFor(actor, input.permit)
  // 2. A query that cannot be read is refused before it counts as an attempt.
  const query = parseQuery(input.query, input.mode)
  // 3. The act, synced. What was typed stands in it, encrypted at rest, for the auditor.
  const receipt = await recordSearch(house, actor, permit, input)
  // 4. Whom the query's names mean inside the scope, and the search inside it.
  const since = performance.now()
  const scope = resolveScope(permit.scope, (people) => house.archive.catalog.conversationsOf(people))
  const source = nameSource(house, actor, { permit: permit.id, scope }, receipt)
  const names = await findNames(query.names, scope, permit.scope.people, source)
  const found = await house.search.run(receipt, { ...inputOf(input), names, scope }, since)
  // 5. Open what is on this page, inside the scope, and mask it.
  const opened = input.open ? await openHits(house, permit, receipt, found.hits) : []
  const around = await surroundings(house)
  const hits = found.hits.map((hit, place) => ({
    ...wireHit(hit, opened[place]),
    ...shown(around, opened[place], query),
  }))
  return {
    total: found.total,
    hits,
    next: found.next,
    scope: await house.requests.scopeWords(actor, permit),
    indexed: house.archive.catalog.indexed(found.indexed),
    expansion: wireExpansion(found.expansion),
    days: found.days ? found.days.map(({ day, hits: count }) => ({ day, hits: count })) : null,
    facets: wireFacets(house, around, found.facets),
    act: receipt.id,
  }
}

function recordSearch(house: House, actor: SignedIn, permit: Permit, input: Input): Promise<ActReceipt> {
  const { query, mode, from, to, senders, conversations, kinds, order, limit, open } = input
  return house.recorder.record({
    action: permit.kind === 'window' ? 'search.window' : 'search.grant',
    actor,
    permit: permit.id,
    detail: {
      query,
      mode,
      order,
      limit,
      open,
      from: from ?? null,
      to: to ?? null,
      senders: senders ?? null,
      conversations: conversations ?? null,
      kinds: kinds ?? null,
      continued: Boolean(input.cursor),
    },
  })
}

function inputOf(input: Input): Omit<SearchInput, 'scope'> {
  return {
    query: input.query,
    mode: input.mode,
    from: (input.from ?? null) as Instant | null, // wire times are ms UTC
    to: (input.to ?? null) as Instant | null,
    senders: (input.senders ?? null) as ParticipantNo[] | null, // checked as positive integers; unknown ones match nothing
    conversations: (input.conversations ?? null) as ConversationNo[] | null,
    kinds: input.kinds ?? null,
    order: input.order,
    cursor: input.cursor ?? null,
    limit: input.limit,
    placesOnly: input.open,
    byDay: input.byDay,
    facets: input.facets,
  }
}

async function openHits(
  house: House,
  permit: Permit,
  receipt: ActReceipt,
  hits: readonly Hit[],
): Promise<OpenedRecord[]> {
  if (hits.length === 0) return []
  return house.archive.open(
    permit,
    receipt,
    hits.map(({ record }) => record),
  )
}

function wireHit({ record, time, about }: Hit, opened: OpenedRecord | undefined): Answer['hits'][number] {
  if (opened) {
    return { record, time, conversation: opened.convNo, sender: opened.senderNo, kind: opened.fields.kind }
  }
  invariant(about !== null, 'what is not opened is told by the index')
  return { record, time, ...about }
}

export function wireExpansion(expansion: Found['expansion']): Answer['expansion'] {
  return expansion.map(({ typed, kind, became, isNot }) => ({ typed, kind, became: [...became], isNot }))
}

/** Numbers with the names a screen may show of them. */
function wireFacets(
  house: House,
  around: (no: ConversationNo) => Surroundings,
  { sender, kind, conversation }: Found['facets'],
): Answer['facets'] {
  const { catalog } = house.archive
  const nameOf = (no: ParticipantNo) => {
    const card = catalog.participant(no)
    const masks = house.screen.masks()
    return (
      card && (card.name ? maskNameForScreen(card.name, null, masks) : maskAccountForScreen(card.account, null, masks))
    )
  }
  const titled = (no: ConversationNo, hits: number) => ({
    conversation: no,
    title: around(no).conversationTitle,
    hits,
  })
  return {
    ...(sender && {
      sender: {
        top: sender.top.map(({ value, hits }) => ({
          sender: value,
          name: value === null ? null : nameOf(value),
          hits,
        })),
        rest: sender.rest,
      },
    }),
    ...(kind && { kind: { top: kind.top.map(({ value, hits }) => ({ kind: value, hits })), rest: kind.rest } }),
    ...(conversation && {
      conversation: {
        top: conversation.top.map(({ value, hits }) => titled(value, hits)),
        rest: conversation.rest,
      },
    }),
  }
}

type Query = ReturnType<typeof parseQuery>

interface Surroundings {
  readonly roster: Roster
  readonly conversationTitle: ReturnType<typeof titleOf>
}

/** What the hits of one conversation share, made once for a page. */
async function surroundings(house: House): Promise<(no: ConversationNo) => Surroundings> {
  const rosterOf = await house.screen.rosters()
  const known = new Map<ConversationNo, Surroundings>()
  return (no) => {
    const found = known.get(no)
    if (found) return found
    const roster = rosterOf(no)
    const card = house.archive.catalog.conversation(no)
    const made = { roster, conversationTitle: titleOf(card?.title ?? '', card?.id ?? '', roster) }
    known.set(no, made)
    return made
  }
}

function shown(around: (no: ConversationNo) => Surroundings, record: OpenedRecord | undefined, query: Query): object {
  if (!record) return {}
  const { roster, conversationTitle } = around(record.convNo)
  const { body, sender, senderName } = record.fields
  return {
    senderName: senderName ? maskNameForScreen(senderName, roster) : maskAccountForScreen(sender, roster),
    conversationTitle,
    text: maskForScreen(body, roster, highlightsOf(body, query)),
    attachments: shownAttachments(record.fields.extra, roster),
  }
}

/** A conversation's title; where the source gives none, its id as an account is shown. */
export function titleOf(
  title: string,
  id: string,
  roster: Parameters<typeof maskForScreen>[1],
): ReturnType<typeof maskForScreen> {
  return title ? maskForScreen(title, roster) : maskAccountForScreen(id, roster)
}
