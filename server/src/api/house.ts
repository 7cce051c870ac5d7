import type { z } from 'zod'
import type { Action, Actor, PersonActor, Verdict } from '#access'
import type { Anchors, HashRenewed, RehashProgress } from '#anchors'
import type { Archive } from '#archive'
import type { Recorder } from '#audit'
import type { Clock } from '#base'
import type { Calendars } from '#calendars'
import type { Marks } from '#cases'
import type { Connectors } from '#connectors'
import type { Exports } from '#evidence'
import type { Identity } from '#identity'
import type { Intake } from '#intake'
import type { Papers } from '#papers'
import type { Config, HouseDb, Log } from '#platform'
import type { ProviderName, RegisterState } from '#platform/keys'
import type { PolicyState } from '#policy'
import type { Learning, Masking } from '#redaction'
import type { Requests } from '#requests'
import type { SavedSearches, Search } from '#search'
import type { Subjects } from '#subjects'
import type { LedgerHead } from './schema/index.ts'
import type { Screen } from './screen.ts'
import type { Setup } from './setup.ts'

/** The register's key: which one is in force, and another one. */
export interface KeyCare {
  state(): Promise<
    RegisterState & {
      readonly provider: ProviderName
      /** Keys wrapped anew of how many, while a rotation runs. */
      readonly progress: { readonly done: number; readonly total: number } | null
      /** Code of what stopped the last rotation. */
      readonly problem: string | null
    }
  >
  /**
   * Begins a rotation, or goes on with one that was stopped; it runs on after this resolves.
   * @throws Refusal `rotation_running`, `step_up_needed`, and the reasons of access
   */
  rotate(actor: PersonActor, because: string): Promise<void>
  /** Resolves when no rotation runs. @throws Refusal `rotation_stopped` where the last one did not come to its end */
  ended(): Promise<void>
}

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
  readonly anchors: Anchors
  readonly search: Search
  readonly savedSearches: SavedSearches
  readonly marks: Marks
  readonly intake: Intake
  readonly connectors: Connectors
  readonly calendars: Calendars
  readonly requests: Requests
  readonly screen: Screen
  readonly masking: Masking
  readonly learning: Learning
  readonly exports: Exports
  readonly papers: Papers
  readonly setup: Setup
  readonly keyCare: KeyCare
  /** See renewHash of #anchors. Only at the house's own machine: no operation does it. */
  renewHash(actor: PersonActor, hash: string, onProgress?: (progress: RehashProgress) => void): Promise<HashRenewed>
  /** Verifier keys of both ledgers: what an outsider pins. */
  readonly keys: { readonly evidence: string; readonly audit: string }
  /** Cookies are marked Secure where browsers reach the console by https. */
  readonly secureCookies: boolean
  headOf(ledger: 'evidence' | 'audit'): Promise<WireHead>
  may(actor: Actor, action: Action): Verdict
  recordRefusal(actor: PersonActor, action: Action, reason: string): Promise<void>
}
