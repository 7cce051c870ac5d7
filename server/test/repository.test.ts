import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { codeOf, filesUnder, isTest, linesMatching, ROOT, type SourceFile, sourceFiles } from './source-scan.ts'

// Rules of STYLE.md that a machine can hold. Each failure lists `file:line`.

const SERVER = sourceFiles('server/src')
const EVERYTHING = ['proof', 'server', 'console'].flatMap(sourceFiles)
const PRODUCT = SERVER.filter(({ path }) => !isTest(path))

function offences(files: SourceFile[], pattern: RegExp, except: RegExp | null = null): string[] {
  const judged = files.filter(({ path }) => !except?.test(path))
  return judged.flatMap((file) => linesMatching(file, codeOf(file), pattern))
}

describe('one place each', () => {
  test('the environment is read in platform/config.ts only', () => {
    expect(offences(PRODUCT, /\bprocess\s*\.\s*env\b|\benv\b.*=\s*process\b/, /\/platform\/config\.ts$/)).toEqual([])
  })

  test('the clock is read in base/time.ts only', () => {
    expect(offences(PRODUCT, /\bDate\s*\.\s*now\b|\bnew Date\(\s*\)/, /\/base\/time\.ts$/)).toEqual([])
  })

  test('SQL stands in store.ts files and the database door only', () => {
    const sql =
      /\bsql(?:<[^`]*>)?\s*`|\bsql\.raw\(|(?<!exports)\.prepare(?:<.*>)?\(|\.(?:selectFrom|insertInto|updateTable|deleteFrom)\(/
    const files = PRODUCT.filter(({ path }) => !/(?:\/|\.)store\.ts$|^server\/src\/platform\/db\//.test(path))
    // here the template's back-quote matters, which codeOf blanks
    const withQuotes = files.flatMap((file) => {
      const code = codeOf(file).split('\n')
      const isCode = (at: number) => (code[at] ?? '').trim() !== ''
      return file.text
        .split('\n')
        .flatMap((line, at) => (isCode(at) && sql.test(line) ? [`${file.path}:${at + 1}`] : []))
    })
    expect(withQuotes).toEqual([])
  })
})

describe('types', () => {
  test('nothing is of type any', () => {
    const loose = /(?::|<|\bas|=>|\||&)\s*(?:readonly\s+)?any\b(?!\s*[(=.])|\bany\[\]|<any\b/
    expect(offences(EVERYTHING, loose, /\.d\.ts$/)).toEqual([])
  })

  test('there is no enum, namespace or parameter property: types are stripped, not compiled', () => {
    expect(
      offences(EVERYTHING, /^\s*(?:export\s+)?(?:const\s+)?enum\s|^\s*(?:export\s+)?namespace\s/, /\.d\.ts$/),
    ).toEqual([])
    expect(offences(EVERYTHING, /constructor\((?:[^)]*,)?\s*(?:public|private|protected|readonly)\s/)).toEqual([])
  })

  test('exports have names (the console’s lazily loaded pages aside)', () => {
    expect(offences(EVERYTHING, /^export default\b/, /\.d\.ts$|^console\//)).toEqual([])
  })
})

describe('words', () => {
  test('no file is a drawer', () => {
    const drawer = /(?:^|\/)(?:utils?|helpers?|misc|common|manager|service|types)(?:\.tsx?|\/)/
    const paths = EVERYTHING.map(({ path }) => path)
    expect(paths.filter((path) => drawer.test(path) && path !== 'server/src/api/schema/common.ts')).toEqual([])
  })

  test('nothing is left for later', () => {
    // in pieces, so that this line is no offence itself
    const later = new RegExp(['\\bTO', 'DO\\b|\\bFIX', 'ME\\b|not yet imple', 'mented|not imple', 'mented'].join(''))
    const found = EVERYTHING.flatMap((file) => linesMatching(file, file.text, later))
    expect(found).toEqual([])
  })

  test('no path of somebody’s machine', () => {
    const machine = /\/(?:home|Users|root|work)\/[a-z]/
    const files = EVERYTHING.filter(({ path }) => !isTest(path))
    expect(files.flatMap((file) => linesMatching(file, file.text, machine))).toEqual([])
  })
})

test('no file of a house lies among the sources', () => {
  const top = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isFile())
  const below = ['proof', 'server', 'console', 'docs', 'formats', 'tools'].flatMap(filesUnder)
  const ofHouse = /\.db(?:-wal|-shm)?$|(?:^|\/)keyring\.json$/
  const ours = below.filter((path) => !path.includes('node_modules/'))
  expect([...top.map(({ name }) => name), ...ours].filter((path) => ofHouse.test(path))).toEqual([])
})

/** Programs: they are started, nobody imports them. */
const NO_DOOR = ['cli', 'demo']

describe('rooms', () => {
  const rooms = readdirSync(join(ROOT, 'server/src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)

  const textOf = (path: string) => (existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), 'utf8') : null)

  test('each has a README of at most 40 lines', () => {
    const judged = rooms.map((room) => {
      const lines = textOf(`server/src/${room}/README.md`)?.trimEnd().split('\n').length
      return lines === undefined ? `${room}: none` : lines > 40 ? `${room}: ${lines} lines` : null
    })
    expect(judged.filter((verdict) => verdict !== null)).toEqual([])
  })

  test('each has a door, index.ts, of re-exports only', () => {
    const judged = rooms.map((room) => {
      const text = textOf(`server/src/${room}/index.ts`)?.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
      if (text === undefined) return NO_DOOR.includes(room) ? null : `${room}: none`
      const rest = text.replace(/export (?:type )?(?:\*|\{[^}]*\})(?: as \w+)? from '[^']+'/g, '').trim()
      return rest === '' ? null : `${room}: ${rest.split('\n')[0]}`
    })
    expect(judged.filter((verdict) => verdict !== null)).toEqual([])
  })
})

describe('sizes', () => {
  const sized = EVERYTHING.filter(({ path }) => !/\.table\.ts$|\/fixtures\//.test(path))
  const linesOf = ({ text }: SourceFile) => text.trimEnd().split('\n').length

  test('no file is longer than 400 lines', () => {
    const product = sized.filter(({ path }) => !isTest(path))
    expect(product.filter((file) => linesOf(file) > 400).map((file) => `${file.path}: ${linesOf(file)}`)).toEqual([])
  })

  test('what is over budget is named: files over 300 lines, functions over 40', () => {
    const product = sized.filter(({ path }) => !isTest(path))
    const files = sized.filter((file) => linesOf(file) > 300).map((file) => `${file.path}: ${linesOf(file)} lines`)
    const functions = product.flatMap(longFunctions)
    console.log(
      [`over budget: ${files.length} files, ${functions.length} functions`, ...files, ...functions].join('\n  '),
    )
    // the scan itself must see them: this file holds none, and a made-up one is found
    const long = { path: 'x.ts', text: `function long() {\n${'  step()\n'.repeat(50)}}\n` }
    expect(longFunctions(long)).toEqual(['x.ts:1: 52 lines'])
  })
})

/** Functions over 40 lines, by indentation, which the formatter fixes. JSX components count like any other. */
function longFunctions(file: SourceFile): string[] {
  const lines = file.text.split('\n')
  const opens =
    /^(\s*)(?:export )?(?:async )?(?:function\b.*|(?:const \w+ = )?.*=>|(?:async )?[*#\w]+(?:<.*>)?\(.*\).*) \{$/
  return lines.flatMap((line, at) => {
    const [, indent] = opens.exec(line) ?? []
    if (indent === undefined || /^\s*(?:if|for|while|switch|catch|else|return|\})/.test(line)) return []
    const length = lines.slice(at).findIndex((each) => each.startsWith(`${indent}}`)) + 1
    return length > 40 ? [`${file.path}:${at + 1}: ${length} lines`] : []
  })
}
