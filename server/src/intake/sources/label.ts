/** How a body names what is no text: `[转账] ￥1.23 午饭`. Empty words are left out. */
export function label(name: string, ...words: string[]): string {
  return [`[${name}]`, ...words.filter((word) => word !== '')].join(' ')
}

/** `12 秒` of a number written in `unit`; '' where it is none. */
export function secondsOf(written: string, unit: 's' | 'ms' = 's'): string {
  if (!/^\d{1,12}$/.test(written)) return ''
  return `${unit === 's' ? Number(written) : Math.round(Number(written) / 1000)} 秒`
}
