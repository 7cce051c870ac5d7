import { readdirSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type KeyId, type RecordNo, Refusal, systemClock } from '#base'
import { openKeyRegister } from '#platform/keys'
import { type ArchiveHouse, arrivalOf, arrivals, makeArchiveHouse } from '#test/archive-house'
import { fsckHouse } from './fsck.ts'
import { admit, openKeeper, openReader, openWriter } from './house.test-support.ts'
import { archiveFiles } from './house-files.ts'
import type { JournalWriter } from './journal-writer.ts'
import { fieldsOf } from './reader.ts'
import type { SealSteps } from './seal.ts'

// Each step of a seal, failing before it took effect and after; then the same process goes on, or the next one does.

const RECORDS = 60
const OPTIONS = { waitsForIndex: false, sealBytes: 4000 }
type Step = 'makeKeys' | 'begin' | 'stage' | 'readBack' | 'giveName' | 'register'
const STEPS: readonly Step[] = ['makeKeys', 'begin', 'stage', 'readBack', 'giveName', 'register']

let house: ArchiveHouse
let journal: JournalWriter
beforeEach(async () => {
  house = await makeArchiveHouse()
  journal = openWriter(house)
})
afterEach(() => {
  journal.close()
  house.remove()
})

const injected = new Refusal('unavailable', 'injected')

/** The first call of `step` fails: before it does anything, or when it has done it all. */
function failing(step: Step, isPersisted: boolean) {
  let isArmed = true
  return (steps: SealSteps): SealSteps => ({
    ...steps,
    [step]: (...args: never[]) => {
      if (!isArmed) return call(steps[step], args)
      isArmed = false
      if (!isPersisted) throw injected
      const done = call(steps[step], args)
      if (done instanceof Promise) {
        return done.then(() => {
          throw injected
        })
      }
      throw injected
    },
  })
}

function call(step: SealSteps[Step], args: never[]): unknown {
  return (step as (...args: never[]) => unknown)(...args)
}

function expectEveryRecord(): void {
  const reader = openReader(house)
  for (let n = 0; n < RECORDS; n++) {
    const record = reader.read(n as RecordNo)
    expect(record && fieldsOf(record)).toEqual(arrivalOf(n).fields)
  }
  reader.close()
}

async function expectSound(leftovers: number | null): Promise<void> {
  const { problems, counts } = await fsckHouse(house.dir, house.keyring)
  expect(problems).toEqual([])
  if (leftovers !== null) expect(counts.leftovers).toBe(leftovers)
}

const cases = STEPS.flatMap((step) => [false, true].map((isPersisted) => ({ step, isPersisted })))

describe.each(cases)('when $step fails, and has taken effect: $isPersisted', ({ step, isPersisted }) => {
  test('the seal is given up or done, nothing is lost, and the same process seals on', async () => {
    const keeper = await openKeeper(house, journal, OPTIONS, failing(step, isPersisted))
    await admit(journal, arrivals(0, RECORDS))
    keeper.integrate(true)
    const outcome = await keeper.seal().catch((error: unknown) => error)
    const isDone = step === 'register' && isPersisted
    if (isDone) expect(outcome).toHaveLength(3)
    else expect(outcome).toBe(injected)
    expectEveryRecord()
    // only keys that a crash lost between the register and the note of the attempt can stay behind: no file does
    await expectSound(0)

    await keeper.seal()
    keeper.integrate(true)
    await keeper.prune()
    expect(keeper.status()).toMatchObject({ sealed: keeper.status().pruned })
    expectEveryRecord()
    await expectSound(0)
    await keeper.close()
  })

  test('a process that ends there leaves nothing that the next start does not repair', async () => {
    const dies = failing(step, isPersisted)
    const stuck = Promise.withResolvers<'stuck'>()
    const keeper = await openKeeper(house, journal, OPTIONS, (steps) => ({
      ...dies(steps),
      // what a dead process no longer does
      abandon() {
        stuck.resolve('stuck')
        return new Promise(() => {})
      },
      isRegistered: (id) => steps.isRegistered(id),
    }))
    await admit(journal, arrivals(0, RECORDS))
    keeper.integrate(true)
    const ended = await Promise.race([keeper.seal(), stuck.promise])
    expect(ended === 'stuck').toBe(!(step === 'register' && isPersisted))
    journal.close()
    await expectSound(null)
    expectEveryRecord()

    journal = openWriter(house)
    const next = await openKeeper(house, journal, OPTIONS)
    const segments = readdirSync(archiveFiles(house.dir).segments)
    expect(segments.filter((name) => name.endsWith('.part'))).toEqual([])
    await expectSound(0)
    await next.seal()
    next.integrate(true)
    await next.prune()
    expectEveryRecord()
    await expectSound(0)
    await next.close()
  })
})

test('an attempt that could not even be given up is cleared away by the next seal', async () => {
  let isBroken = true
  const keeper = await openKeeper(house, journal, OPTIONS, (steps) => ({
    ...failing('readBack', true)(steps),
    async abandon(id) {
      if (isBroken) throw injected
      await steps.abandon(id)
    },
  }))
  await admit(journal, arrivals(0, RECORDS))
  await expect(keeper.seal()).rejects.toBe(injected)
  expect((await fsckHouse(house.dir, house.keyring)).counts.leftovers).toBe(2) // the file and the note of it
  isBroken = false
  expect(await keeper.seal()).toHaveLength(3)
  keeper.integrate(true)
  await expectSound(0)
  await keeper.close()
})

test('a seal that was given up has destroyed its keys and removed its file', async () => {
  const made: KeyId[] = []
  const keeper = await openKeeper(house, journal, OPTIONS, (steps) => ({
    ...failing('giveName', true)(steps),
    makeKeys(count) {
      const keys = steps.makeKeys(count)
      made.push(...keys.map(({ id }) => id))
      return keys
    },
  }))
  await admit(journal, arrivals(0, RECORDS))
  await expect(keeper.seal()).rejects.toBe(injected)
  expect(made.length).toBeGreaterThan(2)
  const secrets = [house.keyring.secret('house.db'), house.keyring.secret('register')] as const
  const register = openKeyRegister(archiveFiles(house.dir).house, ...secrets, systemClock)
  for (const id of made) expect(() => register.open(id)).toThrow('key_destroyed')
  register.close()
  expect(readdirSync(archiveFiles(house.dir).segments)).toEqual([])
  await keeper.close()
})
