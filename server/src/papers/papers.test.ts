import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Instant, RequestId } from '#base'
import { type PaperContent, paperData, timeText } from './data.ts'
import type { RequestFacts } from './facts.ts'
import { findFonts, fontsFound } from './fonts.ts'
import { KINDS_OF_PAPER, PAPER_KINDS } from './kinds.ts'
import { templateOf } from './templates.ts'
import { openTypesetter } from './typeset.ts'

const AT = Date.UTC(2026, 10, 22, 8) as Instant // a time
const REQUEST: RequestFacts = {
  number: 'R-2026-0001',
  caseNo: '#2026-0001',
  state: 'granted',
  requesterName: '周敏',
  purpose: 'dispute',
  basis: 'consent',
  reason: 'a\u202eb',
  method: 'search',
  risk: 'low',
  scopeDigest: 'ab'.repeat(32),
  scope: { from: AT, to: AT, kinds: ['text'] },
  subjects: [{ name: '王建国' }],
  people: [],
  conversations: [],
  askedAt: AT,
  useUntil: AT,
  decisions: [],
  consents: [],
  grantNumber: 'G-2026-0001',
}

function content(more: Partial<PaperContent>): PaperContent {
  return {
    kind: 'request_form',
    language: 'zh',
    number: 'SQ-2026-0001',
    house: '存真演示',
    phone: '',
    issuedAt: AT,
    issuedBy: '孙律',
    verifierKey: 'k',
    checkpoint: 'c',
    tool: 't',
    environment: 'e',
    request: REQUEST,
    export: null,
    steps: [],
    typed: {},
    note: '',
    seal: '',
    ...more,
  }
}

const EXPORT = {
  number: 'E-2026-0001',
  requestId: 'req_1' as RequestId, // of the right form
  state: 'ready',
  executorName: 'a',
  monitorName: null,
  names: 'mask',
  finishedAt: null,
  expiresAt: null,
  rows: null,
  maskedSpans: null,
  bytes: null,
  sha256: null,
  completeness: null,
  files: [],
  copies: [],
} as const

const PROVEN = { state: 'proven', conversations: 2, rows: 40, byPeople: false, sealedAt: AT, size: 46 }

describe('the data of a paper', () => {
  it('is words, times of the house, and nothing that a page does not show', () => {
    expect(paperData(content({}))).toMatchObject({
      title: '数据调取申请表',
      issuedAt: '2026-11-22 16:00:00',
      request: { purpose: '纠纷处理', kinds: '文字', reason: 'a〖U+202E〗b' },
    })
    expect(paperData(content({ language: 'en' }))).toMatchObject({
      title: 'Data access request',
      request: { purpose: 'dispute' },
    })
    expect(timeText(null)).toBe('')
    expect(timeText(Number.MAX_SAFE_INTEGER)).toBe(String(Number.MAX_SAFE_INTEGER))
  })

  it('tells codes and counts of a step, never what somebody looked for', () => {
    const step = { at: AT, action: 'search.grant', byName: '周敏', outcome: 'allowed', reason: null }
    const data = JSON.stringify(
      paperData(content({ kind: 'forensic_log', steps: [{ ...step, detail: { query: '王建国', rows: 3 } }] })),
    )
    expect(data).toContain('rows=3')
    expect(data.split('"steps"')[1]).not.toContain('王建国')
  })

  it('says of completeness what the package proves, and no more', () => {
    const letter = (completeness: typeof PROVEN | null, language: 'zh' | 'en') =>
      JSON.stringify(paperData(content({ kind: 'confirmation_letter', language, export: { ...EXPORT, completeness } })))
    expect(letter(null, 'zh')).toContain('未附完整性证明')
    expect(letter({ ...PROVEN, state: 'failed' }, 'zh')).toContain('未附完整性证明')
    expect(letter(PROVEN, 'zh')).toContain('2 个会话中属于授权范围的 40 条记录全部在包内')
    expect(letter(PROVEN, 'zh')).not.toContain('按人员确定')
    expect(letter({ ...PROVEN, byPeople: true }, 'en')).toContain('The scope names people')
  })

  it('holds of what was typed only what the kind asks for', () => {
    const data = paperData(content({ kind: 'media_seal', typed: { serial: 'SN', recipient: 'x' } }))
    expect(data).toMatchObject({ extra: { serial: 'SN', medium: '' } })
    expect(JSON.stringify(data)).not.toContain('recipient":"x')
  })
})

describe('fonts', () => {
  it('that are not there are a fault that says what to install', () => {
    const dir = mkdtempSync(join(tmpdir(), 'cunzhen-fonts-'))
    try {
      expect(fontsFound([dir])).toBe(false)
      expect(() => findFonts([dir])).toThrow(
        expect.objectContaining({ code: 'fonts_missing', hint: expect.stringContaining('fonts-noto-cjk') }),
      )
    } finally {
      rmSync(dir, { recursive: true })
    }
  })

  it.skipIf(!fontsFound())('know what they can draw; skipped without fonts-noto-cjk', () => {
    const fonts = findFonts()
    expect([...'中𠮷a①'].map((each) => fonts.has(each.codePointAt(0) ?? 0))).toEqual([true, true, true, true])
    expect([...'ไ👨'].map((each) => fonts.has(each.codePointAt(0) ?? 0))).toEqual([false, false])
  })
})

describe.skipIf(!fontsFound())('templates; skipped without fonts-noto-cjk', () => {
  it('set every kind in both languages with the least there is', async () => {
    const setter = await openTypesetter()
    for (const kind of PAPER_KINDS) {
      for (const language of ['zh', 'en'] as const) {
        const about = KINDS_OF_PAPER[kind].about === 'export' ? EXPORT : null
        const { source } = templateOf('/nowhere', kind)
        const { pages, pdf } = setter.set(source, paperData(content({ kind, language, export: about })), AT)
        expect([kind, pages]).toEqual([kind, 1 + Number(pages > 1)])
        expect(Buffer.from(pdf).toString('latin1')).toContain('%PDF-1.7')
      }
    }
  }, 60_000)

  it('give the same bytes for the same data and time', async () => {
    const setter = await openTypesetter()
    const { source } = templateOf('/nowhere', 'scope_note')
    const data = paperData(content({ kind: 'scope_note' }))
    expect(setter.set(source, data, AT).pdf).toEqual(setter.set(source, data, AT).pdf)
  })

  it('cannot be made to run what stands in the data, nor read a file of the machine', async () => {
    const setter = await openTypesetter()
    const evil = '#read("/etc/hostname") #panic("x") \\u{41} ]] *b*'
    const { source } = templateOf('/nowhere', 'archive_request')
    expect(setter.set(source, paperData(content({ kind: 'archive_request', note: evil })), AT).pages).toBe(1)
    expect(() => setter.set('#read("/etc/hostname")', {}, AT)).toThrow(
      expect.objectContaining({ code: 'template_broken' }),
    )
    expect(() => setter.set('#read("../../../../../../etc/hostname")', {}, AT)).toThrow(
      expect.objectContaining({ code: 'template_broken' }),
    )
  })
})
