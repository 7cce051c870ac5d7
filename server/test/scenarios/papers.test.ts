import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ExportView, PapersOf, PaperView } from '@cunzhen/server/wire-types'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { readActs } from '#audit'
import { releaseExport } from '#demo'
import { fontsFound, KINDS_OF_PAPER, PAPER_KINDS } from '#papers'
import { readPdf } from '#test/pdf-reading'
import { filesHolding } from '#test/raw-search'
import { grantFor, openWorld, participantOf, takeIn, type World } from '#test/world'

// D4 and D5: every paper of a case through the API, by those who may; every copy from its handing out to its certificate.

type Export = z.output<typeof ExportView>
type Papers = z.output<typeof PapersOf>
type Paper = z.output<typeof PaperView>

const START = Date.UTC(2026, 8, 1)
const DAY = 86_400_000

let world: World
let made: Export
let requestId: string

const client = (role: string) => world.person(role).client

beforeAll(async () => {
  world = await openWorld()
  await takeIn(
    world,
    Array.from({ length: 40 }, (_, n) => ({
      conv: '案号群-0915',
      sender: n % 2 ? 'anna' : 'clerk',
      text: `第 ${n} 条，电话 13800138000`,
      ts: START + n * 3_600_000,
    })),
  )
  const grant = await grantFor(world, { people: [participantOf(world, 'anna')], from: START, to: START + 10 * DAY })
  const asked = await client('executor').post<Export>('/api/exports', { grantId: grant, formats: ['csv', 'json'] })
  await client('monitor').post(`/api/exports/${asked.id}/confirm`)
  await world.house.exports.settled()
  made = await client('executor').get<Export>(`/api/exports/${asked.id}`)
  requestId = (await world.house.requests.readGrant(grant as never)).requestId
}, 180_000)
afterAll(() => world.close())

const ofRequest = (role: string) => client(role).get<Papers>(`/api/requests/${requestId}/papers`)
const ofExport = (role: string) => client(role).get<Papers>(`/api/exports/${made.id}/papers`)
const issue = (role: string, kind: string, more: object = {}) =>
  client(role).raw('POST', '/api/papers', {
    kind,
    language: 'zh',
    about:
      KINDS_OF_PAPER[kind as keyof typeof KINDS_OF_PAPER].about === 'request'
        ? { request: requestId }
        : { export: made.id },
    typed: owedBy(kind),
    ...more,
  })

/** Something for all that the kind owes. */
const owedBy = (kind: string) =>
  Object.fromEntries((KINDS_OF_PAPER[kind as keyof typeof KINDS_OF_PAPER].owed ?? []).map((key) => [key, 'x']))

/** What a record of a sealed medium owes. */
const SEALED = { medium: '加密U盘', serial: 'SN-1', seal: 'F-7', place: '法务档案室' }

// eight by six pixels of one colour
const PHOTO =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAGAAgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAAAgT/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCQA0T/2Q=='

async function draftOf(role: string, asked: object): Promise<Buffer> {
  const parts: Uint8Array[] = []
  await client(role).download('/api/papers/preview', (piece) => void parts.push(piece), asked)
  return Buffer.concat(parts)
}

async function fileOf(role: string, id: string): Promise<Buffer> {
  const parts: Uint8Array[] = []
  await client(role).download(`/api/papers/${id}/file`, (piece) => void parts.push(piece))
  return Buffer.concat(parts)
}

