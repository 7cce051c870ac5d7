import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeRecord, type RecordFields, recordDigest } from '@cunzhen/proof'
import type { Arrival } from '#archive'
import { auditMigrations } from '#audit'
import { type ImportId, systemClock } from '#base'
import { migrate, openHouseDb } from '#platform/house'
import { createKeyring, type Keyring, keyRegisterMigrations } from '#platform/keys'

// A real house directory, with as much of house.db as the archive needs, and messages to fill it with.

export interface ArchiveHouse {
  dir: string
  keyring: Keyring
  remove(): void
}

export async function makeArchiveHouse(dir = mkdtempSync(join(tmpdir(), 'cunzhen-archive-'))): Promise<ArchiveHouse> {
  const keyring = createKeyring(join(dir, 'keys'), { clock: systemClock })
  await migrateHouse(dir, keyring)
  return { dir, keyring, remove: () => rmSync(dir, { recursive: true, force: true }) }
}

async function migrateHouse(dir: string, keyring: Keyring): Promise<void> {
  const db = openHouseDb(join(dir, 'house.db'), keyring.secret('house.db'))
  const rooms = [
    { room: 'keys', migrations: keyRegisterMigrations },
    { room: 'audit', migrations: auditMigrations },
  ]
  await migrate(db, rooms, systemClock)
  await db.close()
}

/** Words of the story that must lie bare in no file of a house. */
export const HIDDEN_WORDS = [
  '这笔款什么时候',
  '13800138000',
  '经办人',
  'jingban_user',
  '投诉群',
  'keyed-source',
  '资金已于昨日',
]

const BODIES = [
  '您好，请问这笔款什么时候到账，我的电话13800138000',
  '收到',
  '稍等，我帮您查一下',
  'ok 谢谢',
  '资金已于昨日划出，请注意查收短信通知',
]

/** Message `n` of an endless, repeatable story in a few conversations. */
export function arrivalOf(n: number, over: Partial<RecordFields> = {}, seed: Uint8Array = randomBytes(16)): Arrival {
  const who = n % 7
  const fields: RecordFields = {
    platform: 'wecom',
    origin: 'corp-1',
    sourceId: `msg-${n}`,
    conversation: `room-${n % 5}`,
    sender: `jingban_user${who}`,
    senderName: `经办人${who}`,
    recipients: '',
    sourceTs: n % 11 === 0 ? null : 1_690_000_000_000 + n * 1000,
    kind: n % 13 === 0 ? 'image' : 'text',
    refersTo: '',
    extra: '',
    body: `${BODIES[n % BODIES.length]} 第${n}条`,
    ...over,
  }
  return {
    fields,
    identity: `keyed-source-${fields.sourceId}`,
    conversationTitle: `${fields.conversation}投诉群`,
    members: [{ account: 'jingban_user0', name: '经办人0' }],
    importId: 'imp_aaaaaaaaaaaaaaaa' as ImportId, // of the right form
    seed,
    digest: recordDigest(seed, fields),
    encoded: encodeRecord(seed, fields),
  }
}

export const arrivals = (from: number, to: number): Arrival[] =>
  Array.from({ length: to - from }, (_, at) => arrivalOf(from + at))
