import { PACKAGE_FILES, type Row } from '@cunzhen/proof'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConversationNo, Fault, Instant } from '#base'
import {
  changeLines,
  codesOf,
  forged,
  type Lies,
  type PackageFiles,
  packageOf,
  textOf,
  trusted,
} from '../sealed.test-support.ts'
import { arrivalOf, openWorld, type World } from '../world.test-support.ts'

// The product's promise: an export proves that nothing in scope was left out. A house with four conversations; every record
// on a border, undated, of another kind; and every lie that a house could tell and still sign.

const T1 = 1_700_000_000_000
const HOURS = 3_600_000
const T2 = T1 + 10 * HOURS
const ROOMS = ['room-a', 'room-b', 'room-late', 'room-never-in-time']
let world: World

/** Times of room-a in the order of arrival: before, on both borders, inside, after, out of order, undated. */
const TIMES = [
  T1 - 5 * HOURS,
  T1 - 1,
  T1, // inside: the first border
  T1 + 1,
  null,
  T1 + 3 * HOURS,
  T2 - 1, // inside: the last
  T2, // outside: the second border
  T2 + HOURS,
  T1 + 2 * HOURS, // late
  T1 - 2 * HOURS,
  null,
  T2 + 5 * HOURS,
]

beforeAll(async () => {
  const said = (room: number, at: number | null, n: number, kind: 'text' | 'image' = 'text') =>
    arrivalOf(n, { conversation: ROOMS[room] ?? '', at, body: `第 ${n} 条`, fields: { kind } })
  let n = 0
  const messages = [
    ...TIMES.map((at) => said(0, at, n++, n % 4 === 0 ? 'image' : 'text')),
    ...Array.from({ length: 200 }, (_, i) =>
      said(1, T1 - 20 * HOURS + i * 600_000 + (i % 7) * 1000, n++, i % 3 === 0 ? 'image' : 'text'),
    ),
    ...Array.from({ length: 5 }, (_, i) => said(3, T2 + i * HOURS, n++)),
  ]
  world = await openWorld(messages)
}, 120_000)
afterAll(() => world.close())

const no = (...nos: number[]) => nos as ConversationNo[]
const WINDOW = { from: T1 as Instant, to: T2 as Instant, undated: false, kinds: null }

const rowsOf = (files: PackageFiles): Row[] =>
  textOf(files, PACKAGE_FILES.disclosures)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row) // the verifier has read it strictly

async function proven(scope: Parameters<typeof packageOf>[1]): Promise<PackageFiles> {
  const files = await packageOf(world, scope)
  const verdict = await trusted(world, files)
  expect(codesOf(verdict)).toEqual([])
  expect(verdict).toMatchObject({ verdict: 'genuine', completeness: { state: 'proven' } })
  return files
}

