import { infiniteQueryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import type { ConversationAnswer, ConversationInput } from '../../wire.ts'

type Turn = { cursor: string; direction: 'older' | 'newer' } | null

/** One conversation from a place in it outwards: the first page lies around it, the next ones older or newer. */
export const conversationQuery = (
  input: Pick<ConversationInput, 'permit' | 'conversation'> & {
    record?: number | undefined
    time?: number | undefined
  },
) =>
  infiniteQueryOptions({
    queryKey: ['conversation', input],
    initialPageParam: null as Turn,
    queryFn: ({ pageParam, signal }) =>
      api.send<ConversationAnswer>(
        '/api/search/conversation',
        {
          permit: input.permit,
          conversation: input.conversation,
          ...(pageParam ?? {
            around:
              input.record !== undefined
                ? { record: input.record }
                : input.time !== undefined
                  ? { time: input.time }
                  : null,
          }),
          limit: 100,
        } satisfies ConversationInput,
        signal,
      ),
    getNextPageParam: (last: ConversationAnswer): Turn =>
      last.newer === null ? null : { cursor: last.newer, direction: 'newer' },
    getPreviousPageParam: (first: ConversationAnswer): Turn =>
      first.older === null ? null : { cursor: first.older, direction: 'older' },
    staleTime: 5 * 60_000,
    retry: false, // each read is an act in the audit
    refetchOnMount: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
