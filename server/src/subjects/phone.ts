/** The digits by which two spellings of one phone are the same: no signs, no country code of China (ITU-T E.164: 86). */
export function phoneDigits(text: string): string {
  const digits = text.normalize('NFKC').replace(/\D/g, '')
  return /^(00)?86\d{11}$/.test(digits) ? digits.slice(-11) : digits
}

/** A phone (or an account that is one) as staff see it: first three and last four digits. Other text stays as it is. */
export function maskedPhone(text: string): string {
  const digits = phoneDigits(text)
  const letters = text.normalize('NFKC').replace(/[\d\s+().-]/g, '')
  if (digits.length < 7 || letters !== '') return text
  return `${digits.slice(0, 3)}****${digits.slice(-4)}`
}

/** Addresses and numbers of people that stand in a text of any length: mail, number of an identity card, telephone. */
const CONTACTS: readonly (readonly [pattern: RegExp, masked: (found: string) => string])[] = [
  // a local part of digits alone is a phone or a room of a platform, which the numbers below are for; it is read from its first
  // sign only, or a title of a hundred thousand letters would take seconds
  [
    /(?<![\w.+%-])(?=[\d.-]*[A-Za-z_])[\w.+%-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}/g,
    (mail) => `${mail[0]}****${mail.slice(mail.indexOf('@'))}`,
  ],
  [
    /(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)/g,
    (id) => `****${id.slice(-4)}`,
  ],
  [
    /\+\d[\d\s().-]{5,}\d|(?<!\d)(?:(?:00)?86[\s-]?)?1[3-9]\d(?:[\s-]?\d){8}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)/g,
    maskedPhone,
  ],
]

/**
 * A name, a title or an id as a source gave it, for papers and lists: whoever is named in it by a number or a mail address is
 * recognised, and cannot be called. Room names and ids of groups are often made of both.
 */
export function maskedContacts(text: string): string {
  const whole = maskedPhone(text)
  if (whole !== text) return whole
  return CONTACTS.reduce((shown, [pattern, masked]) => shown.replace(pattern, masked), narrowed(text))
}

/** Full-width digits and signs as their narrow ones; everything else as it stands. */
function narrowed(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (wide) => wide.normalize('NFKC'))
}
