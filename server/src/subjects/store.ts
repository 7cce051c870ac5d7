export * from './proposal.store.ts'
export * from './subject.store.ts'
export {
  type IdentifierId,
  type IdentifierRow,
  type MergeId,
  type MergeRow,
  migrations,
  type ProposalId,
  type ProposalRow,
  type ProposalState,
  type ProposalWhat,
  type SubjectRow,
} from './tables.store.ts'
