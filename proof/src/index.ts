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
export { linesOf, type PackageFile, type PackageReader, readerOf, readWhole } from './containers/reader.ts'
export { cellText, SHEET, SHEET_PARTS, sheetEnd, sheetHead, sheetRow } from './containers/sheet-parts.ts'
export { readSheetRows, readXlsxRows } from './containers/xlsx.ts'
export { openZipPackage } from './containers/zip.ts'
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
export {
  type AnchorsFile,
  AUTHORITY_ID,
  formatAnchorsFile,
  type NamedAuthority,
  parseAnchorsFile,
} from './package/anchors-file.ts'
export { openPacked } from './package/open-packed.ts'
export * from './package/package.ts'
export { parseSeal } from './package/package-shapes.ts'
export { type Packed, packRecord } from './package/packed.ts'
export { packedRowJson, parsePackedRow } from './package/packed-row.ts'
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
export { type ChatDay, ChatDays, fileStem } from './render/chat-days.ts'
export { BYTE_ORDER_MARK, csvLine, headings, isLabel, type RenderRule, rowCells, timeCell } from './render/render.ts'
export { JSON_BETWEEN, JSON_END, type JsonHead, jsonHead, jsonRow } from './render/render-json.ts'
export {
  DAT_FIELDS,
  type DatField,
  datCells,
  datHeading,
  datRow,
  LoadFile,
  optLine,
  type ProducedFile,
  pageNumber,
  pagePrefix,
} from './render/render-load.ts'
export { RSMF_MANIFEST, type RsmfContext, type RsmfDocument, rsmfDocument } from './render/render-rsmf.ts'
export { rsmfMail, rsmfParts } from './render/rsmf-mail.ts'
export {
  CELL,
  type CellName,
  cell,
  factsLine,
  factsOf,
  kindsOf,
  type RowFacts,
  type ShownRow,
} from './render/shown-row.ts'
export { visible } from './render/visible.ts'
export {
  formatHashRenewal,
  type HashRenewal,
  type HashRenewalStatement,
  hashRenewalStatement,
  isCoveredBy,
  parseHashRenewal,
  type StampedBefore,
  type StampedKind,
} from './renewal/hash-renewal.ts'
export { MapUnder, type MapUnderFigures, renewedFileLeaf, renewedLeaf, TreeUnder } from './renewal/renewal-tree.ts'
export {
  encodeTimestampRequest,
  MOST_TIMESTAMP_BYTES,
  parseTimestamp,
  type TimestampInfo,
  type TimestampQuestion,
} from './timestamp/timestamp.ts'
export { parseCertificate } from './timestamp/timestamp-certificate.ts'
export {
  formatRenewal,
  isRenewed,
  parseRenewal,
  type Renewal,
  type RenewedStamp,
} from './timestamp/timestamp-renewal.ts'
export {
  TIMESTAMP_FAULTS,
  type TimestampExpectation,
  type TimestampFault,
  type VerifiedTimestamp,
  verifyTimestamp,
} from './timestamp/timestamp-verify.ts'
export {
  type Anchoring,
  CHECKS,
  type Check,
  type CheckId,
  type Completeness,
  FINDING_CODES,
  type Finding,
  type FindingCode,
  type Verdict,
} from './verify/verdict.ts'
export { type VerifyOptions, verifyPackage } from './verify/verify.ts'
export { type OpenedRows, RowOpener, type RowsContext } from './verify/verify-row.ts'
export type { OpenRows } from './verify/verify-rows.ts'
export { manifestNoteText } from './verify/verify-signature.ts'
export { FINDING_WORDS, findingText } from './words/finding-words.ts'
export { CHECK_WORDS, COMPLETENESS_WORDS, completenessText, VERDICT_WORDS } from './words/verdict-words.ts'
