import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Fault, Refusal } from '#base'
import { LabelRegister } from './label-register.ts'
import { type CaseLabels, LabelBook } from './labels.ts'
import { RowsInOrder } from './row-order.ts'
import type { MadeRows, RowHand, RowRun } from './row-work.ts'

// Hands that take their time, over rows that are nothing but who is meant in them; all of a case's people meet in three labels.

const short = (who: number): string => `P-${'ABC'.charAt(who % 3).repeat(6)}`
const owner = (who: number): string => String(who).padStart(6, '0')
const LABELS: CaseLabels = {
  label: ({ person }) => short(Number(person)),
  owner: ({ person }) => `P-${owner(Number(person))}`,
}
const desk = { progress: async () => undefined }

function random(seed: number): (n: number) => number {
  let state = seed
  return (n) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return (state >>> 8) % n
  }
}

const NOTHING = new Uint8Array(0)

function* made(people: readonly number[], run: RowRun, book: LabelBook): Generator<MadeRows> {
  for (let at = run.from; at < run.to; at += 7) {
    const some = people.slice(at, Math.min(at + 7, run.to))
    const lines = some.map((who) => book.label({ person: String(who), atoms: [] }, ''))
    const labels = book.claims()
    const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`)
    const rest = { facts: NOTHING, maskedSpans: 0, longestCell: 0, seen: [], labels }
    yield { rows: some.length, disclosures: bytes, lines: NOTHING, ...rest }
  }
}

function handOf(people: readonly number[], pick: (n: number) => number): RowHand & { open: Map<number, unknown> } {
  const open = new Map<number, Generator<MadeRows>>()
  const late = async () => {
    for (let n = pick(4); n > 0; n -= 1) await setImmediate()
  }
  return {
    open,
    async begin(no, run, taken) {
      await late()
      open.set(no, made(people, run, new LabelBook(LABELS, structuredClone(taken))))
    },
    async more(no) {
      await late()
      const next = open.get(no)?.next()
      if (next?.done === false) return next.value
      open.delete(no)
      const nothing = { disclosures: NOTHING, lines: NOTHING, facts: NOTHING, maskedSpans: 0, longestCell: 0 }
      return { rows: 0, ...nothing, seen: [], labels: [] }
    },
    async drop(no) {
      open.delete(no)
    },
    caseNo: async () => ({ text: '', labels: [] }),
  }
}

function runsOver(length: number, pick: (n: number) => number): RowRun[] {
  const runs: RowRun[] = []
  for (let from = 0; from < length; ) {
    const to = Math.min(length, from + 1 + pick(40))
    runs.push({ from, to })
    from = to
  }
  return runs
}

async function textOf(rows: AsyncIterable<MadeRows>): Promise<string[]> {
  let text = ''
  for await (const { disclosures } of rows) text += Buffer.from(disclosures).toString()
  return text.trimEnd().split('\n')
}

/** One after the other: the first of those who meet keeps the label. */
function expected(people: readonly number[]): string[] {
  const owners = new Map<string, number>()
  return people.map((who) => {
    const first = owners.get(short(who)) ?? who
    owners.set(short(who), first)
    return first === who ? short(who) : `${short(who)}${owner(who)}`
  })
}

describe('rows of several hands', () => {
  it('come in package order, the first in it keeps a label, and no two share one', async () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const pick = random(seed)
      const people = Array.from({ length: 1 + pick(300) }, () => pick(12))
      const hands = Array.from({ length: 1 + pick(3) }, () => handOf(people, pick))
      const runs = runsOver(people.length, pick)
      expect(await textOf(new RowsInOrder(runs, hands, desk, []).take())).toEqual(expected(people))
      for (const { open } of hands) expect(open.size).toBe(0)
    }
  })

  it('leave to the case number the labels that it has', async () => {
    const people = [3, 0, 3, 1]
    const rows = new RowsInOrder([{ from: 0, to: 4 }], [handOf(people, () => 0)], desk, [[short(0), owner(0)]])
    expect(await textOf(rows.take())).toEqual([`${short(3)}${owner(3)}`, short(0), `${short(3)}${owner(3)}`, short(1)])
  })

  it('end with what one of the hands throws, or the desk, and then no hand is at work', async () => {
    const people = Array.from({ length: 3000 }, (_, n) => n % 3)
    const runs = runsOver(people.length, random(7))
    const ending = (hand: RowHand, after: number): RowHand => {
      let asked = 0
      return {
        ...hand,
        more: async (no) => {
          if (++asked > after) throw new Fault('record_damaged', 'it is', {})
          return hand.more(no)
        },
      }
    }
    const [one, two] = [handOf(people, random(1)), handOf(people, random(2))]
    const broken = new RowsInOrder(runs, [one, ending(two, 20)], desk, [])
    await expect(textOf(broken.take())).rejects.toMatchObject({ code: 'record_damaged' })
    const progress = async (rows: number) => {
      if (rows > 1500) throw new Refusal('forbidden', 'permit_over')
    }
    let opened = 0
    const counting: RowHand = {
      ...one,
      more: async (no) => {
        const next = await one.more(no)
        opened += next.rows
        return next
      },
    }
    const over = new RowsInOrder(runs, [counting], { progress }, [])
    await expect(textOf(over.take())).rejects.toMatchObject({ code: 'permit_over' })
    expect(opened).toBeLessThan(2100)
  })

  it('wait for their turn in bounded memory', async () => {
    const bytes = new Uint8Array(4 * 1024 * 1024)
    let waiting = 0
    let most = 0
    const hand: RowHand = {
      begin: async () => undefined,
      drop: async () => undefined,
      caseNo: async () => ({ text: '', labels: [] }),
      more: async (no) => {
        // the first run is slow: all others could be made meanwhile
        for (let n = 0; n < (no === 0 ? 50 : 1); n += 1) await setImmediate()
        const left = (counts.get(no) ?? 3) - 1
        counts.set(no, left)
        if (left < 0) return { ...empty, rows: 0 }
        waiting += 1
        most = Math.max(most, waiting)
        return { ...empty, rows: 1, disclosures: bytes }
      },
    }
    const counts = new Map<number, number>()
    const rest = { lines: NOTHING, facts: NOTHING, maskedSpans: 0, longestCell: 0, seen: [], labels: [] }
    const empty = { disclosures: NOTHING, ...rest }
    const runs = Array.from({ length: 40 }, (_, n) => ({ from: n, to: n + 1 }))
    for await (const { rows } of new RowsInOrder(runs, [hand, hand], desk, []).take()) waiting -= rows
    expect(waiting).toBe(0)
    // six of them are the bound; two more may be under way, and some of the run whose turn it is
    expect(most).toBeLessThanOrEqual(12)
  })
})

describe('a register of labels', () => {
  it('enters all claims of a piece or none', () => {
    const register = new LabelRegister()
    expect(
      register.enter([
        ['A', '1'],
        ['B', '2'],
      ]),
    ).toBeNull()
    expect(
      register.enter([
        ['C', '3'],
        ['A', '9'],
      ]),
    ).toEqual(['A', '1'])
    expect(
      register.enter([
        ['C', '4'],
        ['A', '1'],
      ]),
    ).toBeNull()
  })
})
