import { describe, expect, it } from 'vitest'
import { atOnce, inTurns, type Steps, sorted } from './steps.ts'

function* counting(to: number, seen: number[]): Steps<string> {
  for (let n = 0; n < to; n += 1) {
    seen.push(n)
    const end = performance.now() + 4
    while (performance.now() < end); // work
    yield
  }
  return 'done'
}

describe('work in steps', () => {
  it('comes to the same at once and in turns', async () => {
    const seen: number[] = []
    expect(atOnce(counting(3, seen))).toBe('done')
    await expect(inTurns(counting(3, seen))).resolves.toBe('done')
    expect(seen).toEqual([0, 1, 2, 0, 1, 2])
  })

  it('lets others have a turn meanwhile', async () => {
    const seen: number[] = []
    const work = inTurns(counting(30, seen))
    await new Promise((done) => setImmediate(done))
    expect(seen.length).toBeGreaterThan(0)
    expect(seen.length).toBeLessThan(30)
    await work
    expect(seen).toHaveLength(30)
  })

  it('throws what a step throws', async () => {
    function* failing(): Steps<void> {
      yield
      throw new Error('a step')
    }
    expect(() => atOnce(failing())).toThrow('a step')
    await expect(inTurns(failing())).rejects.toThrow('a step')
  })

  it('sorts as sort does', () => {
    const texts = ['张伟', 'zw', 'z', '\u{1f600}', '欧阳', '张', 'zhang wei', 'ab', '\ufffd']
    expect(atOnce(sorted(texts))).toEqual([...texts].sort())
    expect(atOnce(sorted([]))).toEqual([])
  })
})
