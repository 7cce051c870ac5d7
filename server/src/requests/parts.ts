import type { Kind } from '@cunzhen/proof'
import type { PersonActor, ResolvedScope } from '#access'
import type { Recorder } from '#audit'
import { type Clock, type ConversationNo, type ParticipantNo, Refusal } from '#base'
import type { Identity } from '#identity'
import type { HouseDb } from '#platform'
import type { Policy, PolicyState, WorkdayCalendar } from '#policy'
import type { Subjects } from '#subjects'

/** What this room must know about conversations; the archive's catalog answers, handed over by wire. */
export interface ScopeCatalog {
  participant(no: ParticipantNo): { readonly name: string; readonly account: string; readonly platform: string } | null
  conversation(no: ConversationNo): { readonly title: string; readonly id: string } | null
  participantOf(platform: string, account: string): { readonly no: ParticipantNo } | null
  conversationsOf(people: readonly ParticipantNo[]): ReadonlySet<ConversationNo>
}

/** A statement for the evidence ledger: written once per key, its salted digest becomes an entry. */
export interface Statement {
  readonly type: 'decision' | 'consent' | 'grant'
  readonly key: string
  /** 16 random bytes. */
  readonly salt: Uint8Array
  /** JSON of integers, strings and lists of them. */
  readonly statement: object
}

export interface Message {
  /** A phone number, as on record. */
  readonly to: string
  readonly text: string
}

export interface RequestsParts {
  readonly db: HouseDb
  readonly clock: Clock
  readonly recorder: Recorder
  readonly policy: () => PolicyState
  /** Asked each time, for the house's own tables; null: working-day deadlines are flagged instead of computed. */
  readonly calendar: () => WorkdayCalendar | null
  readonly identity: Pick<Identity, 'namesOf' | 'accountsOf' | 'groupAccountsOf' | 'isActive' | 'rolesOf'>
  readonly subjects: Pick<Subjects, 'subject' | 'participantsOf'>
  readonly catalog: ScopeCatalog
  /** Appends to the evidence ledger through the journal; answers the entry's index. Idempotent by key. */
  readonly appendStatement: (statement: Statement) => Promise<number>
  /** How much the scope holds. Asked for approvers of the open stage only. */
  readonly estimate: (scope: ResolvedScope) => Promise<{ readonly records: number; readonly conversations: number }>
  /**
   * Sends to the contact on record. The only way out for links and codes. Throws when the message was not taken, and
   * settles in any case (give it a timeout): messages leave one after another.
   */
  readonly deliver: (message: Message) => Promise<void>
  readonly houseName: string
  /** Where a customer can ask whether a message is genuine. */
  readonly officialPhone: string
  readonly language: 'zh' | 'en'
  /** The consent page's address for a token; the token belongs behind `#`. */
  readonly consentLink: (token: string) => string
}

/** What is asked for, before it is sealed. */
export interface AskedScope {
  readonly subjects: readonly string[]
  readonly people: readonly number[]
  readonly conversations: readonly number[]
  readonly from: number
  readonly to: number
  readonly kinds: readonly Kind[] | null
  readonly undated: boolean
}

/** The pack in force. @throws Refusal `policy_unreadable` */
export function readablePolicy(parts: Pick<RequestsParts, 'policy'>): Policy {
  const policy = parts.policy()
  if (!policy.readable) throw new Refusal('unavailable', 'policy_unreadable')
  return policy
}

/** The platform accounts of a person, as participants of the archive. */
export async function ownParticipants(parts: RequestsParts, person: PersonActor['id']): Promise<ParticipantNo[]> {
  return participantsOfAccounts(parts, await parts.identity.accountsOf(person))
}

export function participantsOfAccounts(
  parts: RequestsParts,
  accounts: readonly { readonly platform: string; readonly account: string }[],
): ParticipantNo[] {
  return accounts.flatMap(({ platform, account }) => {
    const known = parts.catalog.participantOf(platform, account)
    return known === null ? [] : [known.no]
  })
}
