import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readWecomKey } from './wecom-key.ts'

let dir: string
let pem: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'cunzhen-wecom-key-'))
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
  writeFileSync(join(dir, 'a=b.pem'), pem)
  writeFileSync(join(dir, 'no-key.pem'), pem.slice(0, 300))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

test('a version and a file make a key', () => {
  expect(readWecomKey(`12=${join(dir, 'a=b.pem')}`)).toEqual({ version: 12, privateKeyPem: pem })
})

test.each([
  ['a.pem', 'options_unreadable'],
  ['x=a=b.pem', 'options_unreadable'],
  ['1=', 'options_unreadable'],
  ['1=nowhere.pem', 'options_unreadable'],
  ['1=no-key.pem', 'wecom_key_unreadable'],
])('%s is refused, and nothing of it is quoted', (given, code) => {
  const [version, ...file] = given.split('=')
  const full = file.length === 0 || file[0] === '' ? given : `${version}=${join(dir, file.join('='))}`
  let refused: unknown
  try {
    readWecomKey(full)
  } catch (error) {
    refused = error
  }
  expect(refused).toMatchObject({ code })
  expect(String(refused)).not.toContain(pem.split('\n')[2])
})
