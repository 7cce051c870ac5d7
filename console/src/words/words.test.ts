import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'vite'
import { describe, expect, it } from 'vitest'
import { ACTIONS, FORMER_ACTIONS, REASONS } from '../../../server/src/access/index.ts'
import { BASES, KINDS, PURPOSES, REQUEST_STATES, ROLES, STAGES } from '../../../server/src/api/schema/index.ts'
import { REASONS as QUARANTINE } from '../../../server/src/intake/piece.ts'
import { en } from './en/index.ts'
import { zh } from './zh/index.ts'

const SRC = join(import.meta.dirname, '..')
const SERVER = join(import.meta.dirname, '../../../server/src')

type Leaf = [key: string, text: string]

function leaves(tree: object, path = ''): Leaf[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as Leaf] : leaves(value, `${path}${key}.`),
  )
}

/** Languages differ in their plural forms: Chinese has one, English two. They are one key. */
const plain = (key: string) => key.replace(/_(one|other)$/, '')
const keysOf = (tree: object) => [...new Set(leaves(tree).map(([key]) => plain(key)))].sort()
const sources = (folder: string, end: RegExp): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => end.test(name) && !/\.test(-[\w]+)?\.tsx?$/.test(name))
    .map((name) => join(folder, name))

describe('the words of the console', () => {
  it('are complete in both languages', () => {
    expect(keysOf(en)).toEqual(keysOf(zh))
  })

  it('have the plural forms of their language', () => {
    const plurals = (tree: object) => new Set(leaves(tree).flatMap(([key]) => (plain(key) === key ? [] : [plain(key)])))
    expect([...plurals(en)].sort()).toEqual([...plurals(zh)].sort())
    for (const key of plurals(en)) {
      const forms = leaves(en).filter(([one]) => plain(one) === key && one !== key)
      expect(forms.map(([one]) => one).sort(), key).toEqual([`${key}_one`, `${key}_other`])
    }
  })

  it('name the same values in both languages', () => {
    const values = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort()
    const english = new Map(leaves(en).map(([key, text]) => [key, text]))
    for (const [key, text] of leaves(zh)) expect(values(english.get(key) ?? ''), key).toEqual(values(text))
  })

  it('are nowhere empty', () => {
    for (const [key, text] of [...leaves(zh), ...leaves(en)]) expect(text.trim(), key).not.toBe('')
  })

  it('know every act, reason, role, kind, purpose, basis, stage and state of the server', () => {
    const known = new Set(keysOf(zh))
    const all: [group: string, codes: readonly string[]][] = [
      ['actions', [...Object.keys(ACTIONS), ...FORMER_ACTIONS].map((action) => action.replaceAll('.', '_'))],
      ['reasons', Object.keys(REASONS)],
      ['quarantine', QUARANTINE],
      ['roles', ROLES],
      ['kinds', KINDS],
      ['purposes', PURPOSES],
      ['bases', BASES],
      ['citations', BASES],
      ['stages', STAGES],
      ['states', REQUEST_STATES],
    ]
    const missing = all.flatMap(([group, codes]) =>
      codes.map((code) => `${group}.${code}`).filter((key) => !known.has(key)),
    )
    expect(missing).toEqual([])
  })

  it('name everything that an act of the audit may tell', () => {
    const known = new Set(keysOf(zh))
    const told = sources(SERVER, /\.ts$/)
      .filter((file) => !file.includes('test-support'))
      .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/(?:\.detail\(|\bdetail: |\bdetail = )\{([^{}]*)\}/g)])
      .flatMap(([, inside = '']) => inside.split(',').map((part) => /^\s*(\w+)\s*(?::|$)/.exec(part)?.[1]))
      .filter((key) => key !== undefined)
    expect(told).toContain('record')
    expect([...new Set(told)].filter((key) => !known.has(`act_details.${key}`))).toEqual([])
  })

  it('explain every refusal that the server can send to a page', () => {
    // Of programs and of the command line: no page can cause them.
    const unseen = new Set([
      'action_unknown',
      'already_there',
      'bad_arrival',
      'bad_setting',
      'calendar_unreadable',
      'download_refused',
      'injected',
      'file_unusable',
      'hash_unknown',
      'house_in_use',
      'keyring_exists',
      'ledger_empty',
      'ledger_exists',
      'no_authority',
      'no_greeting',
      'period_in_workdays',
      'period_invalid',
      'source_not_a_file',
      'statement_key_taken',
      'consent_not_found',
      // of SCIM: a directory is told, no page is
      'directory_role_forbidden',
      'directory_token_wrong',
      'disabled_by_hand',
      'external_id_taken',
      'filter_invalid',
      'group_body_invalid',
      'group_by_rule',
      'member_unknown',
      'no_target',
      'page_invalid',
      'patch_too_large',
      'patch_invalid',
      'path_invalid',
      'user_invalid',
      'username_fixed',
      // of the witness program
      'witness_key_exists',
      'witness_key_missing',
      'witness_key_of_another_kind',
      'audit_copy_behind',
      'audit_failed',
    ])
    const told = [zh.problems.what, zh.reasons, zh.anchors.trouble].flatMap((words) => Object.keys(words))
    const known = new Set([...told, ...unseen])
    const missing = new Set<string>()
    for (const file of sources(SERVER, /\.ts$/)) {
      if (/[\\/](demo|cli)[\\/]/.test(file)) continue
      for (const match of readFileSync(file, 'utf8').matchAll(/new Refusal\(\s*'[a-z_]+',\s*'([a-z_]+)'/g)) {
        const [, code = ''] = match
        if (!known.has(code)) missing.add(code)
      }
    }
    expect([...missing].sort()).toEqual([])
  })
})

