import { once } from 'node:events'
import { expect, test } from 'vitest'
import { bodyOf } from './body.ts'

function opened(bytes: readonly string[], failure: Error | null = null) {
  let closings = 0
  async function* content(): AsyncGenerator<Buffer> {
    for (const each of bytes) yield Buffer.from(each)
    if (failure) throw failure
  }
  const body = bodyOf(content(), async () => {
    closings += 1
  })
  return { body, closings: () => closings }
}

test('what was opened is closed when its body was read', async () => {
  const { body, closings } = opened(['a', 'b'])
  expect(Buffer.concat(await body.toArray()).toString()).toBe('ab')
  expect(closings()).toBe(1)
})

test('and when nobody came to read it, or it broke off', async () => {
  const unread = opened(['a'])
  unread.body.destroy()
  await once(unread.body, 'close')
  expect(unread.closings()).toBe(1)
  const broken = opened(['a'], new Error('permit over'))
  await expect(broken.body.toArray()).rejects.toThrow('permit over')
  expect(broken.closings()).toBe(1)
})
