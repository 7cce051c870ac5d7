import type { z } from 'zod'
import type { ConversationNo, Instant, ParticipantNo } from '#base'
import type { SavedAsk, SavedSearch } from '#search'
import type { SavedAsk as WireAsk, SavedSearch as WireSaved } from './schema/index.ts'

export function savedAsk(asked: z.output<typeof WireAsk>): SavedAsk {
  const { query, mode, from, to, senders, conversations, kinds, order } = asked
  return {
    query,
    mode,
    from: (from ?? null) as Instant | null, // wire times are ms UTC
    to: (to ?? null) as Instant | null,
    senders: (senders ?? null) as ParticipantNo[] | null, // positive integers; unknown ones match nothing
    conversations: (conversations ?? null) as ConversationNo[] | null,
    kinds: kinds ?? null,
    order,
  }
}

export function wireSaved({ id, permit, name, asked, savedAt }: SavedSearch): z.input<typeof WireSaved> {
  const { senders, conversations, kinds, ...rest } = asked
  return {
    id,
    permit,
    name,
    asked: {
      ...rest,
      senders: senders && [...senders],
      conversations: conversations && [...conversations],
      kinds: kinds && [...kinds],
    },
    savedAt,
  }
}
