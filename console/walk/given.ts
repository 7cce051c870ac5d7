import type { Made } from './made.ts'
import type { Member, Stage } from './stage.ts'

/** What every part of the walk is given. */
export interface Walk {
  stage: Stage
  portal: string
  phone: string
  /** Below it lie the folders that folder connectors watch. */
  intakeRoot: string
  out: string
  member(role: string): Member
  /** Shared between steps: what one person makes and another needs. */
  made: Made
}
