import { hash, randomBytes } from 'node:crypto'
import {
  canonicalJson,
  captionOf,
  equalBytes,
  formatInclusion,
  type Manifest,
  manifestNoteText,
  PACKAGE_FORMAT,
  PACKAGE_VERSION,
  parseVerifierKey,
  type Statement,
  type StatementEntry,
  sharedInclusionProof,
  statementDigest,
  toBase64,
  toHex,
  utf8,
} from '@cunzhen/proof'
import { Fault, HOUSE_OFFSET, MINUTE } from '#base'
import type { Head } from '#ledger'
import type { WrittenFile } from '../containers/zip.ts'
import type { ExportJob } from '../register/job.ts'
import type { LedgerStatement } from '../register/ports.ts'
import { eachEntry, tilesOf } from './ledger-files.ts'
import type { ConversationSeen, PassResult } from './pass.ts'
import type { Plan } from './plan.ts'

// The small files of a package (formats/evidence-package.md): who allowed it, where it stands in the ledger, what is inside.

export type PackageStatement = LedgerStatement | (Omit<LedgerStatement, 'type'> & { type: 'export' | 'epoch' })

export interface Papers {
  job: ExportJob
  /** As it may be shown. */
  caseNo: string
  plan: Plan
  pass: PassResult
  /** The checkpoint that covers rows and statements. */
  head: Head
  ledgerDir: string
  statements: readonly PackageStatement[]
}

/** What the ledger will say about this export. */
export function exportStatement(
  job: ExportJob,
  caseNo: string,
  rows: number,
  disclosures: string,
  records: string,
): { salt: Uint8Array; statement: Statement } {
  const { number, scopeDigest, at, facts, masksId, names } = job
  const statement = {
    ...facts,
    v: 1,
    what: 'export',
    export: number,
    scope: scopeDigest,
    rows,
    disclosures,
    records,
    caption: hash('sha256', canonicalJson(captionOf(headOf(job, caseNo)))),
    masks: masksId,
    names,
    at,
  }
  return { salt: new Uint8Array(randomBytes(16)), statement }
}

export function conversationsFile(pass: PassResult, labels: readonly string[]): string {
  // the tag's key stays here: with it, and the name of a conversation, anybody could find its other records in the ledger
  const conversations = pass.conversations.map(({ tag }, i) => ({ tag: toHex(tag), label: labels[i] ?? '', key: null }))
  return canonicalJson({ v: 1, conversations })
}

/** @throws Fault `statement_differs` where the ledger holds another digest than the statement has */
export function statementsFile({ head, ledgerDir, statements }: Papers): string {
  const sorted = [...statements].sort((a, b) => a.index - b.index)
  const entries: StatementEntry[] = []
  eachEntry(
    ledgerDir,
    head.size,
    sorted.map(({ index }) => index),
    (i, entry) => {
      const said = sorted[i]
      if (
        said === undefined ||
        entry.type !== said.type ||
        !equalBytes(entry.digest, statementDigest(said.salt, said.statement))
      ) {
        throw new Fault('statement_differs', 'a decision is not the one in the ledger; run `npm run cunzhen -- fsck`')
      }
      const statement = said.statement as Statement // the verifier reads it strictly before anything is released
      entries.push({
        index: said.index,
        type: said.type,
        archiveTs: entry.archiveTs,
        salt: toHex(said.salt),
        statement,
      })
    },
  )
  return canonicalJson({ v: 1, statements: entries })
}

export async function inclusionFile({ plan, head, ledgerDir, statements }: Papers): Promise<string> {
  const indices = new Float64Array(plan.records.length + statements.length)
  indices.set(plan.records)
  indices.set(
    statements.map(({ index }) => index),
    plan.records.length,
  )
  return formatInclusion(await sharedInclusionProof(indices.sort(), head.size, tilesOf(ledgerDir)))
}

export function manifestFile(papers: Papers, written: readonly WrittenFile[]): { json: string; noteText: string } {
  const { job, caseNo, plan, pass, head, statements } = papers
  const origin = parseVerifierKey(job.verifierKey).name
  const manifest: Manifest = {
    format: PACKAGE_FORMAT,
    v: PACKAGE_VERSION,
    ...headOf(job, caseNo),
    scope: job.scopeDigest,
    redaction: { policy: job.masksId, names: job.names },
    rows: plan.records.length,
    conversations: pass.conversations.map((seen, i) => countOf(seen, i)),
    approvals: [...statements]
      .sort((a, b) => a.index - b.index)
      .filter(({ type }) => type === 'decision')
      .map(({ salt, statement }) => toHex(statementDigest(salt, statement))),
    ledger: { size: head.size, root: toBase64(head.root) },
    files: written
      .map(({ name, size, sha256, sm3 }) => ({ name, size, sha256, sm3 }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  }
  const json = canonicalJson(manifest)
  return { json, noteText: manifestNoteText(utf8(json), origin) }
}

/** What the package says of itself before anything else. */
function headOf(job: ExportJob, caseNo: string): Pick<Manifest, 'house' | 'export'> {
  const { number, at, language, houseName: name, verifierKey: key } = job
  const zone = HOUSE_OFFSET / MINUTE
  return {
    house: { name, origin: parseVerifierKey(key).name, key },
    export: { number, caseNo, at, language, zone, order: 'conversation' },
  }
}

/** Every record in scope is in the plan, so both counts are one. */
function countOf({ rows, firstSeq, lastSeq }: ConversationSeen, i: number): Manifest['conversations'][number] {
  return { conv: i + 1, rows, firstSeq, lastSeq, inScope: rows }
}
