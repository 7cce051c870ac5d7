import { openZipPackage, readWhole } from '@cunzhen/proof'
import type { ExportView, PaperView } from '@cunzhen/server/wire-types'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { z } from 'zod'
import { releaseExport } from '#demo'
import { sheetPassword } from '#evidence'
import { fontsFound, KINDS_OF_PAPER } from '#papers'
import { carriersOf, Secrets } from '#test/carriers'
import { textsIn } from '#test/package-texts'
import { openWorld, type World } from '#test/world'
import { openLocked } from '../../src/evidence/formats/agile.test-support.ts'

// The whole chain with a secret in every place that a message can carry words in: request, grant, export in every format, papers. What leaves
// is opened as its recipient opens it and searched for each.

type Export = z.output<typeof ExportView>

let world: World
const secrets = new Secrets()
const client = (role: string) => world.person(role).client

beforeAll(async () => {
  world = await openWorld()
  for (const { name, options, text } of carriersOf(secrets)) {
    const form = new FormData()
    form.append('options', JSON.stringify(options))
    form.append('file', new Blob([text]), name)
    const { id } = await client('administrator').post<{ id: never }>('/api/intake/imports', form)
    const { state, counts } = await world.house.intake.ended(id)
    expect([name, state, counts.quarantined]).toEqual([name, 'finished', 0])
  }
  await world.house.search.reach(world.house.archive.catalog.counts().entries)
}, 120_000)
afterAll(() => world.close())

async function granted(): Promise<{ grantId: string; id: string }> {
  const { conversations: all } = world.house.archive.catalog.counts()
  const conversations = Array.from({ length: all }, (_, i) => i + 1)
  const scope = {
    subjects: [],
    people: [],
    conversations,
    kinds: null,
    undated: true,
    from: 0,
    to: Date.UTC(2027, 0, 1),
  }
  const asked = await client('requester').post<{ id: string; scopeDigest: string }>('/api/requests', {
    purpose: 'dispute',
    basis: 'contract',
    caseNo: `#2026-0001 ${secrets.phone('case number')}`,
    reason: 'a scenario of the tests',
    scope,
    useUntil: Date.now() + 7 * 86_400_000,
  })
  for (const [stage, role] of [
    ['supervisor', 'supervisor'],
    ['it', 'it_reviewer'],
    ['legal', 'legal'],
    ['data_security', 'data_security'],
  ] as const) {
    const decision = { stage, verdict: 'approve', reason: '', scopeDigest: asked.scopeDigest }
    await client(role).post(`/api/requests/${asked.id}/decide`, decision)
  }
  return client('requester').get(`/api/requests/${asked.id}`)
}

async function taken(id: string): Promise<Map<string, Uint8Array>> {
  const parts: Uint8Array[] = []
  await client('requester').download(`/api/exports/${id}/package`, (piece) => void parts.push(piece))
  const { password } = await client('requester').post<{ password: string }>(`/api/exports/${id}/password`)
  const reader = await openZipPackage(new Blob([new Uint8Array(Buffer.concat(parts))]), password)
  const files = new Map<string, Uint8Array>()
  for (const { name } of reader.files) {
    const bytes = await readWhole(reader.read(name), 2 ** 30, name)
    files.set(name, name.endsWith('-locked.xlsx') ? openLocked(bytes, sheetPassword(password)) : bytes)
  }
  return files
}

const PAPERS = [
  ['scope_note', 'requester'],
  ['authorization', 'legal'],
  ['inventory', 'executor'],
  ['forensic_log', 'executor'],
  ['customer_report', 'executor'],
  ['confirmation_letter', 'legal'],
  ['media_seal', 'executor'],
] as const

async function papersOf(request: string, id: string): Promise<[string, Uint8Array][]> {
  const papers: [string, Uint8Array][] = []
  for (const [kind, role] of PAPERS) {
    const about = kind === 'scope_note' || kind === 'authorization' ? { request } : { export: id }
    const paper = await client(role).post<z.output<typeof PaperView>>('/api/papers', {
      kind,
      language: 'zh',
      about,
      typed: Object.fromEntries((KINDS_OF_PAPER[kind].owed ?? []).map((key) => [key, 'x'])),
      note: '',
    })
    const parts: Uint8Array[] = []
    await client(role).download(`/api/papers/${paper.id}/file`, (piece) => void parts.push(piece))
    papers.push([`${kind}.pdf`, Buffer.concat(parts)])
  }
  return papers
}

function leaksIn(files: Iterable<readonly [string, Uint8Array]>): string[] {
  const leaks = new Set<string>()
  for (const [name, bytes] of files)
    for (const text of textsIn(name, bytes)) {
      for (const place of secrets.placesIn(text)) leaks.add(`${place} in ${name}`)
      if (!name.endsWith('scope_note.pdf') && /林若溪|sk-live-9f8e/.test(text)) leaks.add(`a name or token in ${name}`)
    }
  return [...leaks].sort()
}

test.each([
  ['internal', 'mask'],
  ['outside', 'pseudonym'],
] as const)(
  'a package for %s by %s, and its papers, tell no secret of any carrier',
  { timeout: 300_000 },
  async (recipient, names) => {
    const { grantId, id: request } = await granted()
    const pages = fontsFound() ? (['pdf', 'load'] as const) : []
    const formats = ['csv', 'xlsx', 'xlsx_locked', 'json', 'rsmf', ...pages]
    const asked = await client('executor').post<Export>('/api/exports', {
      grantId,
      formats,
      names,
      recipient,
      bulkReason: '投诉涉及全部往来，须整体核对',
    })
    await client('monitor').post(`/api/exports/${asked.id}/confirm`)
    await world.house.exports.settled()
    if (fontsFound()) expect(leaksIn(await papersOf(request, asked.id))).toEqual([])
    await releaseExport(client, asked.id)
    const files = await taken(asked.id)
    expect(leaksIn(files)).toEqual([])
    // and the search can find: what the masks leave of a mail stands in every table
    for (const name of ['data/records.csv', 'data/records.xlsx', 'data/records-locked.xlsx', 'data/records.json'])
      expect(textsIn(name, files.get(name) ?? new Uint8Array(0)).some((text) => text.includes('@secret-mail.cn'))).toBe(
        true,
      )
    expect(secrets.placesIn([...secrets.places.keys()].join(' ')).length).toBeGreaterThanOrEqual(
      2 * secrets.places.size,
    )
  },
)
