export { type Anchors, createAnchors } from './anchors.ts'
export { type AnchorProblem, type AnchorsReport, fsckAnchors } from './fsck.ts'
export type { Anchored, AnchoredNow, AnchorsParts } from './parts.ts'
export type { Post } from './post.ts'
export type { RehashProgress } from './rehash/compute.ts'
export { fsckRehash, type RehashFsckParts, type RehashProblem, type RehashReport } from './rehash/fsck.ts'
export { type HashRenewed, type RenewHashParts, renewHash } from './rehash/renew-hash.ts'
export type { HashRenewalStatus } from './rehash/status.ts'
export type { StampNote } from './state.ts'
export { type AnchorsStatus, anchorsAt } from './status.ts'
export { ANCHOR_TROUBLES, type AnchorTrouble } from './trouble.ts'
export { type Auditor, createAuditor } from './witness/audit.ts'
export { makeWitnessKey, openWitnessKey, type WitnessKind } from './witness/key.ts'
export { type ServedWitness, serveWitness } from './witness/serve.ts'
export {
  createWitness,
  type Witness,
  type WitnessAnswer,
  type WitnessKey,
  type WitnessParts,
} from './witness/witness.ts'
