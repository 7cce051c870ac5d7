import { createHash, randomBytes } from 'node:crypto'
import type { PersonActor } from '#access'
import { HOUSE_OFFSET, type Instant, newId } from '#base'
import { startThread } from '#platform'
import { paperData, stepsAbout } from './data.ts'
import { KINDS_OF_PAPER } from './kinds.ts'
import { type Known, owedRefusal, refusalOf, typedRefusal } from './may-issue.ts'
import type { NewPaper, PapersParts } from './ports.ts'
import { openSeal } from './seal.ts'
import { signPdf } from './sign-pdf.ts'
import * as store from './store.ts'
import { templateOf } from './templates.ts'
import type { TypesetHandlers } from './typeset.thread.ts'
import { holdTypesetter, type Typeset } from './typeset.ts'

// The critical sequence: set, number, file, say. Papers are set in threads of their own; two at once may aim at one number.

/** @throws Refusal as Papers.issue */
export async function issuePaper(
  parts: PapersParts,
  actor: PersonActor,
  wanted: NewPaper,
  known: Known,
): Promise<store.PaperRow> {
  const about = { action: 'paper.issue', actor, detail: { kind: wanted.kind } } as const
  const refusal = refusalOf(parts, actor, wanted.kind, known) ?? typedRefusal(wanted) ?? owedRefusal(wanted)
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
      {
        ...about,
        request: known.requestId,
        detail: { kind: wanted.kind, number, sha256: row.sha256, ...ofExport(row) },
      },
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

/**
 * The paper as it would be, marked as a draft: without number and signature, filed nowhere. What is owed may still be missing.
 * @throws Refusal as Papers.preview
 */
export async function draftPaper(
  parts: PapersParts,
  actor: PersonActor,
  wanted: NewPaper,
  known: Known,
): Promise<Uint8Array> {
  const about = { action: 'paper.preview', actor, request: known.requestId, detail: { kind: wanted.kind } } as const
  const refusal = refusalOf(parts, actor, wanted.kind, known) ?? typedRefusal(wanted)
  await parts.recorder.record(about, refusal?.code)
  if (refusal !== null) throw refusal
  const names = await parts.namesOf([actor.id])
  const { pdf } = await make(parts, wanted, known, { number: '', at: parts.clock.now(), by: names.get(actor.id) ?? '' })
  return pdf
}

interface Made extends Typeset {
  /** Hex digest. */
  template: string
  seal: string | null
}

/** A paper without a number is a draft: nobody has signed it. */
async function make(
  parts: PapersParts,
  wanted: NewPaper,
  known: Known,
  { number, at, by }: { number: string; at: Instant; by: string },
): Promise<Made> {
  const template = templateOf(parts.house, wanted.kind)
  const seal = KINDS_OF_PAPER[wanted.kind].sealed && number !== '' ? openSeal(parts.house) : null
  const steps = wanted.kind === 'forensic_log' ? stepsAbout(known.exportId, await parts.stepsOf(known.requestId)) : []
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
    photos: wanted.photos.length,
    authorityName: parts.authorityName,
    seal: seal?.subject ?? '',
  })
  await holdTypesetter()
  const thread = await startThread<TypesetHandlers>(new URL('./typeset.thread.ts', import.meta.url), {
    init: undefined,
  })
  try {
    const { pdf, pages } = await thread.call.set(template.source, data, at, wanted.photos)
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

/** Which export a paper is of: the log of another one of the same request leaves it out. */
export function ofExport({ export_id }: Pick<store.PaperRow, 'export_id'>): { export?: string } {
  return export_id === null ? {} : { export: export_id }
}