describe.skipIf(!fontsFound())('papers; skipped: no fonts-noto-cjk', () => {
  test('are offered to those who may issue them, and to nobody else', async () => {
    expect(made.state).toBe('awaiting_release')
    expect((await ofExport('legal')).may).toContain('confirmation_letter')
    expect((await ofExport('executor')).may).not.toContain('confirmation_letter')
    expect((await ofExport('executor')).may).toEqual(['inventory', 'forensic_log', 'media_seal', 'customer_report'])
    expect((await ofRequest('requester')).may).toContain('request_form')
    expect((await ofRequest('requester')).may).not.toContain('authorization')
    const refused = await issue('executor', 'confirmation_letter')
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([403, 'role_missing'])
    const agent = await client('agent').raw('GET', `/api/requests/${requestId}/papers`)
    expect(agent.status).toBe(404)
  })

  test('each is PDF/A-2b in both languages, numbered in its own sequence, filed, and in the ledger', async () => {
    const by = { confirmation_letter: 'legal', authorization: 'legal', customer_report: 'executor' } as Record<
      string,
      string
    >
    for (const kind of PAPER_KINDS.filter((each) => each !== 'destruction_certificate')) {
      const role = by[kind] ?? (KINDS_OF_PAPER[kind].about === 'request' ? 'requester' : 'executor')
      for (const [i, language] of (['zh', 'en'] as const).entries()) {
        const answer = await issue(role, kind, { language, note: '#read("/etc/passwd") *x*' })
        const paper = answer.body as Paper
        expect([kind, answer.status]).toEqual([kind, 200])
        expect(paper.number).toMatch(new RegExp(`^${KINDS_OF_PAPER[kind].prefix}-\\d{4}-000${i + 1}$`))
        expect(paper.ledgerIndex).toBeGreaterThan(0)
        const bytes = await fileOf(role, paper.id)
        expect(createHash('sha256').update(bytes).digest('hex')).toBe(paper.sha256)
        expect(bytes.toString('latin1')).toMatch(/<pdfaid:part>2<\/pdfaid:part>/)
      }
    }
  }, 240_000)

  test.skipIf(!fontsFound())(
    'the note on the scope lists the conversations of the people asked for once there is a grant, and tells none before',
    async () => {
      const textOf = async (request: string) => {
        const paper = (await issue('requester', 'scope_note', { about: { request } })).body as Paper
        return readPdf(await fileOf('requester', paper.id))
          .pages.join('')
          .replaceAll(/\s/g, '')
      }
      const granted = await textOf(requestId)
      expect(granted).toContain('会话标识（来源）')
      expect(granted).toContain('不进入证据包')
      expect(granted).toMatch(/1test案号群-0915/)
      const { scopeDigest: _, ...asked } = await client('requester').post<{ id: string; scopeDigest: string }>(
        '/api/requests',
        {
          purpose: 'dispute',
          basis: 'contract',
          caseNo: '#2026-9999',
          reason: 'nobody has decided on it',
          scope: {
            subjects: [],
            people: [participantOf(world, 'anna')],
            conversations: [],
            kinds: null,
            undated: false,
            from: START,
            to: START + DAY,
          },
          useUntil: Date.now() + 7 * DAY,
        },
      )
      const open = await textOf(asked.id)
      expect(open).toContain('未逐一列明会话')
      expect(open).not.toContain('案号群-0915')
    },
  )

  test('no paper tells whom one could call: numbers in a case, in ids and in titles are masked', async () => {
    const conv = '13977001122|13977003344'
    await takeIn(world, [{ conv, sender: 'berta', text: '您好', ts: START }], 'pair.jsonl')
    const asked = await client('requester').post<{ id: string; scopeDigest: string }>('/api/requests', {
      purpose: 'dispute',
      basis: 'contract',
      caseNo: '#2026-8888 13977005566',
      reason: 'a case that is called by a number',
      scope: {
        subjects: [],
        people: [],
        conversations: [world.house.archive.catalog.counts().conversations],
        kinds: null,
        undated: false,
        from: START,
        to: START + DAY,
      },
      useUntil: Date.now() + 7 * DAY,
    })
    for (const kind of ['scope_note', 'request_form', 'consent_form']) {
      const paper = (await issue('requester', kind, { about: { request: asked.id } })).body as Paper
      const { pages, raw } = readPdf(await fileOf('requester', paper.id))
      const text = pages.join('').replaceAll(/\s/g, '')
      expect(text).toContain('#2026-8888139****5566')
      if (kind === 'scope_note') expect(text).toContain('139****1122|139****3344')
      for (const number of ['13977001122', '13977003344', '13977005566']) {
        expect(text).not.toContain(number)
        expect(raw).not.toContain(number)
      }
    }
  })

  test('the log of one export tells nothing of another export of the same request', async () => {
    const grantId = made.grantId
    const other = await client('executor').post<Export>('/api/exports', { grantId, formats: ['csv'] })
    await client('monitor').post(`/api/exports/${other.id}/confirm`)
    await world.house.exports.settled()
    await issue('executor', 'inventory', { about: { export: other.id } })
    const logOf = async (id: string) => {
      const paper = (await issue('executor', 'forensic_log', { about: { export: id } })).body as Paper
      return readPdf(await fileOf('executor', paper.id))
        .pages.join('')
        .replaceAll(/\s/g, '')
    }
    const [first, second] = [await logOf(made.id), await logOf(other.id)]
    const counted = (text: string) =>
      [made.number, other.number].map((number) => text.split(`编号${number}`).length - 1)
    expect(counted(first)).toEqual([2, 0]) // in its head and where it was prepared
    expect(counted(second)).toEqual([0, 2])
    expect(second).toContain('监控人确认')
    expect(second.split('监控人确认').length).toBe(2)
  }, 120_000)

  test('taking one leaves its act; who may not see the request does not learn that it is there', async () => {
    const [paper] = (await ofExport('legal')).papers
    const file = await client('agent').raw('GET', `/api/papers/${paper?.id}/file`)
    expect(file.status).toBe(404)
    expect((await client('legal').raw('GET', '/api/papers/ppr_aaaaaaaaaaaaaaaa/file')).status).toBe(404)
    const { acts } = await client('auditor').post<{
      acts: { action: string; outcome: string; reason: string | null }[]
    }>('/api/audit', { action: 'paper.download' })
    expect(acts.length).toBeGreaterThan(20)
    expect(acts.filter(({ outcome }) => outcome === 'refused').map(({ reason }) => reason)).toEqual([
      'not_found',
      'not_found',
    ])
  })

  test('a house’s own template is used; a broken one is told, and leaves nothing', async () => {
    const dir = join(world.house.config.house, 'templates')
    mkdirSync(dir)
    writeFileSync(join(dir, 'scope_note.typ'), '#show: paper\nour own words')
    const before = await issue('requester', 'scope_note')
    expect(before.status).toBe(200)
    writeFileSync(join(dir, 'scope_note.typ'), '#show: paper\n#nothing-of-this-name')
    const broken = await issue('requester', 'scope_note')
    expect(broken.status).toBe(500)
    writeFileSync(join(dir, 'scope_note.typ'), '#show: paper\nour own words')
    const after = (await issue('requester', 'scope_note')).body as Paper
    expect(Number(after.number.slice(-4))).toBe(Number((before.body as Paper).number.slice(-4)) + 1)
  })

  test('two at once have two numbers, and the audit names each paper that there is and no other', async () => {
    const made = (await Promise.all([1, 2, 3].map(() => issue('requester', 'scope_note')))).map(
      ({ body }) => body as Paper,
    )
    expect(new Set(made.map(({ number }) => number)).size).toBe(3)
    const { acts } = await readActs(world.house.db, { action: 'paper.issue' }, { limit: 200, ledgerSize: 0 })
    const said = acts.flatMap(({ outcome, detail }) => (outcome === 'allowed' ? [detail.number] : []))
    expect(new Set(said).size).toBe(said.length)
  })

  test('what is typed for one is what its kind asks for, and no book', async () => {
    expect((await issue('executor', 'media_seal', { typed: SEALED })).status).toBe(200)
    // without its seal, or with blanks for it, it would open a release and say nothing
    for (const [role, kind, typed] of [
      ['executor', 'media_seal', {}],
      ['executor', 'media_seal', { ...SEALED, seal: ' ' }],
      ['legal', 'confirmation_letter', { document: '（2026）1 号' }], // it binds the house, and to whom?
      ['executor', 'customer_report', { followUp: '已办结' }],
    ] as const) {
      const refused = await issue(role, kind, { typed })
      expect([refused.status, (refused.body as { code: string }).code]).toEqual([400, 'paper_text_missing'])
    }
    expect((await issue('executor', 'media_seal', { typed: { recipient: 'x' } })).status).toBe(400)
    expect((await issue('executor', 'inventory', { about: { request: requestId } })).status).toBe(400)
    expect((await issue('executor', 'media_seal', { note: 'x'.repeat(1001) })).status).toBe(400)
  })

  test('of a sealed medium shows its photographs in their frames, and takes nothing that is none', async () => {
    const plain = await fileOf(
      'executor',
      ((await issue('executor', 'media_seal', { typed: SEALED })).body as Paper).id,
    )
    const photos = [PHOTO, PHOTO, PHOTO]
    const made = await issue('executor', 'media_seal', { typed: SEALED, photos })
    expect(made.status).toBe(200)
    const shown = await fileOf('executor', (made.body as Paper).id)
    const holdsAPicture = (pdf: Buffer) => pdf.includes('DCTDecode')
    expect([holdsAPicture(plain), holdsAPicture(shown)]).toEqual([false, true])
    const bad: [object, string][] = [
      [{ photos: [Buffer.from('%PDF-').toString('base64')] }, 'photo_unreadable'],
      [{ photos: [Buffer.from(PHOTO, 'base64').subarray(0, 40).toString('base64')] }, 'photo_unreadable'],
      [
        { photos: [Buffer.concat([Buffer.from(PHOTO, 'base64'), Buffer.alloc(1024 * 1024)]).toString('base64')] },
        'photo_too_large',
      ],
      [{ photos: [PHOTO, PHOTO, PHOTO, PHOTO, PHOTO] }, 'input_invalid'],
    ]
    for (const [more, code] of bad) {
      const refused = await issue('executor', 'media_seal', { typed: SEALED, ...more })
      expect([refused.status, (refused.body as { code: string }).code]).toEqual([400, code])
    }
    const others = await issue('executor', 'inventory', { photos: [PHOTO] })
    expect([others.status, (others.body as { code: string }).code]).toEqual([400, 'photos_too_many'])
  }, 120_000)

  test('may be looked at as a draft before it is issued, which numbers and files nothing', async () => {
    const before = (await ofExport('executor')).papers.length
    const about = { export: made.id }
    const asked = { kind: 'media_seal', language: 'zh', about, typed: { medium: '加密U盘' }, note: '' }
    const bytes = await draftOf('executor', asked)
    const { pages } = readPdf(bytes)
    expect(pages.join('').replaceAll(/\s/g, '')).toContain('草稿：没有编号，没有归档')
    expect(pages.join('').replaceAll(/\s/g, '')).toContain('加密U盘')
    expect((await ofExport('executor')).papers).toHaveLength(before)
    const { acts } = await readActs(world.house.db, { action: 'paper.preview' }, { limit: 10, ledgerSize: 0 })
    expect(acts.map(({ outcome }) => outcome)).toContain('allowed')
    const letter = await client('executor').raw('POST', '/api/papers/preview', {
      ...asked,
      kind: 'confirmation_letter',
      typed: {},
    })
    expect([letter.status, (letter.body as { code: string }).code]).toEqual([403, 'role_missing'])
    const stranger = await client('agent').raw('POST', '/api/papers/preview', asked)
    expect(stranger.status).toBe(404)
  })

  test('those that bind the house carry its seal where it has one; an unusable seal is told and nothing is issued', async () => {
    expect(((await issue('legal', 'confirmation_letter')).body as Paper).seal).toBeNull()
    const seal = join(world.house.config.house, 'keys', 'seal.pem')
    writeFileSync(seal, 'nothing', { mode: 0o600 })
    const refused = await issue('legal', 'confirmation_letter')
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([500, 'seal_unusable'])
    expect((await issue('legal', 'customer_report')).status).toBe(200)
    rmSync(seal)
  })

  test('no paper is readable on the disk', () => {
    expect(filesHolding(world.house.config.house, ['数据调取审批单', '%PDF-'])).toEqual([])
  })
})

