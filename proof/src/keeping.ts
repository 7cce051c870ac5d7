// What a house needs to keep a ledger, records and their trees: the part of the door (index.ts) that reads no package. A thread that only
// keeps loads a third of it.

export { createSha256, createSm3, hmacSha256, type RunningSha256, sha256, verifyEd25519 } from '#crypto'
export * from './bytes/bytes.ts'
export * from './bytes/errors.ts'
export { canonicalJson, type JsonValue, parseCanonicalJson } from './bytes/jcs.ts'
export {
  absentLine,
  conversationLine,
  headLine,
  neighbourLine,
  otherLine,
  prunedLine,
} from './completeness/completeness-file.ts'
export {
  directoryLeaf,
  type EpochFigures,
  EpochFold,
  type EpochStatement,
  epochSalt,
  epochStatement,
  headDigest,
  LeafRow,
  mapLeaf,
} from './completeness/completeness-map.ts'
export {
  isInWindow,
  type PrunedNode,
  RangeFold,
  RangeProver,
  type TimeWindow,
} from './completeness/completeness-range.ts'
export {
  joinNodes,
  LabelledRange,
  labelledLeaf,
  NODE_SIZE,
  type NodeLabel,
  readLabel,
} from './completeness/completeness-tree.ts'
export {
  hashOf,
  isRenewalHash,
  RENEWAL_HASHES,
  type RenewalHash,
  type TreeHash,
  treeHash,
} from './crypto/renewal-hash.ts'
export * from './ledger/checkpoint.ts'
export {
  type Cosignature,
  cosign,
  formatCosignerKey,
  openCosignatures,
  parseCosignerKey,
  withSignatures,
} from './ledger/cosignature.ts'
export * from './ledger/entry.ts'
export { formatInclusion, parseInclusion, rootFromShared, sharedInclusionProof } from './ledger/inclusion.ts'
export * from './ledger/merkle.ts'
export * from './ledger/note.ts'
export {
  formatProofFile,
  type LogPolicy,
  type ProofFile,
  parseProofFile,
  verifyProofFile,
} from './ledger/proof-file.ts'
export * from './ledger/tiles.ts'
export { COMMITMENT_VERSION, recordDigest, SPAN_FIELDS, type SpanField, unitAfter } from './record/commitment.ts'
export { fileDigestUnder, recordDigestUnder, statementDigestUnder } from './record/commitment-under.ts'
export { type Disclosure, discloseRecord, type Hide } from './record/disclosure.ts'
export { type OpenedField, type OpenedRecord, type OpenedRun, openDisclosure } from './record/open-disclosure.ts'
export {
  decodeRecord,
  encodeRecord,
  FIELDS,
  type Field,
  KINDS,
  type Kind,
  RECORD_VERSION,
  type RecordFields,
  SEED_SIZE,
} from './record/record.ts'
