import type { RulesInForce } from '#access'
import type { Recorder } from '#audit'
import type { Clock } from '#base'
import type { HouseDb } from '#platform'

export interface PeopleDoors {
  readonly db: HouseDb
  readonly recorder: Recorder
  readonly clock: Clock
  readonly rules: () => RulesInForce
}
