import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import type { ConversationAnswer, ConversationInput } from '../../wire.ts'

/** A page, and where the conversation was entered when it was asked for. */
export type TalkPage = ConversationAnswer & { entered: { record: number | null; time: number | null } }

/** Records around a place: a few screens, so that they are there at once. */
const FIRST = 60

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
    queryFn: async ({ pageParam, signal }): Promise<TalkPage> => {
      const { permit, conversation, record, time } = input
      const around = record !== undefined ? { record } : time !== undefined ? { time } : null
      const asked: ConversationInput = {
        permit,
        conversation,
        ...(pageParam ?? { around }),
        limit: pageParam ? 100 : FIRST,
      }
      const answer = await api.send<ConversationAnswer>('/api/search/conversation', asked, signal)
      return { ...answer, entered: { record: record ?? null, time: time ?? null } }
    },
    getNextPageParam: (last: TalkPage): Turn =>
      last.newer === null ? null : { cursor: last.newer, direction: 'newer' },
    getPreviousPageParam: (first: TalkPage): Turn =>
      first.older === null ? null : { cursor: first.older, direction: 'older' },
    // of a hundred thousand messages, what is near: the rest is asked for again from either side
    maxPages: 20,
    // while the way to another place is made, what is read stays
    placeholderData: keepPreviousData,
    // pages that are kept stay the objects they are; comparing each with itself, letter by letter, is what scrolling waits for
    structuralSharing: false,
    staleTime: 5 * 60_000,
    retry: false, // each read is an act in the audit
    refetchOnMount: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
