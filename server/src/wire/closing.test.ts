import { expect, test } from 'vitest'
import { Fault } from '#base'
import { closeAll } from './closing.ts'

test('everything is closed, whatever of it fails, and the first failure is told', async () => {
  const closed: string[] = []
  const closers = [
    () => void closed.push('rooms'),
    () => Promise.reject(new Fault('file_unreadable', 'look at the disk')),
    () => Promise.reject(new Error('another')),
    () => void closed.push('lock'),
  ]
  await expect(closeAll(closers)).rejects.toMatchObject({ code: 'file_unreadable' })
  expect(closed).toEqual(['rooms', 'lock'])
})
