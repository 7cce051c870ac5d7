import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openEncrypted } from '#platform'
import { chance } from '#test/search-oracle'
import { bigramTokens, escapeCodePoint, singleTokens } from './tokens.ts'

const everyCodePoint = function* () {
  for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++) yield codePoint
}

test('no escaped code point begins another, so no two runs of code points give one token', () => {
  const seen = new Set<string>()
  for (const codePoint of everyCodePoint()) seen.add(escapeCodePoint(codePoint))
  expect(seen.size).toBe(0x110000)
  for (const code of seen) {
    const characters = [...code]
    for (let length = 1; length < characters.length; length++) {
      if (seen.has(characters.slice(0, length).join(''))) expect.fail('an escaped code point begins another')
    }
  }
})

test('an escaped code point holds nothing that FTS5 splits at, folds, or takes for syntax', () => {
  for (const codePoint of everyCodePoint()) {
    const code = escapeCodePoint(codePoint)
    if (!/^[0-9a-z\u{80}-\u{10ffff}]+$/u.test(code) || !code.isWellFormed()) expect.fail(codePoint.toString(16))
  }
})

test('FTS5 sees exactly the tokens that were made, for all of ASCII and its neighbours', () => {
  const dir = mkdtempSync(join(tmpdir(), 'cunzhen-tokens-'))
  const db = openEncrypted(join(dir, 't.db'), new Uint8Array(32))
  db.exec(`create virtual table t using fts5 (word, tokenize='ascii');
    create virtual table seen using fts5vocab (t, instance)`)
  const random = chance(5)
  const codePoints = Array.from({ length: 4000 }, () => random.below(random.pick([0x80, 0x100, 0xffff, 0x10ffff])))
  const made = bigramTokens(codePoints)
  db.prepare('insert into t (rowid, word) values (1, ?)').run(made)
  const seen = db.prepare('select term from seen order by offset').pluck().all()
  expect(seen).toEqual(made.split(' '))
  db.close()
  rmSync(dir, { recursive: true })
})

test('bigrams overlap, and one code point has none', () => {
  expect(bigramTokens([])).toBe('')
  expect(bigramTokens([0x5ba2])).toBe('')
  expect(bigramTokens([0x5ba2, 0x6237])).toBe('客户')
  expect(bigramTokens([...'a, b'].map((c) => c.codePointAt(0) ?? 0))).toBe('a， ，\uff00 \uff00b')
})

test('each character is listed once', () => {
  expect(singleTokens([...'哈哈哈!哈'].map((c) => c.codePointAt(0) ?? 0))).toBe('哈 ！')
  expect(singleTokens([])).toBe('')
})
