import { describe, expect, it } from 'vitest'
import type { Instant } from '#base'
import { findFonts, fontsFound, openTypesetter } from '#papers'
import { readPdf } from '#test/pdf-reading'
import { breakable, type PageContext, volumePages } from './pages.ts'
import { shownRow } from './shown-row.test-support.ts'

// The edges of a page: what is beyond them nobody reads.

const row = (n: number, body: string, sender = 'a', kind = 'text') => shownRow(n, { body, sender, kind })

describe('a word that no line holds', () => {
  it('is cut into pieces that are the text again, and no mark from its letter', () => {
    const text = `短 ${'W'.repeat(100)} a${'\u0301'.repeat(50)} ${'长'.repeat(100)} end`
    expect(breakable(text).join('')).toBe(text)
    expect(breakable('W'.repeat(100)).map((piece) => piece.length)).toEqual([16, 16, 16, 16, 16, 16, 4])
    expect(breakable('长'.repeat(100))).toHaveLength(1)
    for (const piece of breakable(text)) expect(piece).not.toMatch(/^\p{Mark}/u)
  })
})

describe.skipIf(!fontsFound())('pages; skipped without fonts-noto-cjk', () => {
  const contextOf = async (language: 'zh' | 'en'): Promise<PageContext> => ({
    setter: await openTypesetter(),
    number: 'E-2026-0001',
    caseNo: '#1',
    house: '存真',
    recipient: '何天明',
    language,
    at: Date.UTC(2026, 8, 15, 1) as Instant, // a time
    rows: 2,
  })

  it('hold a message without a space whole, on as many lines as it takes', async () => {
    const context = await contextOf('zh')
    const few = volumePages(context, 1, [row(1, 'W '.repeat(6000)), row(2, 'x', 'V '.repeat(2000))])
    const long = volumePages(context, 1, [row(1, 'W'.repeat(6000)), row(2, 'x', 'V'.repeat(2000))])
    // as many pages as the same letters with spaces need, but for the spaces; beyond the edge they would need one
    expect(long.pages).toBeGreaterThan(1)
    expect(long.pages).toBeLessThanOrEqual(few.pages)
    const text = readPdf(long.pdf).pages.join('')
    expect(text.match(/W/g)).toHaveLength(6000)
    expect(text.match(/V/g)).toHaveLength(2000)
  })

  // as bytes, glyphs 40 and 41 are parentheses; which letters they are follows from what stands before on the page
  it('are read whole whichever letters have the numbers of parentheses', async () => {
    const letters = 'ghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ'
    const body = `0123456789abcdef${letters}`
    const context = await contextOf('en')
    for (let known = 0; known <= letters.length; known += 1) {
      const { pdf } = volumePages({ ...context, house: letters.slice(0, known) }, 1, [row(1, body)])
      expect(readPdf(pdf).pages.join('').replaceAll(/\s/g, '')).toContain(body)
    }
  })

  it('say what a row is in words, and when it was exported, with the zone', async () => {
    for (const [language, words] of [
      ['zh', ['名片', '企业微信', '导出时间', '2026-09-15 09:00:00 +08:00']],
      ['en', ['card', 'WeCom', 'Exported', '2026-09-15 09:00:00 +08:00']],
    ] as const) {
      const { pdf } = volumePages(await contextOf(language), 1, [
        row(1, 'x', 'a', 'card'),
        row(2, '〖已隐去〗', 'b', '〖已隐去〗'),
      ])
      const text = readPdf(pdf).pages.join('').replaceAll(/\s/g, '')
      for (const word of words) expect(text).toContain(word.replaceAll(' ', ''))
    }
  })

  // hands with a tone, a family of four code points, a flag, a keycap, a heart that asks to be a picture
  const PICTURES = '👌🙏🏻👨‍👩‍👧🇨🇳1️⃣❤️'
  const SAID = `好的，收到${PICTURES}完`

  it('write emoji as their numbers where there is no font of them', async () => {
    const setter = await openTypesetter(findFonts(undefined, ['/nowhere']))
    const { pdf } = volumePages({ ...(await contextOf('zh')), setter }, 1, [row(1, SAID)])
    expect(readPdf(pdf).pages.join('').replaceAll(/\s/g, '')).toContain('收到〖U+1F44C〗〖U+1F64F〗')
  })

  const hasEmoji = fontsFound() && findFonts().pictures('👌')
  it.skipIf(!hasEmoji)('draw emoji; skipped without fonts-noto-color-emoji', async () => {
    const { pdf } = volumePages(await contextOf('zh'), 1, [row(1, SAID), row(2, 'a\u200db')])
    const { pages, raw } = readPdf(pdf)
    const text = pages.join('').replaceAll(/\s/g, '')
    expect(raw).toContain('/Type3')
    expect(text).toContain('好的，收到')
    // nothing of a picture is a number, and what joins pictures is no picture elsewhere
    expect(text.match(/U\+\w+/g)).toEqual(['U+200D'])
  })
})
