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
