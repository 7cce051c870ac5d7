/**
 * What a finding names. `mobile` and `landline` are Chinese numbers, `phone` any other; `id` is a resident id or an American
 * social security number; `card` a payment card or an IBAN; `permit` a travel or residence permit or an id of Hong Kong, Macau or
 * Taiwan; `uscc` a unified social credit code; `secret` a password, key or one-time code; `order` a number of an order, parcel,
 * invoice or the like; `address` a place that locates somebody (more than a city).
 */
export const KINDS = [
  'mobile',
  'landline',
  'phone',
  'id',
  'card',
  'email',
  'name',
  'account',
  'passport',
  'permit',
  'uscc',
  'plate',
  'qq',
  'wechat',
  'ip',
  'mac',
  'url',
  'secret',
  'birthday',
  'amount',
  'order',
  'address',
] as const
export type SensitiveKind = (typeof KINDS)[number]

const CODES: ReadonlySet<SensitiveKind> = new Set(['secret', 'order', 'qq', 'wechat', 'account', 'passport', 'permit'])
/** Told by a word beside it more than by its form. */
export const isCode = (kind: SensitiveKind): boolean => CODES.has(kind)

/** full: the whole name; titled: surname with a title or 老/小/阿; part: one part of the name, or one that two people share. */
export type NameForm = 'full' | 'titled' | 'part'

/** One place in a text. Offsets are UTF-16 units of the text as received, end exclusive. */
export interface Finding {
  start: number
  end: number
  kind: SensitiveKind
  /** 0 to 1. A wrong check digit lowers it and never removes the finding: people mistype their own numbers. */
  confidence: number
  /**
   * start, end, start, end …: the characters that carry the value, in order (digits without separators and country
   * or area code; the local part of an e-mail; the letters of a name; of an address what lies below the city). What a
   * mask keeps or hides is counted in these.
   */
  atoms: readonly number[]
  /** Names and accounts: who is meant (RosterEntry.person); null where two people of the roster could be, or nobody known. */
  person?: string | null
  form?: NameForm
  /** The rest of it stands in the message before or after: nothing of it is kept. */
  part?: true
}

/** Counts the steps of a search, so that a test can hold it to time linear in the text. */
export interface Meter {
  steps: number
}
