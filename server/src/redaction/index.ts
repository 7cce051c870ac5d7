export { type Around, type DetectOptions, type DetectPoint, detect } from './detect.ts'
export { featuresOf, TAGS, type Tag, tagWords, type Weights, type Word, wordsOf } from './english.ts'
export { findSensitive } from './find.ts'
export { type Finding, KINDS, type NameForm, type SensitiveKind } from './finding.ts'
export { foundNames } from './found-names.ts'
export { detectInTurn } from './in-turn.ts'
export { type HiddenRun, hiddenRuns, type Masked, type MaskedSpan, maskText } from './mask.ts'
export { DEFAULT_MASKS, type MaskPolicy } from './policy.ts'
export { type PseudonymOf, pseudonymsFor } from './pseudonym.ts'
export { buildRoster, type Roster, type RosterEntry } from './roster.ts'
export {
  findInAccount,
  findInName,
  maskAccountForScreen,
  maskForScreen,
  maskNameForScreen,
  type ScreenText,
} from './screen.ts'
export { COMPOUND_SURNAMES, SURNAMES } from './surnames.ts'
