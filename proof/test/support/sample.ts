import { createHash } from 'node:crypto'
import type { Hide } from '../../src/record/disclosure.ts'
import type { RecordFields } from '../../src/record/record.ts'

// Invented records. Nothing here belongs to anybody.

export function sampleFields(more: Partial<RecordFields> = {}): RecordFields {
  return {
    platform: 'sms',
    origin: 'phone-1',
    sourceId: 'm-1001',
    conversation: 'thread-7',
    sender: '13800138000',
    senderName: '张小凡',
    recipients: '["13900139000"]',
    sourceTs: 1_693_526_400_000,
    kind: 'text',
    refersTo: '',
    extra: '{"box":"inbox"}',
    body: '我是张小凡，电话13800138000，请回电。',
    ...more,
  }
}

/** Bytes that look random and are the same in every run. */
export function bytesFrom(label: string, size: number): Uint8Array {
  const parts: Buffer[] = []
  for (let i = 0; parts.length * 32 < size; i++) parts.push(createHash('sha256').update(`${label}/${i}`).digest())
  return new Uint8Array(Buffer.concat(parts).subarray(0, size))
}

/** A small generator of numbers, the same in every run (mulberry32). */
export function chanceFrom(seed: number): { below(limit: number): number; pick<T>(items: readonly T[]): T } {
  let state = seed >>> 0
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * limit)
  }
  return { below, pick: (items) => items[below(items.length)] as (typeof items)[number] } // below < length
}

export const ALPHABET = ['a', '7', '*', 'é', '你', '号', '€', '😀', '𠮷', '\n', '\u0301', '\u202e']

export function randomText(chance: ReturnType<typeof chanceFrom>, most: number): string {
  return Array.from({ length: chance.below(most + 1) }, () => chance.pick(ALPHABET)).join('')
}

export function randomSpans(chance: ReturnType<typeof chanceFrom>, n: number): [number, number][] {
  const spans: [number, number][] = []
  let at = 0
  while (at < n && chance.below(3) > 0) {
    const start = at + chance.below(n - at)
    const end = start + 1 + chance.below(n - start)
    spans.push([start, end])
    at = end
  }
  return spans
}

export const HIDE_NOTHING: Hide = { fields: [], spans: {} }
