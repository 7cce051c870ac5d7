import type { PersonActor, RulesInForce } from '#access'
import type { Recorder } from '#audit'
import type { Clock, ExportId, PersonId, RequestId } from '#base'
import type { HouseDb } from '#platform'
import type { ExportFacts, RequestFacts, Step } from './facts.ts'
import type { PaperKind } from './kinds.ts'

// What this room is given of the others, and what it is asked for.

/** What a paper is about: a request, or an export of one. */
export type PaperAbout = { readonly request: RequestId } | { readonly export: ExportId }

export interface NewPaper {
  readonly kind: PaperKind
  readonly language: 'zh' | 'en'
  readonly about: PaperAbout
  /** What the kind has typed for it. */
  readonly typed: Readonly<Record<string, string>>
  readonly note: string
  /** JPEG, one to a frame, for the kinds that show some. */
  readonly photos: readonly Uint8Array[]
}

export interface PapersParts {
  /** The house directory: its own templates lie in templates/ of it. */
  readonly house: string
  readonly houseName: string
  readonly phone: string
  readonly verifierKey: string
  readonly db: HouseDb
  readonly clock: Clock
  readonly recorder: Recorder
  readonly rules: () => RulesInForce
  readonly tool: string
  readonly environment: string
  /** Origin and size of the evidence ledger now. */
  readonly checkpoint: () => Promise<string>
  /** How people call a time-stamping authority of this id; the id where the settings no longer name it. */
  readonly authorityName: (id: string) => string
  /** As this person may see it. @throws Refusal `not_found` */
  readonly requestFacts: (actor: PersonActor, id: RequestId) => Promise<RequestFacts>
  /** As this person may see it. @throws Refusal `not_found` */
  readonly exportFacts: (actor: PersonActor, id: ExportId) => Promise<ExportFacts>
  /** Every act of a request, oldest first. */
  readonly stepsOf: (id: RequestId) => Promise<readonly Step[]>
  readonly namesOf: (ids: readonly PersonId[]) => Promise<ReadonlyMap<PersonId, string>>
  readonly appendStatement: (key: string, salt: Uint8Array, statement: object) => Promise<number>
}
