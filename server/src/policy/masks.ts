import { z } from 'zod'
import {
  MASK_LENGTHS,
  MASK_RULES,
  type MaskRules,
  RECIPIENTS,
  type Recipient,
  STANDARD_MASKS,
  UNREADABLE_WAYS,
} from './mask-rules.ts'

// How a pack says what is done with each kind (`mask:`), and how the console does.

const KindRules = z.strictObject({
  phone: z.enum(MASK_RULES.phone),
  id_number: z.enum(MASK_RULES.id_number),
  bank_card: z.enum(MASK_RULES.bank_card),
  email: z.enum(MASK_RULES.email),
  name: z.enum(MASK_RULES.name),
  account: z.enum(MASK_RULES.account),
  document: z.enum(MASK_RULES.document),
  plate: z.enum(MASK_RULES.plate),
  order: z.enum(MASK_RULES.order),
  birthday: z.enum(MASK_RULES.birthday),
  address: z.enum(MASK_RULES.address),
  url: z.enum(MASK_RULES.url),
  ip: z.enum(MASK_RULES.ip),
  amount: z.enum(MASK_RULES.amount),
  secret: z.enum(MASK_RULES.secret),
  length: z.enum(MASK_LENGTHS),
  unreadable: z.enum(UNREADABLE_WAYS),
})

/** The rules for one class of recipients, each kind named. On a screen nothing has a label of its own: there is no case. */
export const MaskRulesOf = KindRules

/** The pack's `mask:`. `recipients` says what is otherwise for a class; anything else in it stands in `raw`. */
export const MaskPack = KindRules.partial()
  .extend({
    default_on: z.literal(true).default(true),
    recipients: z.partialRecord(z.enum(RECIPIENTS), KindRules.partial()).default({}),
    reveal: z.enum(['per_field_reason_logged', 'never']).default('per_field_reason_logged'),
    /** Fields that one person may have shown in a day of the house. */
    reveals_a_day: z.int().min(1).max(1000).default(25),
  })
  .loose()

export interface MaskPolicies {
  readonly recipients: Readonly<Record<Recipient, MaskRules>>
  readonly reveal: 'per_field_reason_logged' | 'never'
  readonly revealsADay: number
}

export function maskPolicies({ recipients, reveal, reveals_a_day, ...pack }: z.output<typeof MaskPack>): MaskPolicies {
  const own = ruled(pack)
  const of = (recipient: Recipient): MaskRules => ({ ...STANDARD_MASKS, ...own, ...ruled(recipients[recipient] ?? {}) })
  return {
    recipients: {
      screen: of('screen'),
      internal: of('internal'),
      subject: of('subject'),
      authority: of('authority'),
      outside: of('outside'),
    },
    reveal,
    revealsADay: reveals_a_day,
  }
}

/** Only what is a rule and is said. */
function ruled(some: Readonly<Record<string, unknown>>): Partial<MaskRules> {
  const found = Object.fromEntries(
    Object.keys(STANDARD_MASKS).flatMap((kind) => (some[kind] === undefined ? [] : [[kind, some[kind]]])),
  )
  return KindRules.partial().parse(found)
}
