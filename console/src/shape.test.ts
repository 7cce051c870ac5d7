import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { FORMER_ACTIONS, ACTIONS as SERVER_ACTIONS } from '../../server/src/access/index.ts'
import { ACTIONS } from './pages/audit/actions.ts'
import { PAGES } from './shell/rooms.ts'

// The console defends its shape: who may import whom, one set of colours, what a first visit loads.

const SRC = import.meta.dirname
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name))
const importsOf = (file: string) =>
  [...readFileSync(join(SRC, file), 'utf8').matchAll(/(?:from|import\()\s*'([^']+)'|^import '([^']+)'/gm)].map(
    (match) => match[1] ?? match[2] ?? '',
  )

/** Floors of the browser's side; an import points to the same floor or down. */
function floorOf(file: string): number {
  const path = file.replaceAll('\\', '/')
  if (/^(main|console|routes)\.tsx$/.test(path)) return 5
  if (path.startsWith('pages/')) return 4
  if (path.startsWith('shell/')) return 3
  if (path.startsWith('ui/')) return 2
  if (path.startsWith('api/') || path === 'session.ts') return 1
  return 0
}

describe('the console', () => {
  it('imports downwards only', () => {
    const wrong: string[] = []
    for (const file of files.filter((name) => !name.endsWith('.test.ts'))) {
      for (const target of importsOf(file).filter((one) => one.startsWith('.') && /\.tsx?$/.test(one))) {
        const path = relative(SRC, resolve(SRC, dirname(file), target))
        if (floorOf(path) > floorOf(file) && !path.endsWith('session/token.ts')) wrong.push(`${file} -> ${path}`)
      }
    }
    expect(wrong.filter((one) => !one.startsWith('words.ts'))).toEqual([])
  })

  it('opens every box by the one that gives the focus back', () => {
    const others = files.filter((name) =>
      /import \{[^}]*\bModal\b[^}]*\} from 'antd'/.test(readFileSync(join(SRC, name), 'utf8')),
    )
    expect(others.map((name) => name.replaceAll('\\', '/'))).toEqual(['ui/box.tsx'])
  })

  it('brings no server code and nothing of the development house to the browser', () => {
    for (const file of files.filter((name) => !name.endsWith('.test.ts'))) {
      const text = readFileSync(join(SRC, file), 'utf8')
      expect(text, file).not.toMatch(/^import (?!type )[^\n]*(@cunzhen\/server|server\/src|\/dev\/)/m)
      expect(text, file).not.toMatch(/dangerouslySetInnerHTML|\.innerHTML|eval\(/)
    }
  })

  it('keeps the customer’s pages free of the staff’s', () => {
    for (const file of files.filter((name) => /^(portal|phone|plain)[\\/]/.test(name))) {
      for (const target of importsOf(file)) expect(target, file).not.toMatch(/antd|react|\/(ui|shell|pages|api)\//)
    }
  })

  it('has one set of colours: the CSS variables are the theme', () => {
    const theme = readFileSync(join(SRC, 'ui/theme.ts'), 'utf8')
    const css = readFileSync(join(SRC, 'ui/tokens.css'), 'utf8')
    const [light = '', dark = ''] = css.split('[data-shade="dark"]')
    const shades: [string, string][] = [
      [theme.slice(theme.indexOf('light: {'), theme.indexOf('dark: {')), light],
      [theme.slice(theme.indexOf('dark: {'), theme.indexOf('} as const')), dark],
    ]
    for (const [values, variables] of shades) {
      for (const [, name = '', colour = ''] of values.matchAll(/(\w+): '(#[0-9a-f]{6})'/g)) {
        const variable = `--${name.replace(/([A-Z0-9]+)/g, (letters) => `-${letters.toLowerCase()}`)}`
        expect(variables, variable).toContain(`${variable}: ${colour};`)
      }
    }
  })

  it('lets the auditor filter by every act that the server knows or ever wrote', () => {
    expect([...ACTIONS].sort()).toEqual([...Object.keys(SERVER_ACTIONS), ...FORMER_ACTIONS].sort())
  })

  it('shows pages by acts that exist', () => {
    for (const page of PAGES) for (const act of page.acts) expect(Object.keys(SERVER_ACTIONS), page.key).toContain(act)
  })

  it('gives every page of the rail a key of its own', () => {
    expect(new Set(PAGES.map((page) => page.letter)).size).toBe(PAGES.length)
  })
})

const DIST = join(SRC, '../dist')
const MANIFEST = join(DIST, '.vite/manifest.json')

describe('the built console', () => {
  it.skipIf(!existsSync(MANIFEST))('loads less than 300 KB of script before the first page (gzipped)', () => {
    // Written by Vite beside the build.
    const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as Record<
      string,
      { file: string; imports?: string[]; isEntry?: boolean }
    >
    const seen = new Set<string>()
    const take = (key: string) => {
      if (seen.has(key)) return
      seen.add(key)
      for (const next of manifest[key]?.imports ?? []) take(next)
    }
    take('index.html')
    take('src/words/zh/index.ts')
    const bytes = [...seen].reduce((sum, key) => {
      const file = manifest[key]?.file ?? ''
      return file.endsWith('.js') ? sum + gzipSync(readFileSync(join(DIST, file))).length : sum
    }, 0)
    expect(bytes).toBeGreaterThan(50_000)
    expect(bytes).toBeLessThan(300 * 1024)
  })

  it.skipIf(!existsSync(MANIFEST))('holds no inline script', () => {
    for (const page of ['index.html', 'portal.html', 'phone.html']) {
      expect(readFileSync(join(DIST, page), 'utf8'), page).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>/)
    }
  })
})
