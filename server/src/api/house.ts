import type { z } from 'zod'
import type { Action, Actor, PersonActor, Verdict } from '#access'
import type { Archive } from '#archive'
import type { Recorder } from '#audit'
import type { Clock } from '#base'
import type { Exports } from '#evidence'
import type { Identity } from '#identity'
import type { Intake } from '#intake'
import type { Config, HouseDb, Log } from '#platform'
import type { PolicyState } from '#policy'
import type { Requests } from '#requests'
import type { Search } from '#search'
import type { Subjects } from '#subjects'
import type { LedgerHead } from './schema/index.ts'
import type { Screen } from './screen.ts'
import type { Setup } from './setup.ts'

type WireHead = z.input<typeof LedgerHead>

/** The rooms, as wire has built them and operations see them. */
export interface House {
  readonly name: string
  readonly demo: boolean
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly db: HouseDb
  readonly policy: () => PolicyState
  readonly recorder: Recorder
  readonly identity: Identity
  readonly subjects: Subjects
  readonly archive: Archive
  readonly search: Search
  readonly intake: Intake
  readonly requests: Requests
  readonly screen: Screen
  readonly exports: Exports
  readonly setup: Setup
  /** Verifier keys of both ledgers: what an outsider pins. */
  readonly keys: { readonly evidence: string; readonly audit: string }
  /** Cookies are marked Secure where browsers reach the console by https. */
  readonly secureCookies: boolean
  headOf(ledger: 'evidence' | 'audit'): Promise<WireHead>
  may(actor: Actor, action: Action): Verdict
  recordRefusal(actor: PersonActor, action: Action, reason: string): Promise<void>
}
