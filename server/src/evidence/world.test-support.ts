import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  encodeRecord,
  openZipPackage,
  type PackageFileName,
  type RecordFields,
  readWhole,
  recordDigest,
  type Verdict,
  verifyPackage,
} from '@cunzhen/proof'
import { decide, type PersonActor, type Role, type Rules, type Scope, scopeDigest } from '#access'
import { mintPermit } from '#access/mint'
import { type Archive, type Arrival, startArchive } from '#archive'
import { auditMigrations, createRecorder, readActs } from '#audit'
import {
  type ConversationNo,
  type ExportId,
  type GrantId,
  type ImportId,
  type Instant,
  newId,
  type ParticipantNo,
  type PersonId,
  Refusal,
  type RequestId,
  systemClock,
} from '#base'
import type { HouseDb } from '#platform'
import { migrate, openHouseDb } from '#platform/house'
import { keyRegisterMigrations, signer } from '#platform/keys'
import { loadPolicy, type Policy } from '#policy'
import type { CaseForms, MaskPolicy } from '#redaction'
import { type ArchiveHouse, makeArchiveHouse } from '#test/archive-house'
import { selfAttested } from './anchored.test-support.ts'
import {
  createExports,
  type ExportFormat,
  type ExportParts,
  type Exports,
  evidenceMigrations,
  type Grants,
  type LedgerStatement,
} from './index.ts'

// A real house with a real archive, real threads and real rules; in place of the register of grants one grant whose times and
// people a test sets.

export interface World {
  readonly house: ArchiveHouse
  readonly archive: Archive
  readonly db: HouseDb
  readonly exports: Exports
  readonly parts: ExportParts
  readonly grant: { id: GrantId; scope: Scope; holds: boolean; caseNo: string; until: Instant }
  readonly people: {
    requester: PersonActor
    approver: PersonActor
    executor: PersonActor
    monitor: PersonActor
    stranger: PersonActor
    auditor: PersonActor
  }
  /** The pack in force. At first one that asks for no release: what a house without one does. */
  policy: Policy
  /** Requests and papers of the house, as a release looks at them. */
  readonly table: { isApproved: boolean; isConsented: boolean | null; isParty: boolean; filed: Filed }
  /** Roster of the house, besides the participants. */
  /** What is otherwise than in the pack, and what was said of surface forms. */
  masks: Partial<MaskPolicy>
  forms: Pick<CaseForms, 'spared' | 'names'>
  known: { name: string; person: string; participant?: { platform: string; account: string } }[]
  /** A run of all steps up to the end; the export's id. */
  run(wanted?: {
    formats?: readonly ExportFormat[]
    names?: 'mask' | 'pseudonym'
    recipient?: 'internal' | 'subject' | 'authority' | 'outside'
    ageRecipient?: string
  }): Promise<ExportId>
  /** The package of an export as the holder gets it, opened with the verifier's own zip reader. */
  open(id: ExportId): Promise<Opened>
  acts(action: Parameters<typeof readActs>[1]['action']): Promise<string[]>
  close(): Promise<void>
}

type Filed = { kind: string; number: string; at: Instant }[]

/** The shipped pack, but nothing of it asks for a release. */
export function withoutRelease(policy: Policy): Policy {
  const { release } = policy
  return { ...policy, release: { ...release, required: false, bulk: { ...release.bulk, requires: [] } } }
}

export interface Opened {
  zip: Uint8Array
  password: string
  verdict: Verdict
  file(name: PackageFileName): Promise<Uint8Array>
  text(name: PackageFileName): Promise<string>
  names: string[]
}

/** Messages of one person of the story. */
export interface Said {
  at?: number | null
  conversation?: string
  sender?: string
  name?: string
  body: string
  fields?: Partial<RecordFields>
}

export function arrivalOf(n: number, said: Said): Arrival {
  const fields: RecordFields = {
    platform: 'wecom',
    origin: 'corp-1',
    sourceId: `msg-${n}`,
    conversation: said.conversation ?? 'room-1',
    sender: said.sender ?? 'wangjianguo',
    senderName: said.name ?? '王建国',
    recipients: '["zhangwei88"]',
    sourceTs: said.at === undefined ? 1_690_000_000_000 + n * 1000 : said.at,
    kind: 'text',
    refersTo: '',
    extra: '{"raw":"13800138000"}',
    body: said.body,
    ...said.fields,
  }
  const seed = randomBytes(16)
  return {
    fields,
    identity: `id-${n}`,
    conversationTitle: '存真演示投诉群',
    members: [{ account: 'zhangwei88', name: '张伟' }],
    importId: 'imp_aaaaaaaaaaaaaaaa' as ImportId, // of the right form
    seed,
    digest: recordDigest(seed, fields),
    encoded: encodeRecord(seed, fields),
  }
}

