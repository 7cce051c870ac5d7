import type { z } from 'zod'
import { type Permit, resolveScope } from '#access'
import type { ActReceipt } from '#audit'
import { type ConversationNo, type Instant, invariant, type ParticipantNo } from '#base'
import type { SignedIn } from '#identity'
import { retentionClasses } from '#policy'
import { maskAccountForScreen, maskNameForScreen, type Roster } from '#redaction'
import { type SearchAnswer as Found, findNames, type Hit, parseQuery, type SearchInput } from '#search'
import type { House } from './house.ts'
import { nameSource } from './names.ts'
import type { SearchAnswer, SearchInput as WireSearch } from './schema/index.ts'
import { titleOf } from './titles.ts'

// Where permission, audit, search, archive and masks meet. The order is the safety: permit, act on disk, search inside
// the scope, open inside the scope, mask. Nothing below reads content before the act above it is synced.

type Input = z.output<typeof WireSearch>
type Answer = z.input<typeof SearchAnswer>

export async function find(house: House, actor: SignedIn, input: Input): Promise<Answer> {
  // 1. The permit, with what it covers now. No permit, or somebody else's: not found.
  const permit = await house.requests.permitFor(actor, input.permit)
  // 2. A query that cannot be read is refused before it counts as an attempt.
  const classes = retentionClasses(house.policy())
  const query = parseQuery(input.query, input.mode, classes)
  // 3. The act, synced. What was typed stands in it, encrypted at rest, for the auditor.
  const receipt = await recordSearch(house, actor, permit, input)
  // 4. Whom the query's names mean inside the scope, and the search inside it.
  const since = performance.now()
  const scope = resolveScope(permit.scope, (people) => house.archive.catalog.conversationsOf(people))
  const source = nameSource(house, actor, { permit: permit.id, scope }, receipt)
  const names = await findNames(query.names, scope, permit.scope.people, source)
  const found = await house.search.run(receipt, { ...inputOf(house, input), classes, names, scope }, since)
  // 5. What is on this page is opened inside the scope and masked by whoever opens it.
  const { mode } = input
  const numbers = found.hits.map(({ record }) => record)
  const shown = input.open ? await house.screen.hits(permit, receipt, numbers, { query: input.query, mode }) : []
  return {
    total: found.total,
    hits: input.open ? shown : found.hits.map(wireHit),
    next: found.next,
    scope: await house.requests.scopeWords(actor, permit),
    indexed: house.archive.catalog.indexed(found.indexed),
    expansion: wireExpansion(found.expansion),
    days: found.days ? found.days.map(({ day, hits: count }) => ({ day, hits: count })) : null,
    facets: await wireFacets(house, found.facets),
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

function inputOf(house: House, input: Input): Omit<SearchInput, 'scope'> {
  return {
    query: input.query,
    mode: input.mode,
    from: (input.from ?? null) as Instant | null, // wire times are ms UTC
    to: (input.to ?? null) as Instant | null,
    senders: given(input.senders, () => house.archive.catalog.counts().participants) as ParticipantNo[] | null, // of the house's
    conversations: given(input.conversations, () => house.archive.catalog.counts().conversations) as
      | ConversationNo[]
      | null, // likewise
    kinds: input.kinds ?? null,
    order: input.order,
    cursor: input.cursor ?? null,
    limit: input.limit,
    placesOnly: input.open,
    byDay: input.byDay,
    facets: input.facets,
  }
}

/** Numbers that nobody has yet are nobody, and a searcher makes room for each number up to the largest. */
function given(numbers: readonly number[] | null | undefined, largest: () => number): number[] | null {
  if (!numbers) return null
  const most = largest()
  return numbers.filter((no) => no <= most)
}

function wireHit({ record, time, about }: Hit): Answer['hits'][number] {
  invariant(about !== null, 'what is not opened is told by the index')
  return { record, time, ...about }
}

export function wireExpansion(expansion: Found['expansion']): Answer['expansion'] {
  return expansion.map(({ typed, kind, became, isNot }) => ({ typed, kind, became: [...became], isNot }))
}

/** Numbers with the names a screen may show of them. */
async function wireFacets(house: House, { sender, kind, conversation }: Found['facets']): Promise<Answer['facets']> {
  const { catalog } = house.archive
  const rosterOf = conversation ? await house.screen.rosters() : null
  const nameOf = (no: ParticipantNo) => {
    const card = catalog.participant(no)
    const masks = house.screen.masks()
    return (
      card && (card.name ? maskNameForScreen(card.name, null, masks) : maskAccountForScreen(card.account, null, masks))
    )
  }
  const titled = (no: ConversationNo, hits: number, roster: Roster) => {
    const card = catalog.conversation(no)
    return { conversation: no, title: titleOf(card?.title ?? '', card?.id ?? '', roster), hits }
  }
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
    ...(conversation &&
      rosterOf && {
        conversation: {
          top: conversation.top.map(({ value, hits }) => titled(value, hits, rosterOf(value))),
          rest: conversation.rest,
        },
      }),
  }
}
