// What is done with each kind of thing that a text gives away, for each class of those who receive it: the words, and nothing that reads
// them. Threads that only mask load this and no parser.

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

/** The rules for one class of recipients, each kind named. */
export type MaskRules = { readonly [Kind in MaskedKind]: (typeof MASK_RULES)[Kind][number] } & {
  readonly length: (typeof MASK_LENGTHS)[number]
  readonly unreadable: (typeof UNREADABLE_WAYS)[number]
}

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

/** Kinds of which `wanted` lets more be seen than `now` does; `length` and `unreadable` are judged too. */
export function looserKinds(now: MaskRules, wanted: MaskRules): string[] {
  const order: Readonly<Record<string, readonly string[]>> = {
    ...MASK_RULES,
    length: MASK_LENGTHS,
    unreadable: [...UNREADABLE_WAYS].reverse(),
  }
  const place = (kind: string, rule: string) => (order[kind] ?? []).indexOf(rule)
  const before = Object.entries(now)
  const after = new Map<string, string>(Object.entries(wanted))
  return before.flatMap(([kind, rule]) => (place(kind, after.get(kind) ?? '') < place(kind, rule) ? [kind] : []))
}
