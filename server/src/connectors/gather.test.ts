import { expect, test } from 'vitest'
import type { Journal } from '#archive'
import { Refusal } from '#base'
import { arrivalOf } from '#test/archive-house'
import { Gatherer } from './gather.ts'

type Admit = Journal['admit']

const outcomesOf: Admit = async (batch) => batch.map((_, at) => ({ outcome: 'archived', record: at as never })) // any number will do here

test('callers of one turn go together, and each gets its own outcomes', async () => {
  const sizes: number[] = []
  const gatherer = new Gatherer({
    admit: (batch) => {
      sizes.push(batch.length)
      return outcomesOf(batch)
    },
  })
  const callers = Array.from({ length: 32 }, (_, n) => gatherer.add([arrivalOf(2 * n), arrivalOf(2 * n + 1)]))
  const outcomes = await Promise.all(callers)
  expect(sizes).toEqual([64])
  expect(outcomes.map((own) => own.map(({ record }) => record))).toEqual(callers.map((_, n) => [2 * n, 2 * n + 1]))
})

test('those who come while the journal is busy wait for each other', async () => {
  const sizes: number[] = []
  const gates: PromiseWithResolvers<void>[] = []
  const admit: Admit = async (batch) => {
    sizes.push(batch.length)
    const gate = Promise.withResolvers<void>()
    gates.push(gate)
    await gate.promise
    return outcomesOf(batch)
  }
  const gatherer = new Gatherer({ admit })
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  const callers: Promise<unknown>[] = []
  for (let n = 0; n < 12; n++) {
    callers.push(gatherer.add([arrivalOf(n)]))
    await turn()
    await turn()
  }
  expect(sizes).toEqual([1, 1])
  while (sizes.length < 3 || gates.length > 0) {
    gates.shift()?.resolve()
    await turn()
  }
  await Promise.all(callers)
  expect(sizes.reduce((sum, size) => sum + size)).toBe(12)
  expect(sizes.length).toBeLessThan(6)
})

test('one caller’s broken message refuses that caller only; a full disk refuses all', async () => {
  const admit: Admit = (batch) => {
    const isBroken = batch.some(({ fields }) => fields.sourceId === 'msg-3')
    return isBroken ? Promise.reject(new Refusal('invalid', 'bad_arrival')) : outcomesOf(batch)
  }
  const gatherer = new Gatherer({ admit })
  const some = await Promise.allSettled([1, 2, 3, 4].map((n) => gatherer.add([arrivalOf(n)])))
  expect(some.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  const full = new Gatherer({ admit: () => Promise.reject(new Refusal('unavailable', 'journal_full')) })
  const none = await Promise.allSettled([1, 2].map((n) => full.add([arrivalOf(n)])))
  expect(none).toMatchObject([{ reason: { code: 'journal_full' } }, { reason: { code: 'journal_full' } }])
})
