export { createSha256, hmacSha256, type RunningSha256, sha256, verifyEd25519 } from '#crypto'
export * from './bytes.ts'
export * from './checkpoint.ts'
export { COMMITMENT_VERSION, recordDigest, SPAN_FIELDS, type SpanField } from './commitment.ts'
export { type Disclosure, discloseRecord, type Hide } from './disclosure.ts'
export * from './entry.ts'
export * from './errors.ts'
export { formatInclusion, parseInclusion, rootFromShared, sharedInclusionProof } from './inclusion.ts'
export { canonicalJson, type JsonValue, parseCanonicalJson } from './jcs.ts'
export * from './merkle.ts'
export * from './note.ts'
export { type OpenedField, type OpenedRecord, type OpenedRun, openDisclosure } from './open-disclosure.ts'
export * from './package.ts'
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
export { BYTE_ORDER_MARK, csvLine, headings, isLabel, type RenderRule, rowCells, timeCell, visible } from './render.ts'
export * from './tiles.ts'
export {
  CHECKS,
  type Check,
  type CheckId,
  FINDING_CODES,
  type Finding,
  type FindingCode,
  type Verdict,
} from './verdict.ts'
export { CHECK_WORDS, FINDING_WORDS, findingText, VERDICT_WORDS } from './verdict-words.ts'
export { type VerifyOptions, verifyPackage } from './verify.ts'
export { manifestNoteText } from './verify-signature.ts'
export { openZipPackage } from './zip.ts'
