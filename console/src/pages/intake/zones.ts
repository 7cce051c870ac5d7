import type { Format } from '../../wire.ts'

/** China Standard Time: what the server takes where nobody says otherwise. */
export const CHINA = 480

/** Minutes east of UTC that clocks show somewhere: whole hours, and the halves and quarters that are in use. */
export const ZONES: readonly number[] = [
  ...Array.from({ length: 27 }, (_, i) => (i - 12) * 60),
  ...[-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765],
].toSorted((a, b) => a - b)

/** Sources that write local times and do not, or need not, name their zone. */
const LOCAL: ReadonlySet<Format> = new Set<Format>([
  'qq_txt',
  'welink',
  'sms_gateway',
  'calls_csv',
  'telegram',
  'whatsapp',
  'line',
  'signal',
  'irc',
  'syslog',
])

/** Whether the zone matters; a format that is still to be recognised may be any. */
export const asksZone = (format: Format | null): boolean => format === null || LOCAL.has(format)

/** 480 → `UTC+8`, 345 → `UTC+5:45`, -210 → `UTC−3:30`. */
export function zoneName(minutes: number): string {
  if (minutes === 0) return 'UTC'
  const all = Math.abs(minutes)
  const rest = all % 60
  return `UTC${minutes < 0 ? '−' : '+'}${Math.floor(all / 60)}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`
}
