import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'

// A new build of the console is put where a server is serving the one before (tools/swap.mjs).

const SWAP = pathToFileURL(join(import.meta.dirname, '../../../tools/swap.mjs')).href
const { swapIn } = (await import(SWAP)) as { swapIn(next: string, pages: string): void } // plain JavaScript: it runs before anything is installed

let dir = ''
let pages = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cunzhen-swap-'))
  pages = join(dir, 'dist')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** As much of a build as Vite makes: two pages, one piece that both name, and the list of pieces. */
function build(no: number): string {
  const next = join(pages, `.next-${no}`)
  mkdirSync(join(next, 'assets'), { recursive: true })
  mkdirSync(join(next, '.vite'))
  writeFileSync(join(next, 'assets', `main-${no}.js`), `${no}`)
  writeFileSync(join(next, '.vite/manifest.json'), JSON.stringify({ main: { file: `assets/main-${no}.js` } }))
  for (const page of ['index.html', 'portal.html']) writeFileSync(join(next, page), `main-${no}.js`)
  return next
}

test('what pages name is there, those of the build before too, and nothing of builds before that', () => {
  for (const no of [1, 2, 3]) swapIn(build(no), pages)
  expect(readFileSync(join(pages, 'index.html'), 'utf8')).toBe('main-3.js')
  expect(readFileSync(join(pages, 'portal.html'), 'utf8')).toBe('main-3.js')
  expect(readdirSync(join(pages, 'assets')).sort()).toEqual(['main-2.js', 'main-3.js'])
  expect(readdirSync(pages).sort()).toEqual(['.vite', 'assets', 'index.html', 'portal.html'])
})

test('beside a build that does not say of which pieces it is, none is taken away', () => {
  swapIn(build(1), pages)
  rmSync(join(pages, '.vite'), { recursive: true })
  swapIn(build(2), pages)
  expect(readdirSync(join(pages, 'assets')).sort()).toEqual(['main-1.js', 'main-2.js'])
})

test('a build that is not whole changes nothing', () => {
  swapIn(build(1), pages)
  const next = build(2)
  rmSync(join(next, 'assets'), { recursive: true })
  expect(() => swapIn(next, pages)).toThrow(expect.objectContaining({ code: 'ENOENT' }))
  expect(readFileSync(join(pages, 'index.html'), 'utf8')).toBe('main-1.js')
  expect(existsSync(join(pages, 'assets/main-1.js'))).toBe(true)
})

test('who reads while a build comes in always finds a page, and the piece that it names', async () => {
  swapIn(build(0), pages)
  // one build for each byte that it is sent, and a byte back when it is in
  const bringing = `
    import { swapIn } from ${JSON.stringify(SWAP)}
    import { mkdirSync, writeFileSync } from 'node:fs'
    const pages = ${JSON.stringify(pages)}
    let no = 0
    process.stdin.on('data', () => {
      no += 1
      const next = pages + '/.next'
      for (const folder of ['/assets', '/.vite']) mkdirSync(next + folder, { recursive: true })
      writeFileSync(next + '/assets/main-' + no + '.js', String(no))
      writeFileSync(next + '/.vite/manifest.json', JSON.stringify({ main: { file: 'assets/main-' + no + '.js' } }))
      writeFileSync(next + '/index.html', 'main-' + no + '.js')
      swapIn(next, pages)
      process.stdout.write('.')
    })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', bringing], { stdio: ['pipe', 'pipe', 'inherit'] })
  let isIn = true
  child.stdout.on('data', () => {
    isIn = true
  })
  let [asked, reads] = [0, 0]
  while (asked < 100 || !isIn) {
    if (isIn) {
      isIn = false
      asked += 1
      child.stdin.write('.')
    }
    const named = readFileSync(join(pages, 'index.html'), 'utf8')
    expect(`main-${readFileSync(join(pages, 'assets', named), 'utf8')}.js`).toBe(named)
    reads += 1
    await new Promise((go) => setImmediate(go))
  }
  child.stdin.end()
  expect(readFileSync(join(pages, 'index.html'), 'utf8')).toBe('main-100.js')
  expect(reads).toBeGreaterThan(300)
})
