import { createHash, randomBytes } from 'node:crypto'
import { decide, type PersonActor, type RulesInForce, requireAllowed } from '#access'
import type { Recorder } from '#audit'
import {
  type Clock,
  type ExportId,
  HOUSE_OFFSET,
  type Instant,
  newId,
  type PersonId,
  Refusal,
  type RequestId,
} from '#base'
import { type HouseDb, startThread } from '#platform'
import { paperData } from './data.ts'
import type { ExportFacts, RequestFacts, Step } from './facts.ts'
import { KINDS_OF_PAPER, PAPER_KINDS, type PaperKind } from './kinds.ts'
import { type Known, refusalOf, typedRefusal } from './may-issue.ts'
import { openSeal } from './seal.ts'
import { signPdf } from './sign-pdf.ts'
import * as store from './store.ts'
import { templateOf } from './templates.ts'
import type { TypesetHandlers } from './typeset.thread.ts'
import type { Typeset } from './typeset.ts'
import { holdTypesetter } from './typeset.ts'

/** What a paper is about: a request, or an export of one. */
export type PaperAbout = { readonly request: RequestId } | { readonly export: ExportId }

export interface NewPaper {
  readonly kind: PaperKind
  readonly language: 'zh' | 'en'
  readonly about: PaperAbout
  /** What the kind has typed for it. */
  readonly typed: Readonly<Record<string, string>>
  readonly note: string
}

export interface PaperView {
  readonly id: store.PaperId
  readonly number: string
  readonly kind: PaperKind
  readonly language: 'zh' | 'en'
  readonly issuedByName: string
  readonly issuedAt: Instant
  readonly pages: number
  readonly bytes: number
  readonly sha256: string
  /** Who signed the PDF, as the certificate names it; null: it carries no signature. */
  readonly seal: string | null
  /** Index of its statement in the evidence ledger; null while it waits. */
  readonly ledgerIndex: number | null
}

export interface PapersOf {
  readonly papers: readonly PaperView[]
  /** Kinds that this person may issue about this now. */
  readonly may: readonly PaperKind[]
}

export interface OpenedPaper {
  readonly pdf: Uint8Array
  /** Holds the paper's number and nothing else. */
  readonly fileName: string
}

export interface PapersParts {
  /** The house directory: its own templates lie in templates/ of it. */
  readonly house: string
  readonly houseName: string
  readonly phone: string
  readonly verifierKey: string
  readonly db: HouseDb
  readonly clock: Clock
  readonly recorder: Recorder
  readonly rules: () => RulesInForce
  readonly tool: string
  readonly environment: string
  /** Origin and size of the evidence ledger now. */
  readonly checkpoint: () => Promise<string>
  /** As this person may see it. @throws Refusal `not_found` */
  readonly requestFacts: (actor: PersonActor, id: RequestId) => Promise<RequestFacts>
  /** As this person may see it. @throws Refusal `not_found` */
  readonly exportFacts: (actor: PersonActor, id: ExportId) => Promise<ExportFacts>
  /** Every act of a request, oldest first. */
  readonly stepsOf: (id: RequestId) => Promise<readonly Step[]>
  readonly namesOf: (ids: readonly PersonId[]) => Promise<ReadonlyMap<PersonId, string>>
  readonly appendStatement: (key: string, salt: Uint8Array, statement: object) => Promise<number>
}

export interface Papers {
  /**
   * Makes a paper out of what the house knows, numbers and files it.
   * @throws Refusal `not_found`, `role_missing`, `grant_not_running`, `not_released`, `package_fallen`,
   *   `copies_not_destroyed`, `paper_text_invalid`;
   *   Fault `fonts_missing`, `template_broken`
   */
  issue(actor: PersonActor, wanted: NewPaper): Promise<PaperView>
  list(actor: PersonActor, about: PaperAbout): Promise<PapersOf>
  /** The act is on disk before the bytes are handed over. @throws Refusal `not_found` */
  open(actor: PersonActor, id: store.PaperId): Promise<OpenedPaper>
  /** Hands what waits to the evidence ledger; for the schedule and after each issue. */
  appendStatements(): Promise<number>
}