describe('copies', () => {
  const view = () => client('executor').get<Export>(`/api/exports/${made.id}`)
  const destroyed = (role: string, no: number, method = 'wiped') =>
    client(role).raw('POST', `/api/exports/${made.id}/copies/${no}/destroyed`, { method })

  test('each handing out is in the register before its first byte', async () => {
    expect((await view()).copies).toEqual([])
    await releaseExport(client, made.id)
    for (const no of [1, 2]) {
      await client('requester').download(`/api/exports/${made.id}/package`, () => undefined)
      expect((await view()).copies).toHaveLength(no)
    }
    const refused = await client('executor').raw('GET', `/api/exports/${made.id}/package`)
    expect(refused.status).toBe(403)
    expect((await view()).copies.map(({ number, destroyedAt }) => [number, destroyedAt])).toEqual([
      [`${made.number}/1`, null],
      [`${made.number}/2`, null],
    ])
  })

  test('a package that is removed can be taken no more; its copies are asked for until each is entered as destroyed', async () => {
    expect((await issue('executor', 'destruction_certificate')).status).toBe(409)
    expect((await client('requester').raw('POST', `/api/exports/${made.id}/destroy`)).status).toBe(403)
    const asked = await client('executor').post<Export>(`/api/exports/${made.id}/destroy`)
    expect(asked.state).toBe('ready')
    const alone = await client('executor').raw('POST', `/api/exports/${made.id}/destroy/confirm`)
    expect([alone.status, (alone.body as { code: string }).code]).toEqual([403, 'own_destruction'])
    const ended = await client('legal').post<Export>(`/api/exports/${made.id}/destroy/confirm`)
    expect(ended.state).toBe('expired')
    for (const what of ['package', 'verifier'])
      expect((await client('requester').raw('GET', `/api/exports/${made.id}/${what}`)).status).toBe(409)
    expect(await world.house.exports.sweep()).toEqual({ ended: 0, overdue: 2, purged: 0, told: 0 })

    expect((await destroyed('requester', 3)).status).toBe(404)
    expect((await destroyed('requester', 1, 'burnt')).status).toBe(400)
    expect((await destroyed('agent', 1)).status).toBe(404)
    expect((await destroyed('requester', 1)).status).toBe(200)
    expect((await destroyed('requester', 1)).status).toBe(409)
    expect((await destroyed('executor', 2, 'shredded')).status).toBe(200)
    // each was entered by one person: that is no destruction yet, and there is no certificate of it
    expect((await view()).state).toBe('expired')
    expect((await issue('executor', 'destruction_certificate')).status).toBe(409)
    const confirmed = (role: string, no: number) =>
      client(role).raw('POST', `/api/exports/${made.id}/copies/${no}/confirm`)
    expect((await confirmed('requester', 1)).body).toMatchObject({ code: 'own_destruction' })
    expect((await confirmed('agent', 1)).status).toBe(404)
    expect((await confirmed('administrator', 1)).status).toBe(403)
    expect((await confirmed('executor', 1)).status).toBe(200)
    expect((await client('monitor').raw('POST', `/api/exports/${made.id}/copies/2/reopen`)).status).toBe(200)
    expect((await confirmed('monitor', 2)).body).toMatchObject({ code: 'not_open' })
    expect((await destroyed('executor', 2, 'shredded')).status).toBe(200)
    expect((await confirmed('monitor', 2)).status).toBe(200)
    expect((await view()).state).toBe('destroyed')
    expect(await world.house.exports.sweep()).toEqual({ ended: 0, overdue: 0, purged: 0, told: 0 })
  })

  test.skipIf(!fontsFound())('and then there is the certificate', async () => {
    const answer = await issue('executor', 'destruction_certificate')
    expect(answer.status).toBe(200)
    expect((answer.body as Paper).number).toMatch(/^XH-/)
  })
})
