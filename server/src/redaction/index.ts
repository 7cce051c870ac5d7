export { type Around, type DetectOptions, type DetectPoint, detect } from './detect/detect.ts'
export { findSensitive } from './detect/find.ts'
export { detectThrough, foundNames, gatherNames, NamesFound } from './detect/found-names.ts'
export { detectInTurn, FARTHEST } from './detect/in-turn.ts'
export { featuresOf, TAGS, type Tag, tagWords, type Weights, type Word, wordsOf } from './english/english.ts'
export { packWeights, unpackWeights } from './english/english-weights.ts'
export { type Candidate, type CaseForms, candidatesIn, type JudgedForm } from './house/forms.ts'
export { createLearning, type Learning, type LearningView } from './house/learning.ts'
export {
  createMasking,
  type Masking,
  type PolicyView,
} from './house/masking.ts'
export type { ProposalView } from './house/proposals.ts'
export { REVEALED_FIELDS, type RevealedField } from './house/reveal.ts'
export { type ProposalId, redactionMigrations } from './house/store.ts'
export { FIXED, type HiddenRun, hiddenRuns, type Masked, type MaskedSpan, maskText } from './masks/mask.ts'
export { PADDED_TO, padRuns } from './masks/pad.ts'
export { DEFAULT_MASKS, type MaskPolicy, type PseudonymOf } from './masks/policy.ts'
export { pseudonymsFor } from './masks/pseudonym.ts'
export { NAME_FEATURES } from './names/feature-list.ts'
export { type Lessons, lessonsOf, type NameMark } from './names/lessons.ts'
export { candidatesOf } from './names/unknown-names.ts'
export { buildRoster, inForms, type Roster, type RosterEntry } from './roster/roster.ts'
export {
  findInAccount,
  findInName,
  maskAccountForScreen,
  maskForScreen,
  maskNameForScreen,
  type ScreenText,
  showRuns,
} from './screen.ts'
export { type Finding, KINDS, type NameForm, type SensitiveKind } from './text/finding.ts'
export { isUnreadable } from './text/unreadable.ts'
export { FAMILY_NAMES, GIVEN_NAMES as ENGLISH_GIVEN_NAMES } from './words/english-names.ts'
export { FOREIGN_WORDS } from './words/foreign-words.ts'
export { soundsForeign } from './words/lexicon.ts'
export { GIVEN_NAMES } from './words/name-words.ts'
export { GIVEN_SHARES, SURNAME_SHARES } from './words/people.table.ts'
export { COMPOUND_SURNAMES, SURNAMES } from './words/surnames.ts'
