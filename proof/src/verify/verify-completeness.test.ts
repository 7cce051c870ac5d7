import { beforeAll, describe, expect, it } from 'vitest'
import { type CompletePackage, completePackage } from '../../test/support/complete.ts'
import { buildPackage } from '../../test/support/package.ts'
import { bytesFrom } from '../../test/support/sample.ts'
import { testSigner } from '../../test/support/signer.ts'
import { type Files, listed, readManifest, signManifest } from '../../test/support/tamper.ts'
import { toBase64, toHex, utf8 } from '../bytes/bytes.ts'
import { canonicalJson } from '../bytes/jcs.ts'
import { PACKAGE_FILES } from '../package/package.ts'
import { completenessText } from '../words/verdict-words.ts'
import type { Verdict } from './verdict.ts'
import { verifyPackage } from './verify.ts'

// The check alone, over a package whose house changes the proof and signs for it.

const house = testSigner('house')
const PINNED = { trust: [house.verifierKey] }
const FILE = PACKAGE_FILES.completeness
let complete: CompletePackage

beforeAll(async () => {
  complete = await completePackage(house)
})

/** The package with other bytes for the proof, hashed and signed by the house. */
function withProof(bytes: Uint8Array): Files {
  const files = new Map(complete.files)
  files.set(FILE, bytes)
  const manifest = readManifest(files)
  manifest.files = listed(files)
  signManifest(files, manifest, house)
  return files
}

const codes = ({ checks }: Verdict) => checks.find(({ id }) => id === 'completeness')?.codes ?? []
const withLines = (change: (lines: Record<string, unknown>[]) => unknown[]) => {
  // the lines as the support made them
  const lines = complete.lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  return withProof(
    utf8(
      change(lines)
        .map((line) => `${canonicalJson(line)}\n`)
        .join(''),
    ),
  )
}
const verdictOf = (files: Files) => verifyPackage(files, PINNED)

describe('a package that proves itself complete', () => {
  it('is found so, with what was counted on the way', async () => {
    const verdict = await verdictOf(complete.files)
    expect(verdict.checks.flatMap(({ findings }) => findings)).toEqual([])
    expect(verdict.verdict).toBe('genuine')
    expect(verdict.completeness).toMatchObject({
      state: 'proven',
      conversations: 3,
      without: 1,
      rows: complete.rows.length,
    })
    expect(verdict.completeness.outside + complete.rows.length).toBe(40)
  })

  it('and one without the proof is not, which is told in both languages', async () => {
    const { completeness } = await verifyPackage(await buildPackage(house), PINNED)
    expect(completeness.state).toBe('not_proven')
    const text = (language: 'zh' | 'en') => completenessText(completeness, language, String)
    expect(text('zh')).toContain('未证明')
    expect(text('en')).toContain('not proven')
    const proven = (await verdictOf(complete.files)).completeness
    for (const language of ['zh', 'en'] as const) {
      expect(completenessText(proven, language, () => 'NOW')).toMatch(new RegExp(`${complete.rows.length}.*NOW`))
      expect(completenessText(proven, language, String)).not.toMatch(/[{}]/)
    }
  })
})

describe('a proof that lies', () => {
  it('is refused whichever byte of it was changed, whoever signed', async () => {
    const bytes = complete.files.get(FILE) ?? new Uint8Array(0)
    const accepted: number[] = []
    for (let at = 0; at < bytes.length; at += 11) {
      const other = bytes.slice()
      other[at] = (other[at] ?? 0) ^ (1 << (at % 7))
      if (codes(await verdictOf(withProof(other))).length === 0) accepted.push(at)
    }
    expect(accepted).toEqual([])
  }, 120_000)

  it('is refused cut short, empty, doubled, out of order, or with a line too many', async () => {
    const cases: [string, (lines: Record<string, unknown>[]) => unknown[]][] = [
      ['bad_completeness', () => []],
      ['bad_completeness', (lines) => lines.slice(1)],
      ['bad_completeness', ([head, ...rest]) => [head, head, ...rest]],
      ['bad_completeness', ([head, ...rest]) => [head, { pruned: toBase64(new Uint8Array(50)) }, ...rest]],
      ['conversation_hidden', ([head]) => [head]],
      ['map_differs', ([head, ...rest]) => [head, ...rest, ...rest]],
      ['map_differs', (lines) => lines.filter((line) => !('head' in line))],
      ['absence_differs', (lines) => lines.filter((line) => !('head' in line))],
      ['conversation_hidden', (lines) => lines.filter((line) => line.no !== 3)],
      [
        'directory_differs',
        (lines) => lines.map((line) => (line.no === 3 ? { ...line, tag: toHex(bytesFrom('x', 32)) } : line)),
      ],
      ['directory_differs', (lines) => lines.map((line) => (line.no === 3 ? { ...line, no: 4 } : line))],
      ['map_differs', (lines) => lines.map((line) => ('n' in line ? { ...line, n: Number(line.n) + 1 } : line))],
    ]
    for (const [code, change] of cases) {
      const verdict = await verdictOf(withLines(change))
      expect(codes(verdict), `${code}`).toContain(code)
      expect(verdict).toMatchObject({ verdict: 'wrong', completeness: { state: 'failed' } })
    }
  })

  it('of a conversation with records, that it has none, is refused', async () => {
    const denied = withLines((lines) =>
      lines.flatMap((line) =>
        'pruned' in line ? [] : 'n' in line && line.no === 1 ? [{ no: 1, tag: line.tag, at: line.at }] : [line],
      ),
    )
    expect(codes(await verdictOf(denied))).toEqual(expect.arrayContaining(['absence_differs', 'map_differs']))
  })

  it('with figures beyond all measure ends in a refusal', async () => {
    const huge = Number.MAX_SAFE_INTEGER
    for (const change of [{ n: huge }, { at: huge }, { no: huge }, { n: 0 }, { at: -1 }]) {
      const files = withLines((lines) => lines.map((line) => ('n' in line ? { ...line, ...change } : line)))
      expect((await verdictOf(files)).verdict).toBe('wrong')
    }
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}\n`
    expect(codes(await verdictOf(withProof(utf8(deep))))).toEqual(['bad_completeness'])
    const rows = new Map(complete.files)
    rows.set(PACKAGE_FILES.disclosures, utf8(deep))
    expect((await verdictOf(rows)).verdict).toBe('wrong')
    const long = utf8(`{"pruned":"${'A'.repeat(17 * 1024 * 1024)}"}\n`)
    expect(codes(await verdictOf(withProof(long)))).toEqual(['bad_completeness'])
  })
})