export function createPapers(parts: PapersParts): Papers {
  let appending: Promise<unknown> = Promise.resolve()
  const appendStatements = (): Promise<number> => {
    const next = appending.then(() => appendWaiting(parts))
    appending = next.catch(() => undefined) // the caller has the error; the queue only needs the order
    return next
  }
  return {
    async issue(actor, wanted) {
      const row = await issue(parts, actor, wanted)
      await appendStatements().catch(() => undefined) // the schedule finds it waiting
      const kept = await store.findPaper(parts.db, row.id)
      const [view] = await viewsOf(parts, kept === undefined ? [] : [kept])
      if (view === undefined) throw new Refusal('not_found', 'not_found')
      return view
    },
    async list(actor, about) {
      const known = await factsOf(parts, actor, about)
      const rows = await store.listPapers(parts.db, known.requestId, known.exportId)
      const may = PAPER_KINDS.filter((kind) => refusalOf(parts, actor, kind, known) === null)
      return { papers: await viewsOf(parts, rows), may }
    },
    open: (actor, id) => open(parts, actor, id),
    appendStatements,
  }
}

async function issue(parts: PapersParts, actor: PersonActor, wanted: NewPaper): Promise<store.PaperRow> {
  const about = { action: 'paper.issue', actor, detail: { kind: wanted.kind } } as const
  const known = await factsOf(parts, actor, wanted.about)
  const refusal = refusalOf(parts, actor, wanted.kind, known) ?? typedRefusal(wanted)
  if (refusal !== null) {
    await parts.recorder.record({ ...about, request: known.requestId }, refusal.code)
    throw refusal
  }
  const names = await parts.namesOf([actor.id])
  for (;;) {
    // 1. The paper is set with the number that is next; nothing is written yet.
    const at = parts.clock.now()
    const year = new Date(at + HOUSE_OFFSET).getUTCFullYear()
    const last = await store.lastNumber(parts.db, wanted.kind, year)
    const number = `${KINDS_OF_PAPER[wanted.kind].prefix}-${year}-${String(last + 1).padStart(4, '0')}`
    const made = await make(parts, wanted, known, { number, at, by: names.get(actor.id) ?? '' })
    const row = rowOf(wanted, known, actor, { number, at, ...made })
    // 2. Number, paper and act in one transaction: a crash before leaves nothing, and no number is lost.
    const isFiled = await parts.recorder.performIf(
      { ...about, request: known.requestId, detail: { kind: wanted.kind, number, sha256: row.sha256 } },
      async (tx) => {
        if ((await store.lastNumber(tx, wanted.kind, year)) !== last) return false
        await store.setLastNumber(tx, wanted.kind, year, last + 1)
        await store.insertPaper(tx, row)
        return true
      },
    )
    // 3. Somebody else took the number meanwhile: no act says that this paper was issued, and the same again with the next one.
    if (isFiled) return row
  }
}

interface Made extends Typeset {
  /** Hex digest. */
  template: string
  seal: string | null
}

async function make(
  parts: PapersParts,
  wanted: NewPaper,
  known: Known,
  { number, at, by }: { number: string; at: Instant; by: string },
): Promise<Made> {
  const template = templateOf(parts.house, wanted.kind)
  const seal = KINDS_OF_PAPER[wanted.kind].sealed ? openSeal(parts.house) : null
  const steps = wanted.kind === 'forensic_log' ? await parts.stepsOf(known.requestId) : []
  const data = paperData({
    kind: wanted.kind,
    language: wanted.language,
    number,
    house: parts.houseName,
    phone: parts.phone,
    issuedAt: at,
    issuedBy: by,
    verifierKey: parts.verifierKey,
    checkpoint: await parts.checkpoint(),
    tool: parts.tool,
    environment: parts.environment,
    request: known.request,
    export: known.export,
    steps,
    typed: wanted.typed,
    note: wanted.note,
    seal: seal?.subject ?? '',
  })
  await holdTypesetter()
  const thread = await startThread<TypesetHandlers>(new URL('./typeset.thread.ts', import.meta.url), {
    init: undefined,
  })
  try {
    const { pdf, pages } = await thread.call.set(template.source, data, at)
    const said = { pages, template: template.sha256, seal: seal?.subject ?? null }
    return { ...said, pdf: seal === null ? pdf : new Uint8Array(signPdf(pdf, seal, at)) }
  } finally {
    await thread.stop()
  }
}

