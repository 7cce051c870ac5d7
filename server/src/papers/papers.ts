import { decide, type PersonActor, requireAllowed } from '#access'
import { type Instant, Refusal } from '#base'
import { draftPaper, issuePaper, ofExport } from './issue.ts'
import { PAPER_KINDS, type PaperKind } from './kinds.ts'
import { type Known, refusalOf } from './may-issue.ts'
import type { NewPaper, PaperAbout, PapersParts } from './ports.ts'
import * as store from './store.ts'

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

export interface Papers {
  /**
   * Makes a paper out of what the house knows, numbers and files it.
   * @throws Refusal `not_found`, `role_missing`, `grant_not_running`, `not_released`, `package_fallen`,
   *   `copies_not_destroyed`, `paper_text_invalid`, `paper_text_missing`,
   *   `photos_too_many`, `photo_too_large`, `photo_unreadable`;
   *   Fault `fonts_missing`, `template_broken`
   */
  issue(actor: PersonActor, wanted: NewPaper): Promise<PaperView>
  /** The same as a draft: PDF, numbered and filed nowhere; an act. What is owed may still be missing. @throws as `issue` */
  preview(actor: PersonActor, wanted: NewPaper): Promise<Uint8Array>
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
      const row = await issuePaper(parts, actor, wanted, await factsOf(parts, actor, wanted.about))
      await appendStatements().catch(() => undefined) // the schedule finds it waiting
      const kept = await store.findPaper(parts.db, row.id)
      const [view] = await viewsOf(parts, kept === undefined ? [] : [kept])
      if (view === undefined) throw new Refusal('not_found', 'not_found')
      return view
    },
    preview: async (actor, wanted) => draftPaper(parts, actor, wanted, await factsOf(parts, actor, wanted.about)),
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
    draft.detail(row === undefined ? {} : { number: row.number, ...ofExport(row) })
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
