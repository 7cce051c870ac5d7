import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

vi.setConfig({ testTimeout: 120_000 })

// The command as an operator runs it: its own process, no house anywhere.

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cunzhen-detect-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

interface Ran {
  code: number
  out: { text: string; entities: { start: number; end: number; kind: string; confidence: number }[] }[]
  talk: string
}

function run(...args: string[]): Promise<Ran> {
  const main = resolve(import.meta.dirname, 'main.ts')
  return new Promise((done) => {
    execFile(process.execPath, [main, 'detect', ...args], { cwd: dir }, (error, stdout, stderr) => {
      const lines = stdout.split('\n').filter((line) => line !== '')
      done({ code: Number(error?.code ?? 0), out: lines.map((line) => JSON.parse(line)), talk: stderr })
    })
  })
}

function file(name: string, lines: readonly string[]): string {
  const path = join(dir, name)
  writeFileSync(path, lines.join('\n'))
  return path
}

test('writes the same lines with what was found, in UTF-16 offsets', async () => {
  const path = file('in.jsonl', ['{"text":"😀 打138 0013 8000","id":7}', '', '{"text":"收到"}'])
  const { code, out } = await run('--in', path, '--point', 'review')
  expect(code).toBe(0)
  expect(out).toEqual([
    { text: '😀 打138 0013 8000', id: 7, entities: [{ start: 4, end: 17, kind: 'mobile', confidence: 0.9 }] },
    { text: '收到', entities: [] },
  ])
})

test('knows the people of a roster by all their names', async () => {
  const path = file('in.jsonl', ['{"text":"晴空万里说她到了"}'])
  const roster = file('roster.txt', ['张伟\t晴空万里'])
  expect((await run('--in', path, '--point', 'review')).out[0]?.entities).toEqual([])
  const [line] = (await run('--in', path, '--point', 'review', '--roster', roster)).out
  expect(line?.entities.map(({ start, end, kind }) => [start, end, kind])).toEqual([[0, 4, 'name']])
})

test('takes lines of one conversation together', async () => {
  const path = file('in.jsonl', ['{"text":"我的卡号是6222 0202","conv":"a"}', '{"text":"0011 2230","conv":"a"}'])
  const { out } = await run('--in', path, '--point', 'release')
  expect(out.map(({ entities }) => entities.map(({ kind }) => kind))).toEqual([['card'], ['card']])
})

test('answers what stands before a bad line, then names the line and nothing of it', async () => {
  const path = file('in.jsonl', ['{"text":"好"}', '{"secret":"x"}'])
  const { code, out, talk } = await run('--in', path, '--point', 'review')
  expect(code).toBe(1)
  expect(out).toHaveLength(1)
  expect(talk).toContain('line_unreadable line=2')
  expect(talk).not.toContain('secret')
})

test('wants a file and a point', async () => {
  expect((await run('--point', 'review')).code).toBe(2)
  expect((await run('--in', file('in.jsonl', []), '--point', 'later')).code).toBe(2)
})

test('whoever has read enough ends it without a word', () => {
  const path = join(dir, 'many.jsonl')
  writeFileSync(path, '{"text":"a line like any other"}\n'.repeat(20_000))
  const main = join(import.meta.dirname, 'main.ts')
  const line = `"${process.execPath}" "${main}" detect --in "${path}" --point review | head -1`
  const { stdout, stderr } = spawnSync('sh', ['-c', line], { encoding: 'utf8' })
  expect([stdout.split('\n').length, stderr]).toEqual([2, ''])
})
