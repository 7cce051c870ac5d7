import type { RecordFields } from '@cunzhen/proof'

// What a source's bytes become. The pieces of a part tile it: each starts where the one before ended, from 0 to the
// part's size, so that every byte is structure, a record, or in quarantine (issue 2, "Intake").

/** Why bytes are in quarantine. Closed: the console has one sentence for each (`reasons.<code>`). */
export const REASONS = [
  // text
  'bad_encoding', // bytes that mean nothing in the encoding the part is read in
  'lone_surrogate', // half of a UTF-16 pair: no Unicode text
  'encoding_unsupported', // declares an encoding that we do not read
  // form
  'bad_json',
  'bad_xml',
  'bad_csv',
  'duplicate_key', // one JSON object with a key twice: which value counts cannot be known
  'column_count', // a CSV row with more or fewer columns than the header
  'too_long', // one item longer than the limit
  'too_deep', // nested beyond the limit
  'truncated', // the part ends inside an item
  // meaning
  'missing_column', // a row without the columns that the mapping needs
  'wrong_shape', // a known kind of item whose fields are not what the format says
  'not_a_message', // well-formed, but not what the format calls a message
  'encrypted_message', // an envelope whose content only the owner of its private key can read
  'not_messages', // a file of the export that holds no messages
  'other_format', // a file whose messages are in another format than the rest's
  'format_unknown', // no format recognised
  // archive
  'unsafe_name', // ../x, absolute, drive letter
  'symlink',
  'encrypted_entry',
  'bomb', // inflates beyond the bounds
  'damaged', // checksum or compressed data wrong, or cut off
  'overlapping', // shares bytes with another entry
  'unsupported_compression',
  'unlisted', // bytes that no entry of the archive's directory accounts for
] as const
export type Reason = (typeof REASONS)[number]

export interface Member {
  account: string
  name: string
}

/** A file that a message names. */
export interface NamedFile {
  /** Where it may lie, as the source writes it: beside the part that says it, or from the top of the source. []: nowhere. */
  paths: readonly string[]
  /** What people called it. */
  name: string
  /** Media type as the source says it; ''. */
  type: string
  /** Under what the source's platform keeps it: tools that fetch files name them so, or a folder of their own. */
  keys?: readonly string[]
  /** Its bytes, where the message itself holds them. */
  inline?: Buffer
}

/** A record as its source tells it, before it has a seed. */
export interface Draft {
  fields: RecordFields
  /** What makes it the same message when it comes again; see README "Identity". */
  identity: string
  /** True where the source has no ids: `identity` is then its content, and an occurrence number is added. */
  counted: boolean
  conversationTitle: string
  members: Member[]
  /** Files of the same source that belong to it. */
  files?: readonly NamedFile[]
}

interface Span {
  /** Offsets into the part's bytes; `end` exclusive. */
  start: number
  end: number
}

/** `bytes` are the part's own bytes of the span; they are valid only until the next run of pieces is asked for. */
export type Piece =
  | (Span & { what: 'structure' })
  | (Span & { what: 'record'; drafts: readonly Draft[]; bytes: Uint8Array })
  | (Span & {
      what: 'quarantine'
      reason: Reason
      items: number
      bytes: Uint8Array
      /** True: the next piece goes on with the same item (an item too long to hold in memory). */
      more: boolean
    })
