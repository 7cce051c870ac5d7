export { type Around, type DetectOptions, type DetectPoint, detect } from './detect.ts'
export { featuresOf, TAGS, type Tag, tagWords, type Weights, type Word, wordsOf } from './english.ts'
export { FAMILY_NAMES, GIVEN_NAMES as ENGLISH_GIVEN_NAMES } from './english-names.ts'
export { packWeights, unpackWeights } from './english-weights.ts'
export { NAME_FEATURES } from './feature-list.ts'
export { findSensitive } from './find.ts'
export { type Finding, KINDS, type NameForm, type SensitiveKind } from './finding.ts'
export { FOREIGN_WORDS } from './foreign-words.ts'
export { type Candidate, type CaseForms, candidatesIn, type JudgedForm } from './forms.ts'
export { detectThrough, foundNames, gatherNames, NamesFound } from './found-names.ts'
export { detectInTurn } from './in-turn.ts'
export { createLearning, type Learning, type LearningView } from './learning.ts'
export { type Lessons, lessonsOf, type NameMark } from './lessons.ts'
export { soundsForeign } from './lexicon.ts'
export { FIXED, type HiddenRun, hiddenRuns, type Masked, type MaskedSpan, maskText } from './mask.ts'
export {
  createMasking,
  type Masking,
  type PolicyView,
} from './masking.ts'
export { GIVEN_NAMES } from './name-words.ts'
export { PADDED_TO, padRuns } from './pad.ts'
export { GIVEN_SHARES, SURNAME_SHARES } from './people.table.ts'
export { DEFAULT_MASKS, type MaskPolicy } from './policy.ts'
export type { ProposalView } from './proposals.ts'
export { type PseudonymOf, pseudonymsFor } from './pseudonym.ts'
export { REVEALED_FIELDS, type RevealedField } from './reveal.ts'
export { buildRoster, type Roster, type RosterEntry } from './roster.ts'
export {
  findInAccount,
  findInName,
  maskAccountForScreen,
  maskForScreen,
  maskNameForScreen,
  type ScreenText,
  showRuns,
} from './screen.ts'
export { type ProposalId, redactionMigrations } from './store.ts'
export { COMPOUND_SURNAMES, SURNAMES } from './surnames.ts'
export { candidatesOf } from './unknown-names.ts'
export { isUnreadable } from './unreadable.ts'
