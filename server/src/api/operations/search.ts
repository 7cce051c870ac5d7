import { z } from 'zod'
import { Refusal } from '#base'
import { retentionClasses } from '#policy'
import type { SavedSearchId } from '#search'
import { operation } from '../contract.ts'
import { openConversation } from '../conversation.ts'
import { findOriginal } from '../conversation-changes.ts'
import { explain } from '../explain.ts'
import { find } from '../find.ts'
import { savedAsk, wireSaved } from '../saved-search.ts'
import {
  ConversationAnswer,
  ConversationInput,
  ExplainAnswer,
  ExplainInput,
  Id,
  NewSavedSearch,
  OriginalAnswer,
  OriginalInput,
  SavedSearch,
  ScopeWords,
  SearchAnswer,
  SearchInput,
} from '../schema/index.ts'

const query = operation({
  id: 'search/query',
  method: 'POST',
  path: '/search',
  right: 'session',
  says: 'Search inside a permit: exact total, newest first, masked.',
  body: SearchInput,
  answer: SearchAnswer,
  handle: (house, { body }, { actor }) => find(house, actor, body),
})

const conversation = operation({
  id: 'search/conversation',
  method: 'POST',
  path: '/search/conversation',
  right: 'session',
  says: 'A stretch of one conversation inside a permit, masked.',
  body: ConversationInput,
  answer: ConversationAnswer,
  handle: (house, { body }, { actor }) => openConversation(house, actor, body),
})

const original = operation({
  id: 'search/original',
  method: 'POST',
  path: '/search/original',
  right: 'session',
  says: 'The record that this one answers, recalls or edits, where it is not on the page.',
  body: OriginalInput,
  answer: OriginalAnswer,
  handle: (house, { body }, { actor }) => findOriginal(house, actor, body),
})

const permits = operation({
  id: 'search/permits',
  method: 'GET',
  path: '/search/permits',
  right: 'session',
  says: 'The windows and grants under which this person may search now.',
  answer: z.object({ permits: z.array(ScopeWords) }),
  handle: async (house, _input, { actor }) => ({ permits: await house.requests.permitsOf(actor) }),
})

const explanation = operation({
  id: 'search/explain',
  method: 'POST',
  path: '/search/explain',
  right: 'session',
  says: 'How a query is read, as data and as a form; or the query that a form writes. Searches nothing.',
  body: ExplainInput,
  answer: ExplainAnswer,
  handle: async (house, { body }) => explain(body, retentionClasses(house.policy())),
})

const saved = operation({
  id: 'search/saved',
  method: 'GET',
  path: '/search/saved',
  right: 'session',
  says: 'One’s own saved searches under the permits that hold now.',
  answer: z.object({ saved: z.array(SavedSearch) }),
  async handle(house, _input, { actor }) {
    const permits = await house.requests.permitsOf(actor)
    const found = await house.savedSearches.list(
      actor,
      permits.map(({ permit }) => permit),
    )
    return { saved: found.map(wireSaved) }
  },
})

const save = operation({
  id: 'search/save',
  method: 'POST',
  path: '/search/saved',
  right: 'search.save',
  says: 'Keep a search under a name; one of the same name under the same permit is replaced.',
  body: NewSavedSearch,
  answer: SavedSearch,
  async handle(house, { body }, { actor }) {
    const permits = await house.requests.permitsOf(actor)
    if (!permits.some(({ permit }) => permit === body.permit)) throw new Refusal('not_found', 'not_found')
    return wireSaved(await house.savedSearches.save(actor, body.permit, body.name, savedAsk(body.asked)))
  },
})

const forget = operation({
  id: 'search/forget',
  method: 'DELETE',
  path: '/search/saved/:id',
  right: 'search.forget',
  says: 'Delete one of one’s own saved searches.',
  params: z.object({ id: Id }),
  answer: z.object({}),
  async handle(house, { params }, { actor }) {
    await house.savedSearches.forget(actor, params.id as SavedSearchId) // looked up there
    return {}
  },
})

export const searchOperations = [query, conversation, original, permits, explanation, saved, save, forget]
