// One class, one closed list of codes: callers and tests match the code, never a text.
// A ProofError never carries content: `what` names a place (a field, a line, a file), not a value.

export const PROOF_ERROR_CODES = [
  // bytes and words
  'bad_hex',
  'bad_base64',
  'bad_utf8',
  'lone_surrogate',
  'not_canonical_json',
  'unsupported_value',
  // record, commitment, disclosure
  'bad_seed',
  'bad_version',
  'bad_field',
  'bad_kind',
  'bad_time',
  'bad_length',
  'trailing_bytes',
  'truncated',
  'too_long',
  'bad_span',
  'bad_disclosure',
  'bad_mask',
  'bad_row',
  // ledger entry, statement
  'bad_entry',
  'bad_entry_type',
  'bad_integer',
  'bad_digest',
  // Merkle trees
  'index_out_of_range',
  'bad_tree_size',
  'bad_proof_length',
  'root_mismatch',
  'bad_tile',
  // completeness
  'bad_label',
  'bad_position',
  'in_window',
  // signed notes
  'bad_note',
  'bad_checkpoint',
  'bad_verifier_key',
  'bad_signature',
  'no_known_signature',
  // time stamps, witnesses, proof files
  'bad_der',
  'bad_timestamp',
  'bad_cosignature',
  'bad_proof_file',
  // package
  'bad_shape',
  'missing_file',
  'unexpected_file',
  'duplicate_file',
  'bad_file_name',
  'too_many_files',
  'file_too_large',
  'compression_ratio',
  'aside_in_zip',
  'bad_zip',
  'password_needed',
  'wrong_password',
] as const

export type ProofErrorCode = (typeof PROOF_ERROR_CODES)[number]

export class ProofError extends Error {
  readonly code: ProofErrorCode
  /** Names the place: a field, a file, a line number. Never content. */
  readonly what: string
  constructor(code: ProofErrorCode, what = '') {
    super(what === '' ? code : `${code}: ${what}`)
    this.name = 'ProofError'
    this.code = code
    this.what = what
  }
}