function rowOf(
  wanted: NewPaper,
  known: Known,
  actor: PersonActor,
  made: Made & { number: string; at: Instant },
): store.PaperRow {
  const sha256 = createHash('sha256').update(made.pdf).digest('hex')
  const { number, at } = made
  return {
    id: newId<store.PaperId>('ppr'),
    number,
    kind: wanted.kind,
    language: wanted.language,
    request_id: known.requestId,
    export_id: known.exportId,
    issued_by: actor.id,
    issued_at: at,
    pages: made.pages,
    bytes: made.pdf.length,
    sha256,
    template_sha256: made.template,
    seal: made.seal,
    pdf: made.pdf,
    salt: new Uint8Array(randomBytes(16)),
    statement: JSON.stringify({
      v: 1,
      what: 'paper',
      kind: wanted.kind,
      number,
      sha256,
      template: made.template,
      by: actor.id,
      at,
      about: known.export?.number ?? known.request.number,
    }),
    ledger_index: null,
  }
}

/** The request, and the export where it is about one, as this person may see them. */
async function factsOf(parts: PapersParts, actor: PersonActor, about: PaperAbout): Promise<Known> {
  requireAllowed(decide(actor, 'paper.read', null, parts.rules(), parts.clock.now()))
  if ('request' in about) {
    return {
      requestId: about.request,
      exportId: null,
      request: await parts.requestFacts(actor, about.request),
      export: null,
    }
  }
  const facts = await parts.exportFacts(actor, about.export)
  const request = await parts.requestFacts(actor, facts.requestId)
  return { requestId: facts.requestId, exportId: about.export, request, export: facts }
}

async function open(parts: PapersParts, actor: PersonActor, id: store.PaperId): Promise<OpenedPaper> {
  const row = await store.findPaper(parts.db, id)
  // who may not see the request does not learn that there is a paper
  const isSeen = row !== undefined && (await maySee(parts, actor, row))
  const { value } = await parts.recorder.perform({ action: 'paper.download', actor }, async (_tx, draft) => {
    requireAllowed(decide(actor, 'paper.download', null, parts.rules(), parts.clock.now()))
    if (row !== undefined) draft.request(row.request_id)
    draft.detail(row === undefined ? {} : { number: row.number })
    if (row === undefined || !isSeen) throw new Refusal('not_found', 'not_found')
    return { pdf: row.pdf, fileName: `${row.number}.pdf` }
  })
  return value
}

async function maySee(parts: PapersParts, actor: PersonActor, row: store.PaperRow): Promise<boolean> {
  try {
    await factsOf(parts, actor, row.export_id === null ? { request: row.request_id } : { export: row.export_id })
    return true
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'not_found') return false
    throw error
  }
}

async function viewsOf(parts: PapersParts, rows: readonly store.ListedPaper[]): Promise<PaperView[]> {
  const names = await parts.namesOf([...new Set(rows.map(({ issued_by }) => issued_by))])
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    kind: row.kind,
    language: row.language,
    issuedByName: names.get(row.issued_by) ?? '',
    issuedAt: row.issued_at,
    pages: row.pages,
    bytes: row.bytes,
    sha256: row.sha256,
    seal: row.seal,
    ledgerIndex: row.ledger_index,
  }))
}

async function appendWaiting(parts: PapersParts): Promise<number> {
  const waiting = await store.listWaiting(parts.db)
  for (const { id, salt, statement } of waiting) {
    // 1. the journal has it, durable; said again after a crash it is the same entry. 2. its index is noted.
    const index = await parts.appendStatement(`paper/${id}`, new Uint8Array(salt), JSON.parse(statement) as object) // rowOf wrote it
    await parts.db.write((tx) => store.setLedgerIndex(tx, id, index))
  }
  return waiting.length
}
