export { linesOf, type PackageFile, type PackageReader, readerOf, readWhole } from './containers/reader.ts'
export { cellText, SHEET, SHEET_PARTS, sheetEnd, sheetHead, sheetRow } from './containers/sheet-parts.ts'
export { readSheetRows, readXlsxRows } from './containers/xlsx.ts'
export { openZipPackage } from './containers/zip.ts'
export * from './keeping.ts'
export {
  type AnchorsFile,
  AUTHORITY_ID,
  formatAnchorsFile,
  type NamedAuthority,
  parseAnchorsFile,
} from './package/anchors-file.ts'
export type { FieldMask, Mask, SpanMask } from './package/mask.ts'
export { openPacked } from './package/open-packed.ts'
export * from './package/package.ts'
export { parseSeal } from './package/package-shapes.ts'
export { type Packed, packRecord } from './package/packed.ts'
export { packedRowJson, parsePackedRow } from './package/packed-row.ts'
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