export async function admitAll(archive: Archive, arrivals: readonly Arrival[]): Promise<void> {
  for (let at = 0; at < arrivals.length; at += 1000) await archive.journal.admit(arrivals.slice(at, at + 1000))
}

export function rulesOf(): Policy {
  const policy = loadPolicy()
  if (!policy.readable) throw new Error('the shipped pack is readable')
  return policy
}

const FOR_EVER = 8.64e15 as Instant

export function person(...roles: Role[]): PersonActor {
  return { kind: 'person', id: newId<PersonId>('psn'), roles, steppedUpUntil: FOR_EVER, ip: null }
}

export async function openWorld(messages: readonly Arrival[]): Promise<World> {
  const house = await makeArchiveHouse()
  const db = openHouseDb(join(house.dir, 'house.db'), house.keyring.secret('house.db'))
  await migrate(
    db,
    [
      { room: 'keys', migrations: keyRegisterMigrations },
      { room: 'audit', migrations: auditMigrations },
      { room: 'evidence', migrations: evidenceMigrations },
    ],
    systemClock,
  )
  const recorder = createRecorder(db, systemClock)
  const archive = await startArchive({
    house: house.dir,
    keyring: house.keyring,
    grantStillHolds: () => world.grant.holds,
    keeper: { waitsForIndex: false },
  })
  await admitAll(archive, messages)
  const people = {
    requester: person('requester'),
    approver: person('legal'),
    executor: person('executor'),
    monitor: person('monitor'),
    stranger: person('requester'),
    auditor: person('auditor'),
  }
  const rules = rulesOf()
  const conversations = Array.from(
    { length: archive.catalog.counts().conversations },
    (_, i) => (i + 1) as ConversationNo,
  )
  const grant: World['grant'] = {
    id: newId<GrantId>('gra'),
    scope: { v: 1, subjects: [], people: [], conversations, from: null, to: null, kinds: null, undated: true },
    holds: true,
    caseNo: '#2026-0876',
    until: FOR_EVER,
  }
  const verifierPage = join(house.dir, 'verify.html')
  writeFileSync(verifierPage, '<!doctype html><title>verifier</title>')
  mkdirSync(join(house.dir, 'exports'), { recursive: true })
  const parts: ExportParts = {
    house: house.dir,
    houseName: '存真演示',
    language: 'zh',
    db,
    keyring: house.keyring,
    clock: systemClock,
    recorder,
    rules: () => rules,
    policy: () => world.policy,
    filed: async () => world.table.filed,
    archive,
    grants: grantsOf(grant, people, rules, archive, () => world.table),
    verifierPage,
    masks: (recipient) => ({
      policy: { ...rules.mask.recipients[recipient], threshold: 0, language: 'zh', ...world.masks },
      id: `masks/v2 ${recipient} test`,
    }),
    forms: async () => world.forms,
    people: async () => ({
      version: '1',
      entries: world.known.map(({ name, person: who }) => ({ name, person: who, kind: 'name' as const })),
      participants: new Map(
        world.known.flatMap(({ person: who, participant }) => {
          const no = participant && archive.catalog.participantOf(participant.platform, participant.account)?.no
          return no ? [[no as ParticipantNo, who] as const] : []
        }),
      ),
    }),
    namesOf: async (ids) => new Map(ids.map((id) => [id, `name of ${id}`])),
    staff: async () => Object.values(people),
    anchorNow: async () => selfAttested(house),
  }
  const exports = createExports(parts)
  await exports.recover()
  const world: World = {
    house,
    archive,
    db,
    exports,
    parts,
    grant,
    people,
    policy: withoutRelease(rules),
    table: { isApproved: true, isConsented: null, isParty: false, filed: [] },
    known: [{ name: '李秀英', person: 'sub_1' }],
    masks: {},
    forms: { spared: new Set(), names: [] },
    async run({
      formats = ['csv', 'xlsx'] as const,
      names = 'mask' as const,
      recipient = 'internal',
      ageRecipient,
    } = {}) {
      const { id } = await exports.prepare(people.executor, {
        grantId: grant.id,
        formats,
        recipient,
        names,
        ...(ageRecipient === undefined ? {} : { ageRecipient }),
      })
      await exports.confirm(people.monitor, id)
      await exports.settled()
      return id
    },
    open: (id) => openExport(world, id),
    async acts(action) {
      const { acts } = await readActs(db, { action }, { ledgerSize: 0 })
      return acts.map(({ outcome, reason }) => reason ?? outcome).reverse()
    },
    async close() {
      await exports.stop()
      await archive.stop()
      await db.close()
      house.remove()
    },
  }
  return world
}

