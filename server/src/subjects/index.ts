export type { Looked } from './consider.ts'
export type { IdentifiersImported } from './identifiers.ts'
export { IDENTIFIER_KINDS, type IdentifierKind, type Lookups, lookupsWith } from './lookups.ts'
export type { MergePlan } from './merge.ts'
export type {
  IdentifierView,
  MergeView,
  ParticipantSource,
  ParticipantView,
  SubjectsParts,
  SubjectView,
} from './parts.ts'
export { maskedContacts, maskedPhone, phoneDigits } from './phone.ts'
export type { Proposals, ProposalView } from './proposals.ts'
export type { Split, SplitPlan } from './split.ts'
export { type IdentifierId, type MergeId, migrations as subjectsMigrations, type ProposalId } from './store.ts'
export { createSubjects, type Subjects } from './subjects.ts'
