import { z } from 'zod'

// What is done with each kind of thing that a text gives away, for each class of those who receive it. Words of the pack (`mask:`).

/** Who receives: staff at a screen; a holder of a grant in the house; the customer; a court or an organ of the state; anybody else. */
export const RECIPIENTS = ['screen', 'internal', 'subject', 'authority', 'outside'] as const
export type Recipient = (typeof RECIPIENTS)[number]

/**
 * What may be chosen for a kind, loosest first. keep_…: mask the rest. pseudonym: a label that is one person's or one
 * number's own in a case. keep_district, keep_city, keep_year, decade, band: generalise. suppress: nothing is left.
 */
export const MASK_RULES = {
  /** keep_first3_last4 leaves 10,000 candidates, hide_last3 only 1,000: both are still personal information (PIPL 4). */
  phone: ['hide_last3', 'keep_first3_last4', 'keep_last4', 'pseudonym', 'suppress'],
  /** keep_last4 hides the region and the whole date of birth; of a 15-digit id only three digits are kept for that. */
  id_number: ['keep_last4', 'pseudonym', 'suppress'],
  bank_card: ['keep_last4', 'pseudonym', 'suppress'],
  /** First character of the local part, where it has more than one, and the domain. */
  email: ['keep_first_domain', 'pseudonym', 'suppress'],
  /** keep_surname: 张**; of 张总, 老张 and a given name alone nothing is kept. */
  name: ['keep_surname', 'pseudonym', 'suppress'],
  /** Platform accounts: the ends are kept so that two can be told apart. */
  account: ['keep_ends', 'pseudonym', 'suppress'],
  /** Passports, permits and credit codes: of eight characters and more the last four. */
  document: ['keep_last4', 'pseudonym', 'suppress'],
  /** Province and letter of a plate. */
  plate: ['keep_first2', 'pseudonym', 'suppress'],
  order: ['show', 'keep_last4', 'pseudonym', 'suppress'],
  /** The year, where one is written in four figures; decade: 1980–1989. */
  birthday: ['keep_year', 'decade', 'suppress'],
  /** Province, city and (keep_district) district, where they begin the address. */
  address: ['keep_district', 'keep_city', 'suppress'],
  url: ['keep_host', 'suppress'],
  ip: ['keep_first', 'suppress'],
  /** Sums are what a dispute is about: a policy says whether they stand, become a band, or go. */
  amount: ['show', 'band', 'suppress'],
  /** Passwords, keys, one-time codes and the like leave nothing. */
  secret: ['suppress'],
} as const
export type MaskedKind = keyof typeof MASK_RULES

/**
 * exact: a star for each character. fixed: four stars, whatever they stand for; the proof of a package still tells how many characters
 * they are. padded: beside that, what a package hides is widened to a multiple of eight characters, or to its whole field.
 */
export const MASK_LENGTHS = ['exact', 'fixed', 'padded'] as const
/** A record of a kind that nobody can read, or a text that was not decoded: no package, or the package without its words. */
export const UNREADABLE_WAYS = ['block', 'withhold'] as const

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
export type MaskRules = z.output<typeof KindRules>

/** What a pack that is silent means. */
export const STANDARD_MASKS: MaskRules = {
  phone: 'keep_first3_last4',
  id_number: 'keep_last4',
  bank_card: 'keep_last4',
  email: 'keep_first_domain',
  name: 'keep_surname',
  account: 'keep_ends',
  document: 'keep_last4',
  plate: 'keep_first2',
  order: 'keep_last4',
  birthday: 'keep_year',
  address: 'keep_city',
  url: 'keep_host',
  ip: 'suppress',
  amount: 'show',
  secret: 'suppress',
  length: 'fixed',
  unreadable: 'block',
}

/** Kinds that these rules put a case's own label on. */
export function pseudonymKinds(rules: MaskRules): string[] {
  return Object.entries(rules).flatMap(([kind, rule]) => (rule === 'pseudonym' ? [kind] : []))
}

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
