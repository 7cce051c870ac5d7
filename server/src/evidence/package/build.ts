import { open } from 'node:fs/promises'
import { BYTE_ORDER_MARK, csvLine, headings, PACKAGE_FILES, PACKAGE_VERSION, type RenderRule } from '@cunzhen/proof'
import { type ArchiveReader, archiveFiles, type Catalog } from '#archive'
import { HOUSE_OFFSET, MINUTE } from '#base'
import { openLedgerReader } from '#ledger'
import { fileDigest } from '#platform'
import { cellsOf } from '../containers/csv-cells.ts'
import { writeAll } from '../containers/disk.ts'
import { Spool } from '../containers/spool.ts'
import { MOST_ROWS, SheetWriter } from '../containers/xlsx.ts'
import { type OpenEntry, type WrittenFile, ZipWriter } from '../containers/zip.ts'
import { needsFacts, writeFormats } from '../formats/write.ts'
import { listedFiles } from '../register/file-list.ts'
import type { Built, ExportDesk, ExportJob, Sheet } from '../register/job.ts'
import { ownHand, type RowHands, startHands, threadsFor, wipe } from '../rows/row-hands.ts'
import { RowsInOrder } from '../rows/row-order.ts'
import { type RowWork, rowsJobOf } from '../rows/row-work.ts'
import { sealToRecipient } from './age.ts'
import { headOf, writeAnchors } from './anchored.ts'
import { checkPackage } from './check.ts'
import { writeCompleteness } from './completeness.ts'
import { conversationsFile, exportStatement, inclusionFile, manifestFile, statementsFile } from './papers.ts'
import { fitsSheet, type PassResult, runsOf, type Spools, workOf, writeRows } from './pass.ts'
import { type Plan, planExport } from './plan.ts'
import { readmeText } from './readme-file.ts'

// One package, from the archive to a closed zip that verifies. Nothing readable touches the disk: the zip is encrypted as
// it is written, the spool too. Memory holds 56 bytes a row, the roster of each who makes rows, and blocks.

export interface BuildParts {
  reader: ArchiveReader
  catalog: Catalog
  desk: ExportDesk
  /** Told who makes the rows, for whoever ends this thread before they are made. */
  onHands: (hands: RowHands) => void
}

/** A disclosure is half salts, which do not compress: a fast level takes the half that does. */
const LEVEL = { level: 1 }

/**
 * Critical sequence. A crash anywhere leaves at most the two files named in the job, both unreadable, which the next start
 * removes; after step 4 also a statement in the ledger about an export that nobody got: true, and harmless.
 *
 * @throws Refusal from the desk when the permit ends meanwhile; Fault `export_unverified` when the finished package does not
 *   verify, and what archive and ledger throw
 */
export async function buildPackage(job: ExportJob, parts: BuildParts): Promise<Built> {
  const { reader, desk } = parts
  const files = archiveFiles(job.house)
  const ledger = openLedgerReader(files.ledger, job.verifierKey)
  // 1. A seal over everything that is archived now; which records of it, and that all of them are under a signed checkpoint.
  const seal = await desk.seal()
  const plan = await planExport(reader, job.scope, seal.statement.size, () => desk.progress(0))
  await desk.progress(0, plan.records.length)
  await desk.integrate()
  const labels = plan.conversations.map((_, i) => (job.language === 'zh' ? `会话 ${i + 1}` : `Conversation ${i + 1}`))
  const rule: RenderRule = { version: PACKAGE_VERSION, language: job.language, zone: HOUSE_OFFSET / MINUTE, labels }
  const work = workOf(plan, { dir: files.ledger, size: ledger.head().size })
  const hands = await handsFor(job, { plan, rule, work }, parts)
  const spool = await Spool.create(job.spoolPath)
  const facts = needsFacts(job) ? await Spool.create(job.factsPath) : null
  const out = await open(job.zipPath, 'wx', 0o600)
  try {
    const zip = new ZipWriter((bytes) => writeAll(out, bytes), job.password)
    const written: WrittenFile[] = []
    // 2. Every row: disclosures into the zip, lines aside.
    const disclosures = await zip.open(PACKAGE_FILES.disclosures, LEVEL)
    const { pass, caseNo } = await passOver({ plan, work, hands, desk }, disclosures, { lines: spool, facts })
    written.push(await disclosures.end())
    await desk.progress(plan.records.length)
    // 3. The same lines as CSV.
    written.push(await writeCsv(zip, spool, rule))
    // 4. The ledger says which rows leave, and a checkpoint covers it: from here on this export is on record.
    const [opened, csv] = written
    const { salt, statement } = exportStatement(
      job,
      caseNo,
      plan.records.length,
      opened?.sha256 ?? '',
      csv?.sha256 ?? '',
    )
    const index = await desk.appendStatement(salt, statement)
    await desk.integrate()
    // ... and whoever else is named vouches for that checkpoint, if they answer in time
    const anchored = await desk.anchor()
    const head = headOf(anchored, job.verifierKey)
    // 5. The proofs, against that checkpoint.
    const statements = [
      ...job.statements,
      { type: 'epoch', index: seal.index, salt: seal.salt, statement: seal.statement } as const,
      { type: 'export', index, salt, statement } as const,
    ]
    const papers = {
      job,
      caseNo,
      plan,
      pass,
      head,
      ledgerDir: files.ledger,
      statements,
    }
    written.push(await zip.add(PACKAGE_FILES.conversations, conversationsFile(pass, labels)))
    written.push(await zip.add(PACKAGE_FILES.statements, statementsFile(papers)))
    written.push(await zip.add(PACKAGE_FILES.inclusion, await inclusionFile(papers)))
    written.push(await zip.add(PACKAGE_FILES.checkpoint, head.checkpoint))
    written.push(...(await writeAnchors(zip, anchored)))
    const completeness = await zip.open(PACKAGE_FILES.completeness, LEVEL)
    const { candidates } = plan
    const tick = () => desk.progress(plan.records.length)
    await writeCompleteness({ job, seal, reader, ledgerDir: files.ledger, candidates, tick }, completeness)
    written.push(await completeness.end())
    // 6. The spreadsheet, where it was asked for and can hold the rows.
    const sheet = sheetFor(job, plan, pass, csv?.size ?? 0)
    if (sheet === 'written') written.push(await writeSheet(zip, spool, rule))
    const rows = plan.records.length
    const further = facts === null ? null : await writeFormats({ job, caseNo, rows, zip, lines: spool, facts, desk })
    if (further !== null) written.push(...further.written)
    const leftOut = further?.leftOut ?? null
    // 7. What is inside, signed; then the zip is closed and synced.
    written.push(
      await zip.add(
        PACKAGE_FILES.readme,
        readmeText({
          house: job.houseName,
          number: job.number,
          rows,
          names: job.names,
          length: job.masks.length,
          key: job.verifierKey,
          sheet,
          formats: job.formats,
          sealedToKey: job.ageRecipient !== null,
          leftOut,
          stamp: written.find(({ name }) => name.endsWith('.tsr'))?.name ?? null,
        }),
      ),
    )
    const manifest = manifestFile(papers, written)
    const signed = [
      await zip.add(PACKAGE_FILES.manifest, manifest.json),
      await zip.add(PACKAGE_FILES.note, await desk.signManifest(manifest.noteText)),
    ]
    await zip.end()
    await out.sync()
    // 8. Read back from the disk and verified like a stranger's, with our own key pinned.
    const found = await checkPackage(job, rows, hands.openRows)
    if (job.ageRecipient !== null) await sealToRecipient(job, job.ageRecipient)
    await desk.progress(rows)
    const { sha256, bytes } = await fileDigest(job.zipPath)
    return {
      rows,
      maskedSpans: pass.maskedSpans,
      sheet,
      leftOut,
      files: listedFiles([...written, ...signed]),
      completeness: found,
      bytes,
      sha256: sha256.toString('hex'),
    }
  } finally {
    await hands.stop()
    await out.close()
    await spool.remove()
    await facts?.remove()
  }
}

