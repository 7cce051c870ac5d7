import { z } from 'zod'
import { Id, Time } from './common.ts'

export const Act = z.object({
  id: Id,
  at: Time,
  action: z.string(),
  class: z.string(),
  byId: Id.nullable(),
  byName: z.string().nullable(),
  /** Whose account somebody without a session came for: who signed in, opened a link or enrolled, or tried to. */
  accountId: Id.nullable(),
  accountName: z.string().nullable(),
  roles: z.array(z.string()),
  outcome: z.enum(['allowed', 'refused']),
  reason: z.string().nullable(),
  permit: z.string().nullable(),
  /** The number of the grant that the permit is, and of the request; null: a window, or none. */
  permitNumber: z.string().nullable(),
  requestId: Id.nullable(),
  requestNumber: z.string().nullable(),
  /** What was asked, for the auditor: query text, scope words, counts. Kept encrypted at rest, committed to the audit ledger by a salted digest. */
  detail: z.record(z.string(), z.unknown()),
  ip: z.string().nullable(),
  ledgerIndex: z.int().nullable(),
})
export const AuditInput = z.object({
  person: Id.nullish(),
  action: z.string().nullish(),
  outcome: z.enum(['allowed', 'refused']).nullish(),
  from: Time.nullish(),
  to: Time.nullish(),
  cursor: z.string().nullish(),
  limit: z.int().min(1).max(200).default(50),
})
export const AuditPage = z.object({
  acts: z.array(Act),
  next: z.string().nullable(),
  perDay: z.array(z.object({ day: z.string(), acts: z.int(), refused: z.int() })),
  /** On the first page, over the whole filter: at most 12 people, those who opened most content first. */
  perPerson: z.array(
    z.object({ id: Id, name: z.string().nullable(), content: z.int(), other: z.int(), refused: z.int() }),
  ),
})

export const LedgerHead = z.object({
  origin: z.string(),
  size: z.int(),
  root: z.string(),
  checkpoint: z.string(),
  verifierKey: z.string(),
})
export const KeysState = z.object({
  provider: z.enum(['file', 'passphrase', 'pkcs11']),
  /** Of the register's key, from 1. */
  generation: z.int(),
  /** Null: the house's first key is in force. */
  rotatedAt: Time.nullable(),
  isRotating: z.boolean(),
  /** An older key still leads to the newer one, until the house is stopped or started. */
  isBridged: z.boolean(),
  progress: z.object({ done: z.int(), total: z.int() }).nullable(),
  problem: z.string().nullable(),
})
export const RotateKeys = z.object({ because: z.string().trim().min(1).max(500) })

const AnchorTrouble = z.object({
  code: z.enum([
    'settings_unreadable',
    'unreachable',
    'answer_too_large',
    'refused',
    'not_granted',
    'bad_stamp',
    'unknown_root',
    'wrong_time',
    'log_unknown',
    'key_refused',
    'witness_ahead',
    'inconsistent',
    'bad_cosignature',
    'not_written',
  ]),
  since: Time,
  tries: z.int(),
})

/** What outside parties said of the evidence ledger last. */
export const AnchorsState = z.object({
  /** `none`: nobody is named. `unreadable`: nobody is asked until the settings can be read. */
  settings: z.enum(['none', 'read', 'unreadable']),
  authorities: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      /** `time` by the authority's clock. */
      last: z.object({ size: z.int(), time: Time, notAfter: Time }).nullable(),
      trouble: AnchorTrouble.nullable(),
    }),
  ),
  witnesses: z.array(
    z.object({
      name: z.string(),
      last: z.object({ size: z.int(), time: Time }).nullable(),
      trouble: AnchorTrouble.nullable(),
    }),
  ),
  renewal: z.object({
    lastAt: Time.nullable(),
    /** End of the certificate that ends first behind stamps not yet renewed. */
    earliest: Time.nullable(),
    trouble: AnchorTrouble.nullable(),
  }),
  /** The newest renewal of the hash (`cunzhen renew-hash`); null: there was none. */
  hashRenewal: z
    .object({
      /** `begun`: the trees are not rebuilt yet. `unstamped`: the ledger has its entry, and nobody has stamped it. */
      state: z.enum(['begun', 'unstamped', 'stamped', 'unreadable']),
      number: z.int(),
      hash: z.string().nullable(),
      /** Entries of the ledger that it is over; those whose data went in, and those whose data was no longer kept. */
      size: z.int().nullable(),
      retained: z.int().nullable(),
      without: z.int().nullable(),
      at: Time.nullable(),
      stamps: z.array(z.object({ authority: z.string(), time: Time, notAfter: Time })),
    })
    .nullable(),
})

export const HouseStatus = z.object({
  records: z.int(),
  searchable: z.int(),
  inLedger: z.int(),
  conversations: z.int(),
  participants: z.int(),
  segments: z.int(),
  journal: z.int(),
  quarantined: z.int(),
  ledger: LedgerHead,
  audit: LedgerHead,
  anchors: AnchorsState,
  keys: KeysState,
  tls: z.object({
    /** `here`: by the house itself. `proxy`: before it. `nowhere`: plain HTTP. */
    ends: z.enum(['here', 'proxy', 'nowhere']),
    /** Of the certificate; null where the house has none, or cannot read it any more. */
    validUntil: Time.nullable(),
  }),
  disk: z.object({
    shares: z.array(
      z.object({
        share: z.enum([
          'segments',
          'journal',
          'index',
          'ledger',
          'attachments',
          'quarantine',
          'exports',
          'house',
          'other',
        ]),
        bytes: z.int(),
      }),
    ),
    free: z.int(),
    total: z.int(),
  }),
})
