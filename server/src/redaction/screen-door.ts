// The private door for threads that only show: no tables of the house database, no parser of policies.

export type { MaskPolicy } from './masks/policy.ts'
export type { Lessons } from './names/lessons.ts'
export { buildRoster, buildRosterInTurns, inForms, type Roster, type RosterEntry } from './roster/roster.ts'
export { maskAccountForScreen, maskForScreen, maskNameForScreen, type ScreenText } from './screen.ts'
