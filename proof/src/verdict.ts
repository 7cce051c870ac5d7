import { ProofError } from './errors.ts'
import type { Manifest } from './package.ts'

// What a verifier answers. Codes are closed lists: words for them are in verdict-words.ts, in Chinese and English.

export const CHECKS = [
  'container',
  'manifest',
  'signature',
  'checkpoint',
  'files',
  'rows',
  'csv',
  'ledger',
  'statements',
  'counts',
  'xlsx',
] as const
export type CheckId = (typeof CHECKS)[number]

export const FINDING_CODES = [
  // container, files
  'bad_file_name',
  'duplicate_file',
  'unexpected_file',
  'missing_file',
  'too_many_files',
  'unreadable_file',
  'file_too_large',
  'compression_ratio',
  'size_differs',
  'hash_differs',
  'file_not_listed',
  // manifest, signature, checkpoint
  'bad_manifest',
  'bad_conversations',
  'bad_key',
  'bad_signature',
  'signed_text_differs',
  'signer_not_trusted',
  'bad_checkpoint',
  'checkpoint_differs',
  // rows
  'bad_row',
  'bad_disclosure',
  'bad_mask',
  'leaf_differs',
  'time_differs',
  'tag_differs',
  'row_missing',
  'row_doubled',
  'row_moved',
  'row_out_of_order',
  'row_altered',
  'row_unknown',
  'entry_doubled',
  'seq_doubled',
  'line_too_long',
  'not_ended',
  'headings_differ',
  // ledger, statements, counts
  'index_outside',
  'bad_inclusion',
  'root_differs',
  'bad_statements',
  'statement_order',
  'approvals_differ',
  'not_approved',
  'not_agreed',
  'no_decision',
  'scope_differs',
  'export_statement',
  'rows_differ',
  'conversation_differs',
  'more_than_in_scope',
  'label_doubled',
  // xlsx
  'bad_xlsx',
] as const
export type FindingCode = (typeof FINDING_CODES)[number]

export interface Finding {
  code: FindingCode
  file?: string
  /** Row number, from 1. */
  row?: number
  /** A place or a figure; never content. */
  detail?: string
}

export interface Check {
  id: CheckId
  /** Skipped: something before it failed, or the package has nothing for it. */
  state: 'passed' | 'failed' | 'skipped'
  ok: boolean
  /** What was looked at: files, rows, statements … */
  count: number
  /** Each code found, once. */
  codes: FindingCode[]
  /** The first findings; `found` counts all. */
  findings: Finding[]
  found: number
}

export interface Verdict {
  verdict: 'genuine' | 'not_pinned' | 'wrong'
  /** Every check that could be made passed. Says nothing about who signed unless `pinned`. */
  ok: boolean
  /** Signed by a key that the caller trusts. */
  pinned: boolean
  /** Verifier key that signed; a claim unless `pinned`. Null when no signature holds. */
  signer: string | null
  checks: Check[]
  rows: number
  /** Code points hidden by span masks, and fields hidden whole that have a cell. */
  maskedCharacters: number
  /** What the manifest says; null when it cannot be read. Believe it no further than the verdict. */
  manifest: Manifest | null
  headings: readonly string[]
  /** Cells of the first rows, as many as were asked for. */
  preview: string[][]
}

const KEPT = 100

/** Gathers the findings of a run, check by check. */
export class Findings {
  readonly #checks = new Map<CheckId, { findings: Finding[]; found: number; count: number; skipped: boolean }>()

  #of(id: CheckId): { findings: Finding[]; found: number; count: number; skipped: boolean } {
    let check = this.#checks.get(id)
    if (check === undefined) {
      check = { findings: [], found: 0, count: 0, skipped: false }
      this.#checks.set(id, check)
    }
    return check
  }

  add(id: CheckId, code: FindingCode, place: Omit<Finding, 'code'> = {}): void {
    const check = this.#of(id)
    check.found++
    if (check.findings.length < KEPT) check.findings.push({ code, ...place })
  }

  looked(id: CheckId, count: number): void {
    this.#of(id).count += count
  }

  skip(...ids: CheckId[]): void {
    for (const id of ids) this.#of(id).skipped = true
  }

  failed(id: CheckId): boolean {
    return this.#of(id).found > 0
  }

  checks(): Check[] {
    return CHECKS.map((id) => {
      const { findings, found, count, skipped } = this.#of(id)
      const state = found > 0 ? 'failed' : skipped ? 'skipped' : 'passed'
      const codes = [...new Set(findings.map((finding) => finding.code))]
      return { id, state, ok: state !== 'failed', count, codes, findings, found }
    })
  }
}

/** A refusal's code and place, as the detail of a finding; anything else that was thrown is thrown on. */
export function codeOf(error: unknown): string {
  if (error instanceof ProofError) return error.what === '' ? error.code : `${error.code}:${error.what}`
  throw error
}
