import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { byFolder, listedFiles } from './file-list.ts'

const made = (name: string) => ({ name, size: 3, sha256: createHash('sha256').update(name).digest('hex') })
const documents = (count: number) =>
  Array.from({ length: count }, (_, n) => made(`data/rsmf/${String(n).padStart(5, '0')}.rsmf`))

it('names every file with a digest of its own', () => {
  const files = listedFiles([made('proof/manifest.json'), ...documents(40), made('README.txt')])
  expect(files.map(({ name }) => name)).toEqual([
    'README.txt',
    ...documents(40).map(({ name }) => name),
    'proof/manifest.json',
  ])
  expect(files.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))).toBe(true)
})

it('puts a folder into one line for a screen, and where there are very many', () => {
  const [folder, ...rest] = byFolder([made('data/records.csv'), ...documents(40)])
  expect([folder?.name, rest.length]).toEqual(['data/records.csv', 1])
  expect(rest[0]).toMatchObject({ name: 'data/rsmf/ (40)', size: 120 })
  expect(listedFiles(documents(301)).map(({ name }) => name)).toEqual(['data/rsmf/ (301)'])
  expect(byFolder(byFolder(documents(3)))).toEqual(byFolder(documents(3)))
})

it('gives a folder the digest that sha256sum gives', () => {
  const dir = mkdtempSync(join(tmpdir(), 'cunzhen-list-'))
  try {
    mkdirSync(join(dir, 'data/rsmf'), { recursive: true })
    for (const { name } of documents(3)) writeFileSync(join(dir, name), name)
    const said = execFileSync('sh', ['-c', 'sha256sum data/rsmf/* | sha256sum'], { cwd: dir }).toString()
    expect(byFolder(documents(3))[0]?.sha256).toBe(said.slice(0, 64))
  } finally {
    rmSync(dir, { recursive: true })
  }
})
