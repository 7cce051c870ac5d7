import type { Instant, RequestId } from '#base'

// What a paper is made of, as the rooms know it; wire brings it. Codes here, words in words.ts.

export interface RequestFacts {
  readonly number: string
  readonly caseNo: string
  readonly state: string
  readonly requesterName: string
  readonly purpose: string
  readonly basis: string
  readonly reason: string
  readonly method: string
  readonly risk: string
  readonly scopeDigest: string
  readonly scope: { readonly from: number; readonly to: number; readonly kinds: readonly string[] | null }
  readonly subjects: readonly { readonly name: string }[]
  readonly people: readonly { readonly name: string; readonly platform: string }[]
  /** `named`: in the request itself; `resolved`: as the register has them for the people of a running grant; `hidden`: not before there is one. */
  readonly conversations: {
    readonly by: 'named' | 'resolved' | 'hidden'
    readonly all: number
    /** The first of them, of a scope that has more than a paper holds. */
    readonly listed: readonly {
      readonly no: number
      readonly title: string
      readonly platform: string
      /** As its source names it. */
      readonly id: string
    }[]
  }
  readonly askedAt: Instant
  readonly useUntil: Instant
  readonly decisions: readonly {
    readonly stage: string
    readonly verdict: string
    readonly byName: string
    readonly at: Instant
    readonly reason: string
    readonly ledgerIndex: number | null
  }[]
  readonly consents: readonly {
    readonly subjectName: string
    readonly state: string
    readonly sentTo: string
    readonly requestedAt: Instant
    readonly answeredAt: Instant | null
  }[]
  /** Number of the grant; null: none yet. */
  readonly grantNumber: string | null
}

export interface ExportFacts {
  readonly number: string
  readonly requestId: RequestId
  readonly state: string
  readonly executorName: string
  readonly monitorName: string | null
  readonly names: 'mask' | 'pseudonym' | 'suppress'
  /** Sealed to this public key of age; null: to a password. */
  readonly ageRecipient: string | null
  readonly finishedAt: Instant | null
  readonly expiresAt: Instant | null
  readonly rows: number | null
  readonly maskedSpans: number | null
  readonly bytes: number | null
  readonly sha256: string | null
  /** What the package proves of what is not in it; null: it carries no such proof. */
  readonly completeness: {
    readonly state: string
    readonly conversations: number
    readonly rows: number
    readonly byPeople: boolean
    readonly sealedAt: number | null
    readonly size: number | null
  } | null
  readonly files: readonly { readonly name: string; readonly size: number; readonly sha256: string }[]
  /** Of the verifier page that goes with the package; null: it is gone. */
  readonly verifierSha256: string | null
  readonly copies: readonly {
    readonly number: string
    readonly recipientName: string
    readonly takenAt: Instant
    readonly destroyedAt: Instant | null
    readonly method: string | null
    readonly byName: string | null
    /** Who confirmed it; null: it took one person. */
    readonly confirmedByName: string | null
  }[]
  /** Of a package that was removed before its time. */
  readonly removal: { readonly byName: string; readonly at: Instant; readonly confirmedByName: string | null } | null
}

/** One act of the audit. */
export interface Step {
  readonly at: Instant
  readonly action: string
  readonly byName: string
  readonly outcome: string
  readonly reason: string | null
  readonly detail: Readonly<Record<string, unknown>>
}
