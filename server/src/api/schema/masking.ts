import { z } from 'zod'
import { Id, MaskedText, RecordNo, Time } from './common.ts'

export const RECIPIENTS = ['screen', 'internal', 'subject', 'authority', 'outside'] as const
export const PACKAGE_RECIPIENTS = ['internal', 'subject', 'authority', 'outside'] as const
const Recipient = z.enum(RECIPIENTS)

/** A word for each kind, and for `length` and `unreadable`; which words there are stands in `choices`. */
const Rules = z.record(z.string().max(20), z.string().max(30))

export const MaskingPolicy = z.object({
  recipient: Recipient,
  rules: Rules,
  /** What the pack says. */
  pack: Rules,
  /** The newest version that the house wrote; null: it wrote none. */
  version: z.int().nullable(),
  by: z.string().nullable(),
  at: Time.nullable(),
  reason: z.string().nullable(),
  /** Name of exactly these rules, as it stands in packages. */
  id: z.string(),
})
const May = z.object({ allowed: z.boolean(), reason: z.string().nullable() })
/** Looser rules that wait for a second person. */
export const MaskingProposal = z.object({
  id: Id,
  recipient: Recipient,
  /** null: what the pack says again. */
  rules: Rules.nullable(),
  /** Kinds of which more would be seen. */
  looser: z.array(z.string()),
  reason: z.string(),
  by: z.string(),
  at: Time,
  /** Other rules were put in force meanwhile: it can only be declined. */
  isStale: z.boolean(),
  can: z.object({ approve: May, decline: May }),
})
export const EndProposal = z.object({ reason: z.string().max(500) })
export const MaskingPolicies = z.object({
  policies: z.array(MaskingPolicy),
  proposals: z.array(MaskingProposal),
  /** Kind → words that may be chosen, loosest first. */
  choices: z.record(z.string(), z.array(z.string())),
  reveal: z.object({ allowed: z.boolean(), most: z.int() }),
})
export const MaskingVersion = z.object({
  version: z.int(),
  recipient: Recipient,
  rules: Rules.nullable(),
  reason: z.string(),
  by: z.string(),
  /** Who approved it; null: it needed nobody. */
  second: z.string().nullable(),
  at: Time,
})
export const ChangeMasking = z.object({
  recipient: Recipient,
  /** null: what the pack says again. */
  rules: Rules.nullable(),
  reason: z.string().max(500),
  /** The version that was looked at. */
  seen: z.int().nullable(),
})

/** What the scorer of names learns from what people said of surface forms. */
export const LearningState = z.object({
  on: z.boolean(),
  /** Forms, once for each case, that were said to be names, and to be none. */
  names: z.int(),
  none: z.int(),
  /** Which marks are learned from; null: none are. */
  version: z.string().nullable(),
  /** Who switched it last, when and why; null: nobody ever did. */
  by: z.string().nullable(),
  at: Time.nullable(),
  reason: z.string().nullable(),
})
export const TurnLearning = z.object({ on: z.boolean(), reason: z.string().max(500) })

/** A text of one's own, to see what the rules do. It is kept nowhere. */
export const TryMasking = z.object({ text: z.string().max(5000), recipient: Recipient, rules: Rules.nullish() })
export const TriedMasking = z.object({ shown: MaskedText })

const Permit = z.union([z.literal('window'), Id])

export const PreviewInput = z.object({
  permit: Permit,
  records: z.array(RecordNo).min(1).max(20),
  recipient: Recipient,
  rules: Rules.nullish(),
  /** The originals beside them, where one may see them; else what a screen shows. */
  originals: z.boolean().default(false),
})
export const PreviewAnswer = z.object({
  /** What stands at the left. */
  left: z.enum(['original', 'screen']),
  rows: z.array(
    z.object({
      record: RecordNo,
      time: Time.nullable(),
      left: z.object({ name: MaskedText, text: MaskedText }),
      /** null: a package would not leave with this record in it, or only without its words. */
      right: z.object({ name: MaskedText, text: MaskedText }),
      unreadable: z.enum(['block', 'withhold']).nullable(),
    }),
  ),
  act: z.string(),
})

export const RevealInput = z.object({
  permit: Permit,
  record: RecordNo,
  field: z.enum(['sender', 'senderName', 'body']),
  reason: z.string().max(500),
  /** Six figures of the authenticator that were never used before. */
  code: z.string().max(12),
})
export const RevealAnswer = z.object({
  /** As it was written; what nobody may have shown (passwords, one-time codes) stays masked. */
  shown: MaskedText,
  /** To be taken off the screen then. */
  until: Time,
  /** Fields shown to this person today, this one counted, and how many there may be. */
  today: z.int(),
  most: z.int(),
  act: z.string(),
})

export const FormsInput = z.object({ permit: Id })
const Verdict = z.enum(['name', 'none'])
export const FormsAnswer = z.object({
  /** Records looked through, of how many in the scope. */
  looked: z.int(),
  inScope: z.int(),
  /** What weighs most first. */
  waiting: z.array(z.object({ form: z.string(), messages: z.int(), confidence: z.number(), around: MaskedText })),
  judged: z.array(z.object({ form: z.string(), verdict: Verdict, by: z.string(), at: Time })),
  act: z.string(),
})
export const JudgeForms = z.object({
  permit: Id,
  judged: z
    .array(z.object({ form: z.string().min(1).max(80), verdict: Verdict }))
    .min(1)
    .max(500),
})
