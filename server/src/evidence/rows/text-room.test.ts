import { expect, it } from 'vitest'
import { TextRoom } from './text-room.ts'

it('gives what was added as UTF-8, in memory of its own, and then holds nothing', () => {
  const room = new TextRoom()
  const texts = Array.from({ length: 5000 }, (_, n) => `第${n}行 "𠮷" \ud83d\ude00 plain ${'合同'.repeat(n % 50)}\r\n`)
  for (const text of texts) room.add(text)
  const taken = room.take()
  const expected = Buffer.from(texts.join(''))
  expect(expected.equals(taken)).toBe(true)
  expect(taken.buffer.byteLength).toBe(expected.length)
  expect(room.take()).toHaveLength(0)
  room.add('later')
  expect(Buffer.from(room.take()).toString()).toBe('later')
  expect(expected.equals(taken)).toBe(true)
})

it('takes a text longer than all its room', () => {
  const room = new TextRoom()
  const long = '长'.repeat(200_000)
  room.add('a')
  room.add(long)
  expect(Buffer.from(room.take()).toString()).toBe(`a${long}`)
})
