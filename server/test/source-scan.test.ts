import { expect, test } from 'vitest'
import { codeOf, importsOf, isTest } from './source-scan.ts'

// A scan that sees nothing finds nothing wrong: here is what it must see.

const file = (text: string, path = 'server/src/x/y.ts') => ({ path, text })

test('it sees every way a file can reach for another', () => {
  const text = [
    `import { a } from '#archive'`,
    `import type { B } from '#base'`,
    `import { type C, type D } from '#access'`,
    `import { type E, f } from '#audit'`,
    `import * as g from './g.ts'`,
    `import h, { i } from 'h'`,
    `import 'side-effect'`,
    `import {`,
    `  long,`,
    `  type Lists,`,
    `} from '#platform'`,
    `export * from './k.ts'`,
    `export { type L } from './l.ts'`,
    `export type { M } from './m.ts'`,
    `const n = await import('#platform/keys')`,
    `startThread(new ${'URL'}('../archive/journal.thread.ts', import.meta.url))`,
  ].join('\n')
  const seen = importsOf(file(text)).map(({ from, isType, line }) => `${line} ${from}${isType ? ' type' : ''}`)
  const lineOf = (text: string) => Number(text.split(' ')[0])
  expect(seen.sort((a, b) => lineOf(a) - lineOf(b))).toEqual([
    '1 #archive',
    '2 #base type',
    '3 #access type',
    '4 #audit',
    '5 ./g.ts',
    '6 h',
    '7 side-effect',
    '8 #platform',
    '12 ./k.ts',
    '13 ./l.ts type',
    '14 ./m.ts type',
    '15 #platform/keys',
    '16 ../archive/journal.thread.ts',
  ])
})

test('it takes no comment and no string for an import', () => {
  const text = [`// import { a } from '#archive'`, `  * from import('#archive')`, `const s = "x from '#archive'"`].join(
    '\n',
  )
  expect(importsOf(file(text))).toEqual([])
})

test('code is what is left without comments, strings and regular expressions, line by line', () => {
  const text = `const a = 'process.env' // Date.now\n/* process.env\n*/ const b = /'any"/.test(c) ? d / e : f / g\nconst h = \`\${i}'\``
  const lines = codeOf(file(text)).split('\n')
  expect(lines).toHaveLength(4)
  expect(lines.join()).not.toMatch(/process|Date|any/)
  expect(lines[2]).toContain('const b =')
  expect(lines[2]).toContain('d / e : f / g')
  expect(codeOf(file(`const x = process.env.HOME // '`))).toContain('process.env.HOME')
})

test('tests and their support are told from the product', () => {
  const tests = ['server/src/a/b.test.ts', 'server/src/a/b.test-support.ts', 'server/soak/kills.ts', 'proof/test/x.ts']
  expect(tests.filter((path) => !isTest(path))).toEqual([])
  expect(['server/src/a/b.ts', 'server/src/a/testing.ts', 'proof/src/x.ts'].filter(isTest)).toEqual([])
})
