import { z } from 'zod'

// Shapes on the wire. Pure zod, no I/O: the server enforces them, the console imports their types only.
// Times are integers: milliseconds since the Unix epoch, UTC. Null time = undated (never given a borrowed time).

export const Time = z.int()
export const RecordNo = z.int().min(0)
/** No house has as many. Searching holds a byte for each number up to the largest one asked for. */
const MOST_NUMBERS = 2 ** 27
export const ConversationNo = z.int().min(1).max(MOST_NUMBERS)
export const ParticipantNo = z.int().min(1).max(MOST_NUMBERS)
export const Id = z.string().regex(/^[a-z]{3}_[a-z0-9]{16}$/)

export const ROLES = [
  'agent',
  'team_lead',
  'requester',
  'supervisor',
  'it_reviewer',
  'legal',
  'data_security',
  'executor',
  'monitor',
  'executive',
  'examiner',
  'auditor',
  'administrator',
] as const
export const Role = z.enum(ROLES)

export const KINDS = [
  'text',
  'image',
  'voice',
  'video',
  'file',
  'location',
  'card',
  'link',
  'forwarded',
  'recall',
  'edit',
  'reaction',
  'sticker',
  'call',
  'system',
  'event',
  'unknown',
] as const
export const Kind = z.enum(KINDS)

/** The one error shape of the API. `code` is stable; the console translates it (`errors.<code>`). */
export const Problem = z.object({
  code: z.string(),
  kind: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** What to do, in English, for programs and logs; never content. */
  hint: z.string(),
})

/** A run of masked text: `text` as shown, with the places that are masks. Offsets are UTF-16 units into `text`. */
export const Span = z.object({ start: z.int(), end: z.int(), kind: z.string() })
export const MaskedText = z.object({ text: z.string(), masks: z.array(Span), highlights: z.array(Span).default([]) })

export const Page = z.object({ cursor: z.string().nullish(), limit: z.int().min(1).max(1000).default(50) })
