import { ProofError } from '../bytes/errors.ts'
import type { Manifest } from '../package/package.ts'

// What a verifier answers. Codes are closed lists: words for them are in verdict-words.ts and finding-words.ts, in Chinese and English.

export const CHECKS = [
  'container',
  'manifest',
  'signature',
  'checkpoint',
  'stamps',
  'cosignatures',
  'files',
  'rows',
  'csv',
  'ledger',
  'statements',
  'counts',
  'completeness',
  'xlsx',
  'json',
  'rsmf',
  'load',
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
  'aside_in_zip',
  'size_differs',
  'hash_differs',
  'sm3_differs',
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
  // stamps, cosignatures
  'bad_anchors',
  'bad_stamp',
  'stamp_time_differs',
  'bad_cosignature',
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
  // completeness
  'bad_completeness',
  'scope_not_approved',
  'seal_missing',
  'seal_differs',
  'seal_too_old',
  'map_differs',
  'directory_differs',
  'absence_differs',
  'conversation_hidden',
  'conversation_outside_scope',
  'record_hidden',
  'record_left_out',
  'record_withheld',
  'row_not_sealed',
  'row_outside_scope',
  'rest_differs',
  'tree_differs',
  'in_scope_differs',
  // xlsx, json, rsmf, load
  'bad_xlsx',
  'frame_differs',
  'bad_document',
  'document_differs',
  'document_row_differs',
  'document_unknown',
  'not_compared',
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

/** Whether the package proves that nothing of its scope was left out, and what it counted on the way. */
export interface Completeness {
  /** `not_proven`: it carries no proof of it, as packages of earlier versions. */
  state: 'proven' | 'failed' | 'not_proven'
  /** Conversations of the scope; those among them that have no record at all. */
  conversations: number
  without: number
  /** Records inside the scope: all of them are rows. */
  rows: number
  /** Records inside its time that are of other kinds than it names; each shows its kind. */
  otherKinds: number
  /** Records of its conversations outside its time: only their numbers and bounds of their times are told. */
  outside: number
  /** The scope names people: which conversations they take part in is the house's word. */
  byPeople: boolean
  /** When the seal was made, milliseconds UTC, and how many entries of the ledger it covers. */
  sealedAt: number | null
  size: number | null
}

/** Who else than the house vouches for the checkpoint. Times in milliseconds UTC, by the others' clocks. */
export interface Anchoring {
  /**
   * `anchored`: somebody whom the caller pinned does. `claimed`: somebody whom the package names does; who that is, is for
   * the reader to find out. `self_attested`: nobody.
   */
  state: 'anchored' | 'claimed' | 'self_attested' | 'failed'
  stamps: { authority: string; name: string; time: number; policy: string; pinned: boolean }[]
  cosignatures: { name: string; time: number; pinned: boolean }[]
}

/** A decision as its statement in the package has it; that it is an entry of the ledger is for the check `ledger` to find. */
export interface SeenDecision {
  /** A code of the house. */
  stage: string
  outcome: string
  /** Id of the person in the house; empty where the statement names none. */
  by: string
  /** Milliseconds UTC; null where the statement has none. */
  at: number | null
  /** Index of the entry. */
  index: number
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
  completeness: Completeness
  anchoring: Anchoring
  /**
   * Files of the package that hold the rows once more and were not compared with them (pages, what is locked with a password of its own, in
   * packages before version 4 every further format): that they are what the house signed is all that is known.
   */
  onTrust: readonly string[]
  /** Who decided, in the ledger's order. */
  decisions: SeenDecision[]
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
