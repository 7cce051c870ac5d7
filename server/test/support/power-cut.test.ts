import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { preparePowerCut } from './power-cut.ts'

// Whoever judges by a power cut must know that it cuts.

const dir = mkdtempSync(join(tmpdir(), 'cunzhen-power-test-'))
const root = join(dir, 'house')
mkdirSync(join(root, 'inner'), { recursive: true })
const power = preparePowerCut(root)
if (!power) console.log('power cuts are skipped: there is no C compiler on this machine')
afterAll(() => {
  power?.remove()
  rmSync(dir, { recursive: true, force: true })
})

function run(script: string): void {
  const done = spawnSync(
    process.execPath,
    ['-e', `const fs = require('fs'); process.chdir(${JSON.stringify(root)}); ${script}`],
    {
      env: { ...process.env, ...power?.env },
      encoding: 'utf8',
    },
  )
  if (done.status !== 0) throw new Error(done.stderr)
}

const SYNC = 'const sync = (path) => { const f = fs.openSync(path, "r"); fs.fsyncSync(f); fs.closeSync(f) };'

test.skipIf(!power)('keeps what was synced and loses the rest: bytes, new files, renames, removals', () => {
  writeFileSync(join(root, 'old'), 'before')
  writeFileSync(join(root, 'inner', 'moved'), 'moved')
  writeFileSync(join(root, 'inner', 'gone'), 'gone')
  power?.settle()
  run(`${SYNC}
    fs.appendFileSync('old', ' synced'); sync('old'); fs.appendFileSync('old', ' not synced')
    fs.writeFileSync('kept', 'kept'); sync('kept')
    fs.writeFileSync('empty', 'content never synced'); sync('.')
    fs.writeFileSync('nameless', 'synced, its directory was not'); sync('nameless')
    fs.renameSync('inner/moved', 'inner/elsewhere'); fs.unlinkSync('inner/gone')`)
  power?.cut()
  expect(readFileSync(join(root, 'old'), 'utf8')).toBe('before synced')
  expect(readFileSync(join(root, 'kept'), 'utf8')).toBe('kept')
  expect(readFileSync(join(root, 'empty'), 'utf8')).toBe('')
  expect(existsSync(join(root, 'nameless'))).toBe(false)
  expect(readdirSync(join(root, 'inner')).sort()).toEqual(['gone', 'moved'])
})

test.skipIf(!power)('a rename is kept once its directory is synced', () => {
  power?.settle()
  run(`${SYNC} fs.renameSync('inner/moved', 'inner/elsewhere'); sync('inner')`)
  power?.cut()
  expect(readdirSync(join(root, 'inner')).sort()).toEqual(['elsewhere', 'gone'])
})