describe('a scope with a record on each border', () => {
  it('holds what is inside [from, to), proves that there is no more, and says as of when', async () => {
    const files = await proven({ ...WINDOW, conversations: no(1) })
    expect(
      rowsOf(files)
        .map(({ seq }) => seq)
        .sort((a, b) => a - b),
    ).toEqual([2, 3, 5, 6, 9])
    const { completeness } = await trusted(world, files)
    expect(completeness).toMatchObject({ conversations: 1, rows: 5, otherKinds: 0, outside: 8, byPeople: false })
    expect(completeness.sealedAt).toBeGreaterThan(T1)
  })

  it('holds the undated ones where the scope takes them', async () => {
    const files = await proven({ ...WINDOW, undated: true, conversations: no(1) })
    expect(
      rowsOf(files)
        .map(({ seq }) => seq)
        .sort((a, b) => a - b),
    ).toEqual([2, 3, 4, 5, 6, 9, 11])
  })

  it('open on either side, or on both', async () => {
    expect(rowsOf(await proven({ ...WINDOW, from: null, conversations: no(1) }))).toHaveLength(8)
    expect(rowsOf(await proven({ ...WINDOW, to: null, conversations: no(1) }))).toHaveLength(8)
    const whole = await proven({ ...WINDOW, from: null, to: null, undated: true, conversations: no(1, 2) })
    expect(rowsOf(whole)).toHaveLength(213)
    expect(textOf(whole, PACKAGE_FILES.completeness)).not.toContain('pruned')
  })

  it('lists a conversation that has nothing inside its time, and proves that', async () => {
    const files = await proven({ ...WINDOW, conversations: no(1, 3) })
    expect(rowsOf(files).every(({ conv }) => conv === 1)).toBe(true)
    expect((await trusted(world, files)).completeness).toMatchObject({ conversations: 2, outside: 13 })
    const none = await proven({ ...WINDOW, conversations: no(3) })
    expect(rowsOf(none)).toEqual([])
  })

  it('of the whole house shows every conversation of the map', async () => {
    const files = await proven({ ...WINDOW, conversations: 'all' })
    expect((await trusted(world, files)).completeness).toMatchObject({ conversations: 3 })
  })

  it('limited by kind shows of the others their kind, and that only', async () => {
    const files = await proven({ ...WINDOW, conversations: no(1, 2), kinds: ['image'] })
    const { completeness } = await trusted(world, files)
    expect(completeness.otherKinds).toBeGreaterThan(30)
    const others = textOf(files, PACKAGE_FILES.completeness)
      .split('\n')
      .filter((line) => line.includes('"open"'))
    expect(others).toHaveLength(completeness.otherKinds)
    for (const line of others) {
      expect(line).toContain('"t":"text"')
      expect(line.match(/"seed"/g)).toHaveLength(1)
      expect(line).not.toContain('条')
    }
  })

  it('takes no more than what was archived when it was sealed', async () => {
    const before = await packageOf(world, { ...WINDOW, conversations: no(2) })
    const count = rowsOf(before).length
    const late = await packageOf(
      world,
      { ...WINDOW, conversations: no(2) },
      {
        desk: (desk) => ({
          async seal() {
            const seal = await desk.seal()
            await world.archive.journal.admit([arrivalOf(5000, { conversation: 'room-b', at: T1 + 5, body: '晚到' })])
            return seal
          },
        }),
      },
    )
    expect(rowsOf(late)).toHaveLength(count)
    expect(rowsOf(await packageOf(world, { ...WINDOW, conversations: no(2) }))).toHaveLength(count + 1)
  })
})

