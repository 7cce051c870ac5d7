import type { RulesInForce } from '#access'
import type { Recorder } from '#audit'
import type { Clock } from '#base'
import type { HouseDb } from '#platform'
import type { PolicyState } from '#policy'

export interface MaskingParts {
  readonly db: HouseDb
  readonly recorder: Recorder
  readonly clock: Clock
  readonly rules: () => RulesInForce
  readonly policy: () => PolicyState
  readonly language: 'zh' | 'en'
}