interface AstNode {
  type: string
  value?: unknown
  name?: { name?: string }
  [key: string]: unknown
}

function walk(node: unknown, visit: (node: AstNode) => void): void {
  if (Array.isArray(node)) for (const one of node) walk(one, visit)
  else if (typeof node === 'object' && node !== null) {
    if ('type' in node && typeof node.type === 'string') visit(node as AstNode)
    for (const value of Object.values(node)) walk(value, visit)
  }
}

/** Attributes that people read or hear. */
const READ = new Set([
  'title',
  'label',
  'placeholder',
  'aria-label',
  'alt',
  'aria-description',
  'lead',
  'act',
  'consequence',
])
const LETTERS = /\p{L}{2,}/u

describe('the pages of the console', () => {
  it('say nothing that is not in the words', () => {
    const spoken: string[] = []
    for (const file of sources(SRC, /\.tsx$/)) {
      const { program } = parseSync(file, readFileSync(file, 'utf8'))
      walk(program, (node) => {
        const text = typeof node.value === 'string' ? node.value : ''
        if (node.type === 'JSXText' && LETTERS.test(text)) spoken.push(`${file}: ${text.trim()}`)
        if (node.type === 'JSXAttribute' && READ.has(String(node.name?.name))) {
          const value = node.value as AstNode | null
          if (value?.type === 'Literal' && LETTERS.test(String(value.value)))
            spoken.push(`${file}: ${String(value.value)}`)
        }
      })
    }
    // A brand of a digest, the same in every language.
    expect(spoken.filter((one) => !one.endsWith(': SHA-256'))).toEqual([])
  })

  it('hold no Chinese outside the words', () => {
    const spoken = sources(SRC, /\.tsx?$/)
      .filter((file) => !/[\\/](words|portal|phone)[\\/]/.test(file))
      .flatMap((file) => {
        const found: string[] = []
        walk(parseSync(file, readFileSync(file, 'utf8')).program, (node) => {
          const text =
            node.type === 'Literal'
              ? node.value
              : node.type === 'TemplateElement'
                ? (node.value as { raw?: string }).raw
                : ''
          if (typeof text === 'string' && /\p{Script=Han}/u.test(text)) found.push(`${file}: ${text}`)
        })
        return found
      })
    // The names that a separator of CSV lists may have in Chinese are data, not words.
    expect(spoken.filter((one) => !one.includes('mapping.ts'))).toEqual([])
  })
})