function grantsOf(
  grant: World['grant'],
  people: World['people'],
  rules: Rules,
  archive: Archive,
  table: () => World['table'],
): Grants {
  /** By the digest of the scope that they are about: a test may set another scope. */
  const statements = new Map<string, Promise<LedgerStatement[]>>()
  const requestId = newId<RequestId>('req')
  const digest = () => scopeDigest(grant.scope)
  const grants: Grants = {
    async readGrant(id) {
      if (id !== grant.id) throw new Refusal('not_found', 'not_found')
      return {
        id,
        number: 'G-2026-0001',
        requestId,
        holderId: people.requester.id,
        caseNo: grant.caseNo,
        scopeDigest: digest(),
        until: grant.until,
      }
    },
    grantHolds: async (id) => id === grant.id && grant.holds,
    async exportDuties(id, actor, duty, executor = null) {
      if (id !== grant.id) return { allowed: false, reason: 'not_found' }
      const facts = { holds: grant.holds, requester: people.requester.id, approvers: [people.approver.id] }
      if (duty === 'execute') return decide(actor, 'export.ask', facts, rules, systemClock.now())
      return decide(actor, 'export.confirm', { ...facts, executor: executor ?? actor.id }, rules, systemClock.now())
    },
    async exportPermit(id, pair) {
      if (!grant.holds) throw new Refusal('conflict', 'grant_not_running')
      return mintPermit({
        kind: 'export',
        id,
        person: pair.executor,
        role: 'executor',
        scope: grant.scope,
        until: grant.until,
      })
    },
    permitHolds: async () => grant.holds,
    async releaseFacts(id) {
      if (id !== grant.id) throw new Refusal('not_found', 'not_found')
      const { isApproved, isConsented } = table()
      return { scope: grant.scope, isApproved, isConsented }
    },
    isPartyOfGrant: async () => table().isParty,
    async statementsOf() {
      const known = statements.get(digest())
      if (known !== undefined) return known
      const made = Promise.all([
        append('decision', {
          v: 1,
          what: 'decision',
          stage: 'legal',
          outcome: 'approved',
          scope: digest(),
          at: 1_700_000_000_000,
          by: people.approver.id,
        }),
        append('grant', { v: 1, what: 'grant', scope: digest(), at: 1_700_000_000_001 }),
      ])
      statements.set(digest(), made)
      return made
    },
  }
  async function append(type: 'decision' | 'grant', statement: object): Promise<LedgerStatement> {
    const salt = new Uint8Array(randomBytes(16))
    return {
      type,
      salt,
      statement,
      index: await archive.journal.appendStatement({ type, key: `${type}/${digest()}`, salt, statement }),
    }
  }
  return grants
}

async function openExport(world: World, id: ExportId): Promise<Opened> {
  const { requester } = world.people
  const { path } = await world.exports.download(requester, id)
  const password = await world.exports.password(requester, id)
  const zip = new Uint8Array(readFileSync(path))
  const reader = await openZipPackage(new Blob([zip]), password)
  const trust = [signer(world.house.keyring, 'evidence').verifierKey]
  const verdict = await verifyPackage(await openZipPackage(new Blob([zip]), password), { trust })
  const file = (name: PackageFileName) => readWhole(reader.read(name), 2 ** 31, name)
  return {
    zip,
    password,
    verdict,
    file,
    text: async (name) => Buffer.from(await file(name)).toString(),
    names: reader.files.map(({ name }) => name),
  }
}
