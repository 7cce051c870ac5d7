import { spawnSync } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { askHidden } from './terminal.ts'

class TypedTerminal extends EventEmitter {
  isRaw = false
  setRawMode(isRaw: boolean): void {
    this.isRaw = isRaw
  }
  resume(): void {}
  pause(): void {}
}

function asked() {
  const terminal = new TypedTerminal()
  const shown: string[] = []
  const answer = askHidden('passphrase: ', terminal, (text) => shown.push(text))
  return { terminal, shown, answer }
}

test('what is typed hidden is not shown, may be of any script, and may be rubbed out', async () => {
  const { terminal, shown, answer } = asked()
  expect(terminal.isRaw).toBe(true)
  const bytes = Buffer.from('晴天😀x\u007f\u007f!\r')
  for (const byte of bytes) terminal.emit('data', Buffer.from([byte]))
  expect(await answer).toBe('晴天!')
  expect(shown).toEqual(['passphrase: ', '\n'])
  expect([terminal.isRaw, terminal.listenerCount('data')]).toEqual([false, 0])
})

test('Ctrl-C ends the question and gives the terminal back', async () => {
  const { terminal, answer } = asked()
  terminal.emit('data', Buffer.from('abc\u0003'))
  await expect(answer).rejects.toMatchObject({ code: 'interrupted' })
  expect(terminal.isRaw).toBe(false)
})

test.each([
  ['told', 'process.exitCode = explain(error)'],
  ['caught by nobody', 'Promise.reject(error)'],
  ['thrown out of a timer', 'setTimeout(() => { throw error })'],
])('a mistake of ours that is %s says where it was made, and no line of its message', (_how, statement) => {
  const program = `import { endOnUncaught, explain } from '${new URL('./terminal.ts', import.meta.url)}'
    endOnUncaught()
    const error = new SyntaxError('请打 13800138000\\n    at 李秀英 home\\nthird')
    ${statement}`
  const ended = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' })
  expect([ended.status, ended.stdout]).toEqual([3, ''])
  expect(ended.stderr).toMatch(/^fault: unexpected SyntaxError\n {4}at /)
  expect(ended.stderr).not.toMatch(/13800138000|李秀英|third/)
})
