import { randomBytes } from 'node:crypto'

// Ids, keys and times are branded: a bare string or number never crosses a room's door.
declare const brand: unique symbol
export type Brand<T, Name extends string> = T & { readonly [brand]: Name }

/** Index of the record's entry in the evidence ledger, from 0. The one name of a record everywhere. */
export type RecordNo = Brand<number, 'RecordNo'>
/** The house's own small integer for a conversation, from 1. Says nothing about its name. */
export type ConversationNo = Brand<number, 'ConversationNo'>
/** The house's own small integer for a participant (a platform account), from 1. */
export type ParticipantNo = Brand<number, 'ParticipantNo'>

export type PersonId = Brand<string, 'PersonId'> // psn_
export type GroupId = Brand<string, 'GroupId'> // grp_
export type SubjectId = Brand<string, 'SubjectId'> // sub_
export type ImportId = Brand<string, 'ImportId'> // imp_
export type QuarantineId = Brand<string, 'QuarantineId'> // qrt_
export type MappingId = Brand<string, 'MappingId'> // map_
export type RequestId = Brand<string, 'RequestId'> // req_
export type ConsentId = Brand<string, 'ConsentId'> // con_
export type GrantId = Brand<string, 'GrantId'> // gra_
export type ExportId = Brand<string, 'ExportId'> // exp_
export type ActId = Brand<string, 'ActId'> // act_
export type KeyId = Brand<string, 'KeyId'> // key_
export type SegmentId = Brand<string, 'SegmentId'> // seg_
export type ConnectorId = Brand<string, 'ConnectorId'> // cnr_

const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789' // 32 letters, none mistaken for another

/** A fresh random id of 80 bits, e.g. `newId<RequestId>('req')` → `req_k3v…`. Says nothing about what it names. */
export function newId<Id extends string>(prefix: string): Id {
  let tail = ''
  for (const byte of randomBytes(16)) tail += ALPHABET[byte & 31]
  return `${prefix}_${tail}` as Id // minted here and nowhere else
}
