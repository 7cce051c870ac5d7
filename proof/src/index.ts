export { createSha256, createSm3, hmacSha256, type RunningSha256, sha256, verifyEd25519 } from '#crypto'
export {
  type AnchorsFile,
  AUTHORITY_ID,
  formatAnchorsFile,
  type NamedAuthority,
  parseAnchorsFile,
} from './anchors-file.ts'
export * from './bytes.ts'
export { type ChatDay, ChatDays, fileStem } from './chat-days.ts'
export * from './checkpoint.ts'
export { COMMITMENT_VERSION, recordDigest, SPAN_FIELDS, type SpanField, unitAfter } from './commitment.ts'
export { fileDigestUnder, recordDigestUnder, statementDigestUnder } from './commitment-under.ts'
export {
  absentLine,
  conversationLine,
  headLine,
  neighbourLine,
  otherLine,
  prunedLine,
} from './completeness-file.ts'
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
} from './completeness-map.ts'
export {
  isInWindow,
  type PrunedNode,
  RangeFold,
  RangeProver,
  type TimeWindow,
} from './completeness-range.ts'
export { joinNodes, LabelledRange, labelledLeaf, NODE_SIZE, type NodeLabel, readLabel } from './completeness-tree.ts'
export {
  type Cosignature,
  cosign,
  formatCosignerKey,
  openCosignatures,
  parseCosignerKey,
  withSignatures,
} from './cosignature.ts'
export { type Disclosure, discloseRecord, type Hide } from './disclosure.ts'
export * from './entry.ts'
export * from './errors.ts'
export { FINDING_WORDS, findingText } from './finding-words.ts'
export {
  formatHashRenewal,
  type HashRenewal,
  type HashRenewalStatement,
  hashRenewalStatement,
  isCoveredBy,
  parseHashRenewal,
  type StampedBefore,
  type StampedKind,
} from './hash-renewal.ts'
export { formatInclusion, parseInclusion, rootFromShared, sharedInclusionProof } from './inclusion.ts'
export { canonicalJson, type JsonValue, parseCanonicalJson } from './jcs.ts'
export * from './merkle.ts'
export * from './note.ts'
export { type OpenedField, type OpenedRecord, type OpenedRun, openDisclosure } from './open-disclosure.ts'
export { openPacked } from './open-packed.ts'
export * from './package.ts'
export { type Packed, packRecord } from './packed.ts'
export { packedRowJson, parsePackedRow } from './packed-row.ts'
export { formatProofFile, type LogPolicy, type ProofFile, parseProofFile, verifyProofFile } from './proof-file.ts'
export { linesOf, type PackageFile, type PackageReader, readerOf, readWhole } from './reader.ts'
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
} from './record.ts'
export { BYTE_ORDER_MARK, csvLine, headings, isLabel, type RenderRule, rowCells, timeCell } from './render.ts'
export { JSON_BETWEEN, JSON_END, type JsonHead, jsonHead, jsonRow } from './render-json.ts'
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
} from './render-load.ts'
export { RSMF_MANIFEST, type RsmfContext, type RsmfDocument, rsmfDocument } from './render-rsmf.ts'
export {
  hashOf,
  isRenewalHash,
  RENEWAL_HASHES,
  type RenewalHash,
  type TreeHash,
  treeHash,
} from './renewal-hash.ts'
export { MapUnder, type MapUnderFigures, renewedFileLeaf, renewedLeaf, TreeUnder } from './renewal-tree.ts'
export { rsmfMail, rsmfParts } from './rsmf-mail.ts'
export { parseSeal } from './shapes.ts'
export { cellText, SHEET, SHEET_PARTS, sheetEnd, sheetHead, sheetRow } from './sheet-parts.ts'
export { CELL, type CellName, cell, factsLine, factsOf, kindsOf, type RowFacts, type ShownRow } from './shown-row.ts'
export * from './tiles.ts'
export {
  encodeTimestampRequest,
  MOST_TIMESTAMP_BYTES,
  parseTimestamp,
  type TimestampInfo,
  type TimestampQuestion,
} from './timestamp.ts'
export { parseCertificate } from './timestamp-certificate.ts'
export { formatRenewal, isRenewed, parseRenewal, type Renewal, type RenewedStamp } from './timestamp-renewal.ts'
export {
  TIMESTAMP_FAULTS,
  type TimestampExpectation,
  type TimestampFault,
  type VerifiedTimestamp,
  verifyTimestamp,
} from './timestamp-verify.ts'
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
} from './verdict.ts'
export { CHECK_WORDS, COMPLETENESS_WORDS, completenessText, VERDICT_WORDS } from './verdict-words.ts'
export { type VerifyOptions, verifyPackage } from './verify.ts'
export { type OpenedRows, RowOpener, type RowsContext } from './verify-row.ts'
export type { OpenRows } from './verify-rows.ts'
export { manifestNoteText } from './verify-signature.ts'
export { visible } from './visible.ts'
export { readSheetRows, readXlsxRows } from './xlsx.ts'
export { openZipPackage } from './zip.ts'
