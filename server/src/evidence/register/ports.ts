import type { NamedAuthority } from '@cunzhen/proof'
import type { Permit, PersonActor, Role, RulesInForce, Scope, Verdict } from '#access'
import type { Archive } from '#archive'
import type { Recorder } from '#audit'
import type { Clock, ExportId, GrantId, Instant, ParticipantNo, PersonId, RequestId } from '#base'
import type { HouseDb } from '#platform'
import type { Keyring } from '#platform/keys'
import type { PolicyState, Recipient } from '#policy'
import type { CaseForms, Lessons, MaskPolicy, RosterEntry } from '#redaction'
import type { AlarmKind } from './alarms.store.ts'

/** A grant as the register has it. */
export interface ExportGrant {
  readonly id: GrantId
  readonly number: string
  readonly requestId: RequestId
  /** Who asked, and alone receives what comes out. */
  readonly holderId: PersonId
  readonly caseNo: string
  /** Hex, 32 bytes. */
  readonly scopeDigest: string
  readonly until: Instant
}

/** A statement that lies in the evidence ledger: a decision, a consent, the grant. */
export interface LedgerStatement {
  readonly type: 'decision' | 'consent' | 'grant'
  /** Of its entry. */
  readonly index: number
  /** 16 bytes. */
  readonly salt: Uint8Array
  readonly statement: object
}

/** The register of grants; the room `requests` answers, handed over by wire. */
export interface Grants {
  /** @throws Refusal `not_found` */
  readGrant(id: GrantId): Promise<ExportGrant>
  grantHolds(id: GrantId): Promise<boolean>
  /** Executor and monitor: two people, neither the requester, neither an approver. `executor`: for the monitor's duty. */
  exportDuties(
    id: GrantId,
    actor: PersonActor,
    duty: 'execute' | 'monitor',
    executor?: PersonId | null,
  ): Promise<Verdict>
  /** The right to read for one run; its id is the grant's. @throws Refusal when one of the two may not, or it is over */
  exportPermit(id: GrantId, pair: { readonly executor: PersonId; readonly monitor: PersonId }): Promise<Permit>
  permitHolds(permit: Permit): Promise<boolean>
  /** What a release looks at besides the package. @throws Refusal `not_found` */
  releaseFacts(id: GrantId): Promise<{
    readonly scope: Scope
    /** Every stage said yes, and the ledger has each. */
    readonly isApproved: boolean
    /** Null: the request does not rest on consent. */
    readonly isConsented: boolean | null
  }>
  /** One of this person's own accounts takes part in what the grant opens. */
  isPartyOfGrant(id: GrantId, actor: PersonActor): Promise<boolean>
  /** Every decision and consent of the grant's request, and the grant itself, once all of them have their entries. */
  statementsOf(id: GrantId): Promise<readonly LedgerStatement[]>
}

/** Whose names are looked for in what leaves. */
export interface KnownPeople {
  /** Changes with the people and customers. */
  readonly version: string
  /** People of the house and customers, each under the id on which pseudonyms hang (`psn_…`, `sub_…`). */
  readonly entries: readonly RosterEntry[]
  /** Platform accounts that are known to be one of them. */
  readonly participants: ReadonlyMap<ParticipantNo, string>
}

/** A checkpoint and what outside parties say of it; the room `anchors` answers, handed over by wire. */
export interface AnchoredCheckpoint {
  /** The house's note, with the cosignatures that came. */
  readonly checkpoint: string
  /** RFC 3161 responses over it, verified. */
  readonly stamps: readonly { readonly authority: string; readonly response: Uint8Array }[]
  /** Whom the house names for them. */
  readonly authorities: readonly NamedAuthority[]
  /** Cosigner keys. */
  readonly witnesses: readonly string[]
}

export interface ExportParts {
  /** The house directory; packages go to `exports/` in it. */
  readonly house: string
  readonly houseName: string
  readonly language: 'zh' | 'en'
  readonly db: HouseDb
  readonly keyring: Keyring
  readonly clock: Clock
  readonly recorder: Recorder
  readonly rules: () => RulesInForce
  /** The same pack, for what `access` does not read of it. */
  readonly policy: () => PolicyState
  readonly archive: Archive
  readonly grants: Grants
  readonly people: () => Promise<KnownPeople>
  /** The masking policy in force for those who receive it, and its name. @throws Refusal `policy_unreadable` */
  readonly masks: (recipient: Recipient) => { readonly policy: MaskPolicy; readonly id: string }
  /** What people said of the surface forms of a case. */
  readonly forms: (caseNo: string) => Promise<Pick<CaseForms, 'spared' | 'names'>>
  /** What the house's own marks teach of names (all its cases); left out: nothing. */
  readonly lessons?: () => Promise<Lessons | null>
  /** Papers filed about this request or this export; the room `papers` answers. */
  readonly filed: (
    request: RequestId,
    id: ExportId,
  ) => Promise<readonly { readonly kind: string; readonly number: string; readonly at: Instant }[]>
  readonly anchorNow: () => Promise<AnchoredCheckpoint>
  readonly namesOf: (ids: readonly PersonId[]) => Promise<ReadonlyMap<PersonId, string>>
  /** Everybody who can sign in. */
  readonly staff: () => Promise<readonly { readonly id: PersonId; readonly roles: readonly Role[] }[]>
  /** The offline verifier, one HTML file: proof/dist/verify.html. Copied beside every package. */
  readonly verifierPage: string
  /** Threads that make rows beside the exporter's own; left out: two where there are cores and rows for them. */
  readonly rowThreads?: number
  /** A run failed: a code for the log. */
  readonly onTrouble?: (code: string) => void
  /** An alarm was raised or raised again: for the log, which learns its kind and nothing else. */
  readonly onAlarm?: (kind: AlarmKind) => void
  /** Takes an alarm to whoever the operator named; left out: nobody is named. Rejects where it was not taken. */
  readonly tellAlarm?: (notice: AlarmNotice) => Promise<void>
}

export interface AlarmNotice {
  readonly what: 'raised' | 'overdue'
  /** `A-2026-0001` */
  readonly number: string
  readonly kind: AlarmKind
  readonly times: number
  readonly firstAt: number
  readonly reportDue: number
}
