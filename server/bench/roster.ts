import { buildRoster, detect, GIVEN_SHARES, type Roster, type RosterEntry, SURNAME_SHARES } from '#redaction'
import { corpusTexts } from './export-texts.ts'

// `npm run bench -- roster`: what the customers of a house cost whoever looks for their names: seconds to make the roster ready, memory that
// it holds, and how fast talk is read with it. Names are drawn as often as they are borne.

const SIZES = [1000, 10_000, 50_000]
const TEXTS = 8000

export function rosterBench(): Record<string, number> {
  const all = corpusTexts()
  const sample = all.filter((_, i) => i % Math.floor(all.length / TEXTS) === 0)
  all.length = 0
  speed(sample, null) // the detector is warm from here on
  speed(sample, buildRoster('warm', [{ name: '张伟', person: 'one', kind: 'name' }]))
  globalThis.gc?.()
  const figures: Record<string, number> = { without_characters_per_second: speed(sample, null) }
  for (const size of SIZES) {
    const names = drawnNames(size)
    const entries = names.map((name, no): RosterEntry => ({ name, person: `subject ${no}`, kind: 'name', away: true }))
    globalThis.gc?.()
    const before = held()
    const began = performance.now()
    const roster = buildRoster('bench', entries)
    const seconds = (performance.now() - began) / 1000
    globalThis.gc?.()
    figures[`of_${size}_seconds`] = Number(seconds.toFixed(2))
    figures[`of_${size}_held_mib`] = Math.round((held() - before) / 2 ** 20)
    figures[`of_${size}_characters_per_second`] = speed(sample, roster)
  }
  return figures
}

function held(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

function speed(texts: readonly string[], roster: Roster | null): number {
  const began = performance.now()
  for (const text of texts) detect(text, { point: 'release', roster })
  const seconds = (performance.now() - began) / 1000
  return Math.round(texts.reduce((sum, { length }) => sum + length, 0) / seconds)
}

/** The tables give minus the logarithm of a share, in thirds, as a character from `0` on. */
function drawnNames(count: number): string[] {
  const shareAt = (table: string, at: number): number => Math.exp((0x30 - table.charCodeAt(at)) / 3)
  const surname = drawing(SURNAME_SHARES, 2, (at) => shareAt(SURNAME_SHARES, at + 1))
  const [first, second, only] = [1, 2, 3].map((column) =>
    drawing(GIVEN_SHARES, 4, (at) => shareAt(GIVEN_SHARES, at + column)),
  )
  const three = 0.8 // of all names, about, have three characters
  return Array.from({ length: count }, () =>
    chance() < three ? `${surname()}${first?.()}${second?.()}` : `${surname()}${only?.()}`,
  )
}

/** Draws the characters at the beginnings of a table's rows, each by its share. */
function drawing(table: string, row: number, shareAt: (at: number) => number): () => string {
  const places = Array.from({ length: Math.floor(table.length / row) }, (_, i) => i * row)
  let sum = 0
  const upTo = places.map((at) => (sum += shareAt(at)))
  return () => {
    const wanted = chance() * sum
    return table.charAt(places[upTo.findIndex((share) => share >= wanted)] ?? 0)
  }
}

let state = 20261123
function chance(): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 2 ** 32
}
