export { findBundle, readBundle } from './bundle.ts'
export { fsckLedger, type LedgerProblemCode, type LedgerReport } from './fsck.ts'
export { createLedger, type Ledger, openLedger, type Source } from './open.ts'
export { type Head, type InclusionProof, type LedgerReader, openLedgerReader, tileReader } from './read.ts'
