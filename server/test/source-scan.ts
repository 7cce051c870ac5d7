import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'

// What architecture.test.ts and repository.test.ts read: the source files, their imports, and their code without
// comments and strings. Biome fixes the shape (imports at the start of a line, single quotes), so little parsing is needed.

export const ROOT = resolve(import.meta.dirname, '../..')

export interface SourceFile {
  /** From the repository's root, with `/`. */
  path: string
  text: string
}

export interface Import {
  from: string
  isType: boolean
  /** Not with the file itself: on demand, or by a thread or process that it starts. */
  isLater: boolean
  line: number
}

/** All .ts and .tsx files under a directory of the repository; none where it does not exist. */
export function sourceFiles(dir: string): SourceFile[] {
  return filesUnder(dir)
    .filter((path) => /\.tsx?$/.test(path) && !/\/(node_modules|dist)\//.test(path))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

export function filesUnder(dir: string): string[] {
  try {
    const entries = readdirSync(join(ROOT, dir), { withFileTypes: true, recursive: true })
    return entries.filter((each) => each.isFile()).map((each) => relative(ROOT, join(each.parentPath, each.name)))
  } catch {
    return []
  }
}

/** Tests and what only they use: `x.test.ts`, `x.test-support.ts`, `x.test-thread.ts`, `fixtures/`. */
export function isTest(path: string): boolean {
  return /\.test(-[a-z]+)?\.tsx?$|\/fixtures\/|^server\/(test|bench|soak)\/|^proof\/test\/|^console\/(dev|walk|test)\//.test(
    path,
  )
}

const STATIC = /^(?:import|export)\s+(type\s+)?([^'"`;()=]*?)\s*from\s*'([^']+)'/gm
const BARE = /^import\s*'([^']+)'/gm
const DYNAMIC = /^(?!\s*(?:\/\/|\*)).*?\bimport\(\s*'([^']+)'/gm
const WORKER = /^(?!\s*(?:\/\/|\*)).*?new URL\(\s*'(\.[^']+\.tsx?)'/gm

/** Everything a file reaches for: static, dynamic, and the modules it starts threads or processes from. */
export function importsOf(file: SourceFile): Import[] {
  const found: Import[] = []
  const add = (at: number, from: string, isType: boolean, isLater: boolean) => {
    found.push({ from, isType, isLater, line: file.text.slice(0, at).split('\n').length })
  }
  for (const match of file.text.matchAll(STATIC)) {
    const [, type, names = '', from = ''] = match
    add(match.index, from, type !== undefined || hasOnlyTypes(names), false)
  }
  for (const pattern of [BARE, DYNAMIC, WORKER]) {
    for (const match of file.text.matchAll(pattern))
      add(match.index + match[0].search(/\S/), match[1] ?? '', false, pattern !== BARE)
  }
  return found
}

function hasOnlyTypes(names: string): boolean {
  const [, inside] = /^\{([^}]*)\}$/.exec(names.trim()) ?? []
  if (inside === undefined) return false
  const each = inside.split(',').map((name) => name.trim())
  return each.filter(Boolean).every((name) => name.startsWith('type '))
}

const LITERALS = [
  /\/\*[\s\S]*?\*\//, // a comment
  /\/\/[^\n]*/,
  /'(?:\\.|[^'\\\n])*'/, // a string
  /"(?:\\.|[^"\\\n])*"/,
  /`(?:\\[\s\S]|[^`\\])*`/,
  /(?<=[=(,:!&|?{};\n]\s*|return )\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/, // a regular expression
]
const LITERAL = new RegExp(LITERALS.map((each) => each.source).join('|'), 'g')

/** The code alone: comments, strings and regular expressions blanked, every line still in its place. */
export function codeOf(file: SourceFile): string {
  return file.text.replace(LITERAL, (literal) => literal.replace(/[^\n]/g, ' '))
}

/** `path:line` of every match. */
export function linesMatching(file: SourceFile, code: string, pattern: RegExp): string[] {
  return code.split('\n').flatMap((line, at) => (pattern.test(line) ? [`${file.path}:${at + 1}`] : []))
}
