import { Refusal } from '#base'
import type { Format } from './sources/formats.ts'
import type { SourceOptions } from './sources/source.ts'

// How a source is to be read, as somebody said.

export interface ReceiveOptions extends SourceOptions {
  /** Null: found out from what the source holds. */
  format: Format | null
}

/** Formats that only a mapping explains. */
const MAPPED: readonly Format[] = ['csv', 'jsonl', 'xlsx']

/** For the caller's own checks. @throws Refusal `bad_options` */
export function checkOptions(options: ReceiveOptions): void {
  const words = [options.origin, options.ownAccount, options.mapping?.platform ?? 'x']
  // a NUL would end the name inside a hash; a lone surrogate is no text
  const bad = words.some((word) => word.includes('\0') || !word.isWellFormed()) || options.mapping?.platform === ''
  if (bad) throw new Refusal('invalid', 'bad_options')
  if (options.format !== null && MAPPED.includes(options.format) && !options.mapping) {
    throw new Refusal('invalid', 'mapping_needed')
  }
}
