import { z } from 'zod'
import { operation } from '../contract.ts'
import { openConversation } from '../conversation.ts'
import { find } from '../find.ts'
import { ConversationAnswer, ConversationInput, ScopeWords, SearchAnswer, SearchInput } from '../schema/index.ts'

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

const permits = operation({
  id: 'search/permits',
  method: 'GET',
  path: '/search/permits',
  right: 'session',
  says: 'The windows and grants under which this person may search now.',
  answer: z.object({ permits: z.array(ScopeWords) }),
  handle: async (house, _input, { actor }) => ({ permits: await house.requests.permitsOf(actor) }),
})

export const searchOperations = [query, conversation, permits]
