import { expect, test } from 'vitest'
import type { ImportView } from '#intake'
import { progressLine } from './progress-line.ts'

const VIEW = {
  state: 'running',
  counts: { items: 1200, quarantined: 3, bytes: 600, parsedBytes: 500, quarantinedBytes: 100 },
  totalBytes: 1000,
  perSecond: 400,
  secondsLeft: 2,
  part: { name: 'a', no: 2, of: 5, bytes: 1, totalBytes: 2 },
} as unknown as ImportView // what a line says is all that it reads

function written(isTTY: boolean, columns = 200): string[] {
  const lines: string[] = []
  const line = progressLine('x.zip', { isTTY, columns, write: (text) => lines.push(text) })
  line.say(VIEW)
  line.end()
  return lines
}

test('at a terminal one line changes, and nothing of it stays', () => {
  const clear = '\r\u001b[K'
  const said = 'x.zip: 60 %, 1200 items, 3 in quarantine, 400 a second, 2 s left, file 2 of 5'
  expect(written(true)).toEqual([clear + said, clear])
  expect(written(true, 20)[0]).toBe(clear + said.slice(0, 19))
})

test('anywhere else it is one JSON object a line', () => {
  const [line, ...more] = written(false)
  expect(more).toEqual([])
  expect(JSON.parse(line ?? '')).toEqual({
    file: 'x.zip',
    state: 'running',
    items: 1200,
    perSecond: 400,
    bytes: 600,
    totalBytes: 1000,
    secondsLeft: 2,
    part: 2,
    parts: 5,
  })
})