interface Making {
  plan: Plan
  rule: RenderRule
  work: RowWork
}

/** Those who make the rows; once they have begun, the job's own secrets are gone. */
async function handsFor(
  job: ExportJob,
  { plan, rule, work }: Making,
  { reader, catalog, onHands }: BuildParts,
): Promise<RowHands> {
  const conversations = plan.conversations.map(({ no }) => no)
  const rowsJob = rowsJobOf(job, { work, conversations, rule, wantsFacts: needsFacts(job) })
  const threads = job.rowThreads ?? threadsFor(plan.records.length)
  const hands = await (threads > 0 ? startHands(rowsJob, threads) : ownHand(rowsJob, { reader, catalog }))
  wipe(job)
  onHands(hands)
  return hands
}

interface Pass {
  plan: Plan
  work: RowWork
  hands: RowHands
  desk: ExportDesk
}

/** The pass over the content; at its end what the hands had of the house is gone. */
async function passOver(
  { plan, work, hands, desk }: Pass,
  disclosures: OpenEntry,
  spools: Spools,
): Promise<{ pass: PassResult; caseNo: string }> {
  const { text, labels } = await hands.first.caseNo()
  const made = new RowsInOrder(runsOf(plan.conversations), hands.all, desk, labels)
  const pass = await writeRows(made.take(), work, disclosures, spools)
  await hands.forget()
  return { pass, caseNo: text }
}

async function writeCsv(zip: ZipWriter, spool: Spool, rule: RenderRule): Promise<WrittenFile> {
  const entry = await zip.open(PACKAGE_FILES.csv, LEVEL)
  await entry.write(Buffer.from(`${BYTE_ORDER_MARK}${csvLine(headings(rule.language))}`))
  for await (const bytes of spool.readBytes()) await entry.write(bytes)
  return entry.end()
}

async function writeSheet(zip: ZipWriter, spool: Spool, rule: RenderRule): Promise<WrittenFile> {
  const entry = await zip.open(PACKAGE_FILES.xlsx, { level: 0 })
  const sheet = new SheetWriter(entry)
  await sheet.begin(headings(rule.language))
  for await (const text of spool.read())
    for (const line of text.split('\r\n')) if (line !== '') await sheet.row(cellsOf(line))
  await sheet.end()
  return entry.end()
}

/** A spreadsheet of more than a gigabyte of text opens nowhere. */
const MOST_TEXT = 1024 ** 3

function sheetFor(job: ExportJob, plan: Plan, pass: PassResult, csvSize: number): Sheet {
  if (!job.formats.includes('xlsx')) return 'not_asked'
  if (plan.records.length + 1 > MOST_ROWS || csvSize > MOST_TEXT) return 'too_many_rows'
  return fitsSheet(pass) ? 'written' : 'cell_too_long'
}
