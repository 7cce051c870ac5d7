import { createSha256 } from '#crypto'
import { toHex } from '../src/bytes/bytes.ts'

/** What was checked, and when: a verdict on paper belongs to one file, and the house's letter of confirmation has its digest. */
export interface Chosen {
  readonly name: string
  readonly size: number
  /** Hex, of the file as it was chosen. */
  readonly sha256: string
  /** By the clock of this computer. */
  readonly at: Date
}

export async function chosenOf(file: File): Promise<Chosen> {
  const running = createSha256()
  const reader = file.stream().getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    running.update(value)
  }
  return { name: file.name, size: file.size, sha256: toHex(running.digest()), at: new Date() }
}

/** `2026-11-23 22:01:07 +08:00`, as the times of a package are written. */
export function clockText(at: Date): string {
  const minutes = -at.getTimezoneOffset()
  const local = new Date(at.getTime() + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ')
  const two = (value: number): string => String(value).padStart(2, '0')
  const size = Math.abs(minutes)
  return `${local} ${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}
