export { findSensitive } from './find.ts'
export type { Finding, NameForm, SensitiveKind } from './finding.ts'
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
