import { createWriteStream, openAsBlob } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type {
  ConsentPage,
  ExportView,
  HouseStatus,
  Import,
  ImportOptions,
  PaperView,
  RequestView,
  SearchAnswer,
  Subject,
} from '@cunzhen/server/wire-types'
import type { z } from 'zod'
import { DAY, Fault, invariant } from '#base'
import { fontsFound } from '#papers'
import type { Cast, CastMember } from './cast.ts'
import { ApiClient } from './client.ts'
import type { Phone } from './phone.ts'
import { releaseExport } from './release.ts'
import { CUSTOMER, PERIOD, QUERIES, REQUEST, type StoryFile, storyFiles } from './story.ts'

// The main job, end to end, by the people whose job it is: each step is a call of the API under their own session.

export interface Figures {
  imported: number
  duplicates: number
  quarantined: number
  hits: number
  exportedRows: number
  maskedSpans: number
  verified: boolean
  package: string
  seconds: number
}

export interface Job {
  readonly cast: Cast
  readonly portal: string
  readonly phone: Phone
  /** Where the package and the verifier page are put. */
  readonly out: string
  readonly tell: (step: string, figures?: string) => void
  readonly now: () => number
}

export async function doMainJob(job: Job): Promise<Omit<Figures, 'verified' | 'seconds'> & { password: string }> {
  const counts = await importStory(job)
  const subject = await findCustomer(job)
  const request = await ask(job, subject)
  await customerAgrees(job)
  const granted = await approve(job, request.id)
  invariant(granted.grantId, 'four approvals make a grant')
  const hits = await search(job, granted.grantId)
  const handed = await exportAndHandOver(job, granted.grantId, request.id)
  return { ...counts, hits, ...handed }
}

const STAGES = [
  ['supervisor', 'supervisor'],
  ['it', 'it_reviewer'],
  ['legal', 'legal'],
  ['data_security', 'data_security'],
] as const

function member(job: Job, role: string): CastMember {
  const found = job.cast.get(role)
  invariant(found, `the demo cast has somebody for every role`)
  return found
}

async function importStory(job: Job): Promise<{ imported: number; duplicates: number; quarantined: number }> {
  const { client } = member(job, 'administrator')
  const sum = { imported: 0, duplicates: 0, quarantined: 0 }
  for (const file of await storyFiles(job.out)) {
    const { counts } = await importFile(client, file)
    job.tell(
      `intake of ${basename(file.path)}`,
      `${counts.items} items = ${counts.archived} archived + ${counts.duplicates} duplicates + ${counts.quarantined} quarantined`,
    )
    sum.imported += counts.archived
    sum.duplicates += counts.duplicates
    sum.quarantined += counts.quarantined
  }
  await searchable(client)
  return sum
}

/** Waits until the index has followed: what was taken in a moment ago is found from here on. */
async function searchable(client: ApiClient): Promise<void> {
  for (;;) {
    const { searchable, records } = await client.get<z.output<typeof HouseStatus>>('/api/house')
    if (searchable === records) return
    await delay(20)
  }
}

/** Uploads one file and waits until every item of it is accounted for. @throws Fault where the import failed */
async function importFile(client: ApiClient, file: StoryFile): Promise<z.output<typeof Import>> {
  const form = new FormData()
  form.append('options', JSON.stringify(file.options satisfies z.input<typeof ImportOptions>))
  form.append('file', await openAsBlob(file.path), basename(file.path))
  const started = await client.post<z.output<typeof Import>>('/api/intake/imports', form)
  for (;;) {
    const state = await client.get<z.output<typeof Import>>(`/api/intake/imports/${started.id}`)
    if (state.state === 'finished') return state
    if (state.state === 'failed' || state.state === 'interrupted') {
      throw new Fault('demo_import_failed', 'read the problem in the console', { problem: state.problem })
    }
    await delay(50)
  }
}

async function findCustomer(job: Job): Promise<z.output<typeof Subject>> {
  const { client } = member(job, 'requester')
  const { name, phone, accountLike } = CUSTOMER
  const made = await client.post<z.output<typeof Subject>>('/api/subjects', { name, phone, note: '' })
  const { participants } = await client.post<{ participants: { no: number; subjectId: string | null }[] }>(
    '/api/participants/find',
    { find: accountLike },
  )
  const free = participants.filter(({ subjectId }) => subjectId === null).map(({ no }) => no)
  const subject =
    free.length === 0
      ? made
      : await client.post<z.output<typeof Subject>>(`/api/subjects/${made.id}/participants`, { participants: free })
  job.tell('the requester finds the customer by phone', `${subject.participants.length} accounts`)
  return subject
}

async function ask(job: Job, subject: z.output<typeof Subject>): Promise<z.output<typeof RequestView>> {
  const { client } = member(job, 'requester')
  const request = await client.post<z.output<typeof RequestView>>('/api/requests', {
    ...REQUEST,
    scope: {
      subjects: [subject.id],
      people: subject.participants.map(({ no }) => no),
      conversations: [],
      ...PERIOD,
      kinds: null,
      undated: false,
    },
    useUntil: job.now() + 30 * DAY,
  })
  job.tell('the requester asks', `${request.number}, scope ${request.scopeDigest.slice(0, 12)}`)
  return request
}

