// Clocks of twelve hours, in the words of the languages whose exports we read.

export const PERIOD =
  '[AaPp]\\.?\\s?[Mm]\\.?|上午|下午|凌晨|清晨|早晨|早上|中午|傍晚|晚上|夜里|午前|午後|오전|오후|[πμ]\\.?μ\\.?|[صم]'

/** Of a day of 24 hours; null where there is no such hour, or where it may be of this day or of the next. */
export function hourOf(hour: number, written: string): number | null {
  const period = written.replace(/[\s.]/g, '').toLowerCase()
  if (hour > 23) return null
  if (period === '') return hour
  if (period === '中午') return hour === 12 || hour === 11 ? hour : hour < 3 ? hour + 12 : null
  // 晚上12点 may be midnight of this day or of the next
  if (/^(晚上|夜里)$/.test(period) && hour === 12) return null
  if (period === '夜里' && hour < 6) return null
  const isAfternoon = /^(pm|下午|傍晚|晚上|夜里|午後|오후|μμ|م)$/.test(period)
  if (isAfternoon) return hour < 12 ? hour + 12 : hour
  return hour === 12 ? 0 : hour < 12 ? hour : null
}