describe('a house that leaves something out', () => {
  let files: PackageFiles
  let older: PackageFiles
  beforeAll(async () => {
    older = await packageOf(world, { ...WINDOW, conversations: no(1, 2) })
    files = await packageOf(world, { ...WINDOW, conversations: no(1, 2) })
  })

  const refused = async (forgery: PackageFiles): Promise<string[]> => {
    const verdict = await trusted(world, forgery)
    expect(verdict.verdict).toBe('wrong')
    expect(verdict.completeness.state).toBe('failed')
    return codesOf(verdict)
  }
  /** The code with which a run ends that was carried out with lies. */
  const ended = async (scope: Parameters<typeof packageOf>[1], lies: Parameters<typeof packageOf>[2]) =>
    packageOf(world, scope, lies).then(
      () => 'released',
      (error: Fault) => `${error.code}:${error.detail.finding}`,
    )

  it('a record that its own reader puts at another time is missed', async () => {
    const hides = {
      reader: (reader) => ({
        outline(at) {
          const outline = reader.outline(at)
          return outline && at === 5 ? { ...outline, sourceTs: T2 + HOURS } : outline
        },
      }),
    } satisfies Lies
    expect(await ended({ ...WINDOW, conversations: no(1) }, hides)).toBe('export_unverified:record_left_out')
    const denies = { reader: (reader) => ({ outline: (at) => (at === 5 ? null : reader.outline(at)) }) } satisfies Lies
    expect(await ended({ ...WINDOW, conversations: no(1) }, denies)).toBe('seal_differs:undefined')
  })

  it('a record passed off as one of another kind is found out: its kind is shown', async () => {
    const hides = {
      reader: (reader) => ({
        outline(at) {
          const outline = reader.outline(at)
          return outline && at === 5 ? { ...outline, kind: 'image' as const } : outline
        },
      }),
    } satisfies Lies
    const scope = { ...WINDOW, conversations: no(1), kinds: ['text' as const] }
    expect(await ended(scope, hides)).toBe('export_unverified:record_withheld')
    await proven(scope)
  })

  it('a label that lies differs from what was sealed', async () => {
    const lied = changeLines(world, files, (lines) =>
      lines.map((line) => {
        if (typeof line.pruned !== 'string') return line
        const bytes = Buffer.from(line.pruned, 'base64')
        for (let at = 0; at < bytes.length; at += 50) {
          if (bytes[at] === 0) continue // one record: its two times are one
          bytes.writeBigInt64BE(bytes.readBigInt64BE(at + 33) - 1n, at + 33) // the earliest time
        }
        return { ...line, pruned: bytes.toString('base64') }
      }),
    )
    expect(await refused(lied)).toEqual(['rest_differs'])
  })

  it('a label that tells the truth gives it away', async () => {
    const hidden = changeLines(world, files, (lines) =>
      lines.map((line) => {
        if (typeof line.pruned !== 'string') return line
        const bytes = Buffer.from(line.pruned, 'base64')
        bytes.writeBigInt64BE(BigInt(T1 + 5), 41) // the latest: inside
        return { ...line, pruned: bytes.toString('base64') }
      }),
    )
    expect(await refused(hidden)).toEqual(['record_hidden'])
  })

  it('a piece dropped leaves numbers without an account', async () => {
    const dropped = changeLines(world, files, (lines) => lines.filter((line) => typeof line.pruned !== 'string'))
    expect(await refused(dropped)).toEqual(['record_left_out'])
  })

  it('a seal of another epoch does not fit', async () => {
    const sealed = await world.archive.sealEpoch([])
    await world.archive.journal.admit([arrivalOf(6000, { conversation: 'room-a', at: T1 + 77, body: '新' })])
    const newer = await packageOf(world, { ...WINDOW, conversations: no(1, 2) })
    const stale = forged(
      world,
      newer,
      (copy) => void copy.set(PACKAGE_FILES.completeness, older.get(PACKAGE_FILES.completeness) ?? new Uint8Array(0)),
    )
    expect(await refused(stale)).toEqual(expect.arrayContaining(['row_not_sealed', 'map_differs']))
    // and one from before the export, which would leave out what came since
    const early = { desk: () => ({ seal: async () => sealed }) } satisfies Lies
    expect(await ended({ ...WINDOW, conversations: no(1) }, early)).toBe('export_unverified:seal_too_old')
  })

  it('a conversation taken out of the list is missed, one put in is too many', async () => {
    const hidden = changeLines(world, files, (lines) => {
      const at = lines.findIndex((line) => line.no === 2)
      const next = lines.findIndex((line, i) => i > at && 'tag' in line)
      return [...lines.slice(0, at), ...(next < 0 ? [] : lines.slice(next))]
    })
    expect(await refused(hidden)).toEqual(
      expect.arrayContaining(['conversation_hidden', 'map_differs', 'directory_differs']),
    )
    const more = await packageOf(world, { ...WINDOW, conversations: no(1, 2, 3) })
    const narrowed = changeLines(world, more, (lines) =>
      lines.map((line) =>
        typeof line.scope === 'object' ? { ...line, scope: { ...line.scope, conversations: [1, 2] } } : line,
      ),
    )
    expect(await refused(narrowed)).toEqual(
      expect.arrayContaining(['scope_not_approved', 'conversation_outside_scope']),
    )
  })

  it('a scope that nobody approved is named', async () => {
    const narrowed = changeLines(world, files, (lines) =>
      lines.map((line) =>
        typeof line.scope === 'object' ? { ...line, scope: { ...line.scope, from: T1 + HOURS } } : line,
      ),
    )
    expect(await refused(narrowed)).toContain('scope_not_approved')
  })

  it('without the proof nothing is proven, and the verifier says so', async () => {
    const without = forged(world, files, (copy) => void copy.delete(PACKAGE_FILES.completeness))
    const verdict = await trusted(world, without)
    // packages before version 4 may have none; of one that says 4 it was taken away
    expect(verdict).toMatchObject({ verdict: 'wrong', completeness: { state: 'not_proven' } })
    const container = verdict.checks.find(({ id }) => id === 'container')
    expect(container?.findings).toEqual([{ code: 'missing_file', file: PACKAGE_FILES.completeness }])
  })
})