/** On the customer's own listener, with what stands in the message on the customer's own phone. */
async function customerAgrees(job: Job): Promise<void> {
  const [message] = job.phone.inbox
  const link = /https?:\S+#\S+/.exec(message?.text ?? '')?.[0]
  const code = /(?<!\d)\d{6}(?!\d)/.exec((message?.text ?? '').replace(link ?? '', ''))?.[0]
  invariant(link && code, 'the phone has a link and a code')
  const token = new URL(link).hash.slice(1)
  const client = new ApiClient(job.portal)
  const page = await client.post<z.output<typeof ConsentPage>>('/portal-api/consent/open', { token })
  await client.post('/portal-api/consent', { token, code, answer: 'agree' })
  job.tell('the customer reads the request on the phone and agrees', page.requestNumber)
}

async function approve(job: Job, id: string): Promise<z.output<typeof RequestView>> {
  let request: z.output<typeof RequestView> | null = null
  for (const [stage, role] of STAGES) {
    const { client, name } = member(job, role)
    const seen = await client.get<z.output<typeof RequestView>>(`/api/requests/${id}`)
    request = await client.post<z.output<typeof RequestView>>(`/api/requests/${id}/decide`, {
      stage,
      verdict: 'approve',
      reason: '',
      scopeDigest: seen.scopeDigest,
    })
    job.tell(`${stage} approves`, `${name}, estimate ${seen.estimate?.records ?? 'hidden'} records`)
  }
  invariant(request, 'there are stages')
  const { client } = member(job, 'requester')
  return client.get<z.output<typeof RequestView>>(`/api/requests/${id}`)
}

async function search(job: Job, grantId: string): Promise<number> {
  const { client } = member(job, 'requester')
  let hits = 0
  for (const query of QUERIES) {
    const answer = await client.post<z.output<typeof SearchAnswer>>('/api/search', { permit: grantId, query })
    hits = Math.max(hits, answer.total)
    job.tell(`the requester searches inside the grant`, `${answer.total} hits`)
  }
  return hits
}

async function exportAndHandOver(
  job: Job,
  grantId: string,
  requestId: string,
): Promise<{ exportedRows: number; maskedSpans: number; package: string; password: string }> {
  const executor = member(job, 'executor').client
  const monitor = member(job, 'monitor').client
  const requester = member(job, 'requester').client
  const asked = await executor.post<z.output<typeof ExportView>>('/api/exports', {
    grantId,
    // pages need fonts of the operating system; the rest of the job does not
    formats: ['csv', 'xlsx', 'json', 'rsmf', ...(fontsFound() ? (['pdf', 'load'] as const) : [])],
    names: 'mask',
  })
  await monitor.post(`/api/exports/${asked.id}/confirm`)
  const done = await exported(executor, asked.id)
  job.tell('executor and monitor export together', `${done.rows} rows, ${done.maskedSpans} masked spans`)
  await issuePapers(job, asked.id, requestId)
  await releaseExport((role) => member(job, role).client, asked.id, job.tell)
  const path = join(job.out, `${done.number}.zip`)
  const file = createWriteStream(path)
  const bytes = await requester.download(`/api/exports/${asked.id}/package`, (piece) => void file.write(piece))
  await new Promise<void>((resolve, reject) => file.end((error?: Error | null) => (error ? reject(error) : resolve())))
  const { password } = await requester.post<{ password: string }>(`/api/exports/${asked.id}/password`)
  job.tell('the requester takes the package and its password', `${bytes} bytes`)
  return { exportedRows: done.rows ?? 0, maskedSpans: done.maskedSpans ?? 0, package: path, password }
}

const PAPERS = [
  ['scope_note', 'executor', 'request'],
  [
    'media_seal',
    'executor',
    'export',
    { medium: '加密压缩包', serial: 'ZIP-0915', seal: 'F-0915-01', place: '法务档案室' },
  ],
  ['confirmation_letter', 'legal', 'export', { recipient: '客户投诉处理组' }],
  ['inventory', 'executor', 'export'],
  ['forensic_log', 'executor', 'export'],
] as const

/** The papers that go with the package, each issued by the one who must, as files beside it. */
async function issuePapers(job: Job, id: string, requestId: string): Promise<void> {
  if (!fontsFound()) return
  for (const [kind, role, of, typed = {}] of PAPERS) {
    const { client } = member(job, role)
    const about = of === 'export' ? { export: id } : { request: requestId }
    const paper = await client.post<z.output<typeof PaperView>>('/api/papers', { kind, language: 'zh', about, typed })
    const file = createWriteStream(join(job.out, `${paper.number}.pdf`))
    await client.download(`/api/papers/${paper.id}/file`, (piece) => void file.write(piece))
    await new Promise<void>((resolve, reject) =>
      file.end((error?: Error | null) => (error ? reject(error) : resolve())),
    )
    job.tell(`${role} issues ${kind}`, `${paper.number}, entry ${paper.ledgerIndex}`)
  }
}

async function exported(client: ApiClient, id: string): Promise<z.output<typeof ExportView>> {
  for (;;) {
    const view = await client.get<z.output<typeof ExportView>>(`/api/exports/${id}`)
    if (view.state === 'awaiting_release' || view.state === 'ready') return view
    if (view.state === 'failed')
      throw new Fault('demo_export_failed', 'read the problem in the console', { problem: view.problem })
    await delay(100)
  }
}
