// The private door for threads that only show: no tables of the house database, no parser of policies.

export type { Lessons } from './lessons.ts'
export type { MaskPolicy } from './policy.ts'
export { buildRoster, type Roster, type RosterEntry } from './roster.ts'
export { maskAccountForScreen, maskForScreen, maskNameForScreen, type ScreenText } from './screen.ts'
