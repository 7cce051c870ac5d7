import { describe, expect, test } from 'vitest'
import { buildRoster } from '#redaction'
import { showUnread } from './unread.ts'

const roster = buildRoster('quarantine', [{ name: '林若溪', person: 'a', kind: 'name' }])
const show = (bytes: Buffer, from = 0, to = bytes.length) => showUnread(bytes, from, to, 0, roster)
const bytesOf = (shown: ReturnType<typeof show>) => shown.hex.map(({ bytes }) => bytes).join(' ')

describe('bytes that nobody could read', () => {
  test('are shown as text with masks, and the bytes under the masks are hidden too', () => {
    const shown = show(Buffer.from('找林若溪 13800138000 谢谢'))
    expect(shown.encoding).toBe('utf-8')
    expect(shown.text.text).toMatch(/^找\**[^若]*谢谢$/)
    expect(shown.text.text).not.toContain('13800138000')
    expect(shown.text.masks.length).toBeGreaterThan(1)
    expect(bytesOf(shown)).toContain('··')
    expect(bytesOf(shown)).not.toContain(
      Buffer.from('若溪')
        .toString('hex')
        .replace(/(..)(?=.)/g, '$1 '),
    )
    expect(bytesOf(shown).startsWith('e6 89 be')).toBe(true)
  })

  test('that mean nothing are shown byte by byte', () => {
    const shown = show(Buffer.from([0x61, 0xff, 0xfe, 0x62]))
    expect(shown.text.text).toBe('a\ufffd\ufffdb')
    expect(bytesOf(shown)).toBe('61 ff fe 62')
  })

  test('are read as GB18030 and UTF-16 where they are that', () => {
    const gb = Buffer.from('c4e3bac3cad6bbfab4f2b2bbcda8c4e3bac3', 'hex')
    expect(show(gb)).toMatchObject({ encoding: 'gb18030', text: { text: '你好手机打不通你好' } })
    expect(show(Buffer.from('\ufeff你好', 'utf16le'))).toMatchObject({ encoding: 'utf-16le' })
    expect(show(Buffer.from('\ufeff你好', 'utf16le').swap16())).toMatchObject({ encoding: 'utf-16be' })
  })

  test('of a window keep a number hidden that the window cuts', () => {
    const bytes = Buffer.from('电话 13800138000。')
    const cut = bytes.indexOf('0138000')
    for (const shown of [show(bytes, 0, cut), show(bytes, cut, bytes.length)]) {
      expect(shown.text.text).not.toMatch(/\d{5}/)
      expect(shown.text.masks.length).toBeGreaterThan(0)
    }
  })

  test('are numbered by their place in the span, sixteen a line', () => {
    const shown = showUnread(Buffer.alloc(40, 0x61), 8, 40, 4096, roster)
    expect(shown.hex.map(({ at }) => at)).toEqual([4096, 4112])
    expect(shown.text.text).toHaveLength(32)
  })
})
