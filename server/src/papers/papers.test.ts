import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ALL_ACTIONS, REASONS } from '#access'
import type { ExportId, Instant, RequestId } from '#base'
import { readPdf } from '#test/pdf-reading'
import { type PaperContent, paperData, stepsAbout, timeText } from './data.ts'
import type { RequestFacts } from './facts.ts'
import { findFonts, fontsFound } from './fonts.ts'
import { KINDS_OF_PAPER, PAPER_KINDS, type PaperKind } from './kinds.ts'
import { templateOf } from './templates.ts'
import { openTypesetter } from './typeset.ts'
import { ending, word } from './words.ts'

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
  conversations: { by: 'named', all: 0, listed: [] },
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
    authorityName: (id) => (id === 'local' ? '联合信任时间戳' : id),
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
    photos: 0,
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
  ageRecipient: null,
  finishedAt: null,
  expiresAt: null,
  rows: null,
  maskedSpans: null,
  bytes: null,
  sha256: null,
  completeness: null,
  files: [],
  verifierSha256: null,
  copies: [],
  removal: null,
} as const

const PROVEN = { state: 'proven', conversations: 2, rows: 40, byPeople: false, sealedAt: AT, size: 46 }

describe('the data of a paper', () => {
  it('is words, times of the house, and nothing that a page does not show', () => {
    expect(paperData(content({}))).toMatchObject({
      title: '数据调取申请表',
      issuedAt: '2026-11-22 16:00:00 +08:00',
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
    expect(data).toContain('行数 3')
    expect(data.split('"steps"')[1]).not.toContain('王建国')
  })

  it('has a word for every act of a case, for how it ended, and for the papers of it', () => {
    const acts = ALL_ACTIONS.filter((each) =>
      /^(?:request|consent|grant|export|paper|conversation|alarm)\.(?!list|read|find|mark|unmark|purge)/.test(each),
    )
    expect(acts.length).toBeGreaterThan(35)
    for (const language of ['zh', 'en'] as const) {
      expect(acts.filter((each) => word(each, language) === each)).toEqual([])
      const step = { at: AT, action: 'paper.issue', byName: '周敏', outcome: 'refused', reason: 'role_missing' }
      const detail = { kind: 'scope_note', stage: 'data_security', formats: ['csv', 'pdf'], sha256: 'ab'.repeat(32) }
      const data = paperData(content({ kind: 'forensic_log', language, steps: [{ ...step, detail }] }))
      expect(data).toMatchObject({
        steps: [
          language === 'zh'
            ? {
                outcome: '未准许：角色不办理这项操作',
                detail: `文书 调取范围说明；环节 数据安全；格式 csv、pdf；SHA-256 ${detail.sha256}`,
              }
            : {
                outcome: 'not allowed: the role does not do this',
                detail: `paper Note on the scope; stage data security; formats csv, pdf; SHA-256 ${detail.sha256}`,
              },
        ],
      })
    }
  })

  it('has words for every reason that an act of a case may be refused for', () => {
    const rooms = ['evidence', 'papers', 'requests'].map((room) => join(import.meta.dirname, '..', room))
    const thrown = rooms
      .flatMap((room) =>
        globSync('**/*.ts', { cwd: room, exclude: ['**/*.test.ts', '**/*.test-support.ts'] }).map((f) => join(room, f)),
      )
      .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/new Refusal\(\s*'[a-z_]+',\s*'([a-z_]+)'/g)])
      .map(([, code = '']) => code)
    expect(thrown).toContain('copy_entered')
    const codes = [...new Set([...Object.keys(REASONS), ...thrown])]
    for (const language of ['zh', 'en'] as const)
      expect(codes.filter((code) => ending(code, language) === code)).toEqual([])
  })

  it('leaves what was done with another export of the same request out of the log', () => {
    const step = { at: AT, action: 'export.ask', byName: '高洁', outcome: 'allowed', reason: null }
    const steps = [{}, { export: 'exp_1' }, { export: 'exp_2' }].map((detail) => ({ ...step, detail }))
    const about = (id: string) => stepsAbout(id as ExportId, steps).map(({ detail }) => detail)
    expect(about('exp_1')).toEqual([{}, { export: 'exp_1' }])
    expect(about('exp_2')).toEqual([{}, { export: 'exp_2' }])
  })

  it('names the accounts with their platform and the conversations as their source does', () => {
    const listed = [{ no: 3, title: '', platform: 'wecom', id: 'wrOg' }]
    const request = {
      ...REQUEST,
      people: [{ name: '王', platform: 'wecom' }],
      conversations: { by: 'resolved', all: 1, listed },
    }
    expect(paperData(content({ kind: 'scope_note', request: request as RequestFacts }))).toMatchObject({
      request: { people: ['王（企业微信）'], conversations: [{ no: '3', platform: '企业微信', id: 'wrOg' }] },
    })
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

  it('names of each file what kind of data it is and its form', () => {
    const names = ['README.txt', 'data/records.csv', 'data/rsmf/ (14)', 'data/production.dat', 'proof/checkpoint']
    const files = names.map((name) => ({ name, size: 1, sha256: '' }))
    const formats = (language: 'zh' | 'en') => {
      const data = paperData(content({ kind: 'inventory', language, export: { ...EXPORT, files } }))
      return (data as { export: { files: { format: string }[] } }).export.files.map(({ format }) => format)
    }
    expect(formats('zh')).toEqual(['说明，TXT', '记录，CSV', '记录，文件夹', '装载文件，DAT', '证明，文本'])
    expect(formats('en')).toEqual(['notes, TXT', 'records, CSV', 'records, folder', 'load file, DAT', 'proof, text'])
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
    expect(findFonts(undefined, ['/nowhere']).pictures('👌')).toBe(false)
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
  })

  it('have the signatures of the letter on the page of what is signed', async () => {
    const setter = await openTypesetter()
    const files = [{ name: 'proof/timestamps/local.tsr', size: 1, sha256: 'ab'.repeat(32) }]
    const sealed = {
      ...EXPORT,
      sha256: 'ab'.repeat(32),
      verifierSha256: 'cd'.repeat(32),
      rows: 202,
      maskedSpans: 299,
      files,
    }
    for (const language of ['zh', 'en'] as const) {
      const letter = content({
        kind: 'confirmation_letter',
        language,
        phone: '400-000-0000',
        seal: 'CN=House, O=Demo',
        verifierKey: `cunzhen/hse_r2vz58ad9p9ujhmv/evidence+d84e9684+${'A'.repeat(44)}`,
        checkpoint: `cunzhen/hse_r2vz58ad9p9ujhmv/evidence 395 ${'B'.repeat(43)}=`,
        typed: { recipient: '北京市朝阳区人民法院', document: '（2026）京0105民初12345号调取证据通知书' },
        export: { ...sealed, completeness: { ...PROVEN, byPeople: true } },
      })
      const { pages } = setter.set(templateOf('/nowhere', 'confirmation_letter').source, paperData(letter), AT)
      expect([language, pages]).toEqual([language, 1])
      const said = readPdf(setter.set(templateOf('/nowhere', 'confirmation_letter').source, paperData(letter), AT).pdf)
      // its limits, as the verdict has them: what was archived, and one ledger
      const limits =
        language === 'zh'
          ? ['仅相对于已归档的记录', '只有一本账']
          : ['for what was archived', 'kept one ledger', 'never captured']
      for (const limit of limits) expect(said.pages.join('').replaceAll(/\s+/g, ' ')).toContain(limit)
      expect(paperData(letter)).toMatchObject({
        export: { stamps: ['联合信任时间戳'], verifierSha256: 'cd'.repeat(32) },
      })
      // a package without a password asks for none, and its letter still fits
      const toKey = { ...letter, export: { ...sealed, completeness: null, ageRecipient: 'age1q' } }
      const told = paperData(toKey)
      expect(told).toMatchObject({ export: { sealed: 'age' } })
      const { source } = templateOf('/nowhere', 'confirmation_letter')
      expect(setter.set(source, told, AT).pages).toBe(1)
      const toPassword = paperData({ ...toKey, export: { ...toKey.export, ageRecipient: null } })
      expect(setter.set(source, told, AT).pdf).not.toEqual(setter.set(source, toPassword, AT).pdf)
    }
  })

  it('break a word that is wider than its cell, and let no cell run off its page', async () => {
    const setter = await openTypesetter()
    const read = (kind: PaperKind, more: Partial<PaperContent>) => {
      const data = paperData(content({ kind, export: EXPORT, ...more }))
      return readPdf(setter.set(templateOf('/nowhere', kind).source, data, AT).pdf)
    }
    const caseNo = 'TS-2026-1123-00045'
    const overview = `${'客户来电说明了情况。'.repeat(99)}到此为止`
    const { pages, placed } = read('customer_report', {
      request: { ...REQUEST, caseNo },
      typed: { overview, followUp: overview },
    })
    const inTable = placed.flat().filter(({ text }) => text !== '' && caseNo.includes(text))
    expect(inTable.length).toBeGreaterThan(1)
    expect(pages.join('').split('到此为止')).toHaveLength(3)
    for (const { text, y } of placed.flat()) if (text !== '') expect([text, y > 30]).toEqual([text, true])
  })

  it('keep the frames of the photographs whole and under their heading, wherever the page ends', async () => {
    const setter = await openTypesetter()
    const { source } = templateOf('/nowhere', 'media_seal')
    const pagesOfFrames = new Set<string>()
    for (let lines = 12; lines <= 44; lines += 2) {
      const typed = {
        medium: 'USB',
        seal: 'F-1',
        place: '很长的说明，写满一整行，一行约三十六个字，还有几个字。'.repeat(lines),
      }
      const data = paperData(content({ kind: 'media_seal', export: EXPORT, typed }))
      const { pages } = readPdf(setter.set(source, data, AT).pdf)
      const on = (text: string) => pages.findIndex((page) => page.includes(text))
      expect([lines, on('照片')]).toEqual([lines, on('封存前（正面）')])
      expect(on('封存前（正面）')).toBe(on('封存后'))
      pagesOfFrames.add(`${on('照片')} of ${pages.length}`)
    }
    expect([...pagesOfFrames].length).toBeGreaterThan(1)
  })

  it('tell a customer the stages that there were, and a court the scope and the reason', async () => {
    const setter = await openTypesetter()
    const text = (kind: PaperKind, request: RequestFacts) => {
      const data = paperData(content({ kind, request, export: EXPORT }))
      return readPdf(setter.set(templateOf('/nowhere', kind).source, data, AT).pdf).pages.join('')
    }
    const decided = { verdict: 'approve', byName: '方', at: AT, reason: '', ledgerIndex: 1 }
    const request = { ...REQUEST, reason: '核对退款', decisions: [{ ...decided, stage: 'legal' }] }
    expect(text('customer_report', request)).toContain('逐级审批：法务。')
    expect(text('customer_report', request)).not.toContain('主管')
    expect(text('customer_report', REQUEST)).not.toContain('逐级审批')
    const log = text('forensic_log', request)
    for (const owed of ['核对退款', '时间范围', '2026-11-22 16:00:00 +08:00 — ', '王建国', '文字'])
      expect(log).toContain(owed)
  })

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
