// Check digits and shapes with a published rule. They raise a confidence; they never decide alone.

/** Luhn check (ISO/IEC 7812-1 annex B) over a string of ASCII digits. */
export function luhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i += 1) {
    let d = digits.charCodeAt(digits.length - 1 - i) - 48
    if (i % 2 === 1) d = d > 4 ? d * 2 - 9 : d * 2
    sum += d
  }
  return sum % 10 === 0
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** Check character of an 18-character resident id (GB 11643-1999, ISO 7064 MOD 11-2); `id` ends in 0-9 or x. */
export function residentCheck(id: string): boolean {
  let sum = 0
  for (let i = 0; i < 17; i += 1) sum += (id.charCodeAt(i) - 48) * (WEIGHTS[i] ?? 0)
  return '10x98765432'[sum % 11] === id[17]
}

// First two digits of the administrative division (GB/T 2260): the provinces, and 81-83 as printed on residence permits.
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91'.split(
    ' ',
  ),
)

export function isProvince(digits: string): boolean {
  return PROVINCES.has(digits.slice(0, 2))
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** `yyyymmdd` or `yymmdd` names a day that a living person can have been born on. */
export function isBirthday(digits: string): boolean {
  const year = digits.length === 8 ? Number(digits.slice(0, 4)) : 1900 + Number(digits.slice(0, 2))
  const month = Number(digits.slice(-4, -2))
  const day = Number(digits.slice(-2))
  return year >= 1890 && year < 2100 && month >= 1 && month <= 12 && day >= 1 && day <= (DAYS[month - 1] ?? 0)
}

/** Issuer ranges of cards seen in China: UnionPay 60-69 and 955, Visa, Mastercard, JCB, American Express, Diners. */
export function isIssuer(digits: string): boolean {
  return /^(?:6\d|955|4|5[1-5]|2[2-7]|35|3[47]|3[068])/.test(digits)
}

const CREDIT = '0123456789abcdefghjklmnpqrtuwxy'
const CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** Check character of a unified social credit code (GB 32100-2015, mod 31); `code` in lower case. */
export function socialCreditCheck(code: string): boolean {
  if (code.length !== 18) return false
  let sum = 0
  for (let i = 0; i < 17; i += 1) {
    const value = CREDIT.indexOf(code.charAt(i))
    if (value < 0) return false
    sum += value * (CREDIT_WEIGHTS[i] ?? 0)
  }
  return CREDIT.charAt((31 - (sum % 31)) % 31) === code.charAt(17)
}

/** IBAN check (ISO 13616, ISO 7064 MOD 97-10); `iban` in lower case without separators. */
export function ibanCheck(iban: string): boolean {
  if (!/^[a-z]{2}\d{2}[a-z\d]{11,30}$/.test(iban)) return false
  let rest = 0
  for (const char of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(char, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1
}
