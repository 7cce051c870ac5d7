import { expect, test } from 'vitest'
import { Refusal } from '#base'
import { repeat } from './clocks.ts'

test('what fails in a turn is told and holds up nothing behind it', async () => {
  const done: string[] = []
  const told: unknown[] = []
  const due = [
    () => Promise.reject(new Refusal('unavailable', 'policy_unreadable')),
    async () => void done.push('packages that are over end'),
    () => Promise.reject(new Refusal('unavailable', 'journal_full')),
    async () => void done.push('leftovers go'),
  ]
  const stop = repeat({ error: (_event, error) => void told.push(error) }, due)
  await stop()
  expect(done).toEqual(['packages that are over end', 'leftovers go'])
  expect(told).toMatchObject([{ code: 'policy_unreadable' }, { code: 'journal_full' }])
})
