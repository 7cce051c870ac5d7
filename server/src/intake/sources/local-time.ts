import type { SourceOptions } from './source.ts'

/** Minutes east of UTC for sources that write local times and name no zone: the import's, else China's. */
export function zoneOf(options: SourceOptions): number {
  return options.zone ?? options.mapping?.zone ?? 480
}

/** What `extra` says of a time whose zone the source does not name, e.g. {"zoneAssumed":"+08:00"}. */
export function zoneAssumed(zone: number): { zoneAssumed: string } {
  const minutes = Math.abs(zone)
  const two = (part: number) => String(part).padStart(2, '0')
  return { zoneAssumed: `${zone < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}` }
}
