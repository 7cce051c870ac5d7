import type { NamedAuthority } from '@cunzhen/proof'
import type { Permit, PersonActor, RulesInForce, Verdict } from '#access'
import type { Archive } from '#archive'
import type { Recorder } from '#audit'
import type { Clock, GrantId, Instant, ParticipantNo, PersonId, RequestId } from '#base'
import type { HouseDb } from '#platform'
import type { Keyring } from '#platform/keys'
import type { RosterEntry } from '#redaction'

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
  readonly archive: Archive
  readonly grants: Grants
  readonly people: () => Promise<KnownPeople>
  readonly anchorNow: () => Promise<AnchoredCheckpoint>
  readonly namesOf: (ids: readonly PersonId[]) => Promise<ReadonlyMap<PersonId, string>>
  /** The offline verifier, one HTML file: proof/dist/verify.html. Copied beside every package. */
  readonly verifierPage: string
  /** A run failed: a code for the log. */
  readonly onTrouble?: (code: string) => void
}
