import { createHmac } from 'node:crypto'
import { resolve } from 'node:path'
import { HOUSE, type ResolvedScope, type RulesInForce } from '#access'
import { type Anchors, type AnchorsParts, type HashRenewed, renewHash } from '#anchors'
import type { House } from '#api'
import { type Archive, archiveFiles, openRetained } from '#archive'
import type { Recorder } from '#audit'
import { type Clock, invariant, type ParticipantNo, Refusal } from '#base'
import type { Calendars } from '#calendars'
import type { ConnectorsParts } from '#connectors'
import type { ExportParts } from '#evidence'
import type { Identity } from '#identity'
import type { Intake, IntakeParts } from '#intake'
import { type LedgerReader, openLedgerReader } from '#ledger'
import { listFiled } from '#papers'
import { type Config, connectThreads, type HouseDb, type Log } from '#platform'
import { type Keyring, openKeyRegister, signer, unwrap, wrap } from '#platform/keys'
import type { PolicyState } from '#policy'
import type { Learning, Masking } from '#redaction'
import type { Message, Requests, RequestsParts } from '#requests'
import type { Search } from '#search'
import { createSubjects, lookupsWith, type Subjects } from '#subjects'
import { alarmHook } from './alarm-hook.ts'

// What each room is given of its neighbours. A room names what it needs; here stands who answers.

export interface Building {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly keyring: Keyring
  readonly db: HouseDb
  readonly recorder: Recorder
  readonly rules: () => RulesInForce
  readonly policy: () => PolicyState
  readonly name: string
  readonly deliver: ((message: Message) => Promise<void>) | undefined
}

export function subjectsOver(
  { db, clock, recorder, rules, keyring }: Building,
  archive: Archive,
  identity: Identity,
): Subjects {
  const { catalog } = archive
  return createSubjects({
    db,
    clock,
    recorder,
    rules,
    participants: {
      participant: (no) => catalog.participant(no),
      find: (text, limit) => archive.findParticipants(text, limit),
      conversationsOf: (people) => catalog.conversationsOf(people),
      count: () => catalog.counts().participants,
    },
    personOf: (platform, account) => identity.holderOf({ platform, account }),
    namesOf: (people) => identity.namesOf(people),
    lookups: lookupsWith(keyring.secret('lookup')),
  })
}

interface ForRequests {
  readonly calendars: Calendars
  readonly archive: Archive
  readonly search: Search
  readonly identity: Identity
  readonly subjects: Subjects
}

export function requestsParts(
  building: Building,
  { archive, search, identity, subjects, calendars }: ForRequests,
): RequestsParts {
  const { db, clock, recorder, policy, config, name } = building
  return {
    db,
    clock,
    recorder,
    policy,
    calendar: () => calendars.inForce(),
    identity,
    subjects,
    catalog: archive.catalog,
    appendStatement: ({ type, key, salt, statement }) =>
      archive.journal.appendStatement({ type, key, salt, statement }),
    estimate: (scope) => estimate(recorder, search, archive, scope),
    deliver: building.deliver ?? refuseDelivery,
    houseName: name,
    officialPhone: config.officialPhone,
    language: config.language,
    consentLink: (token) => `${config.portalOrigin}/c#${token}`,
  }
}

/** How much a scope holds, for approvers: a count inside the scope, by the house itself, opened by nobody. */
async function estimate(
  recorder: Recorder,
  search: Search,
  archive: Archive,
  scope: ResolvedScope,
): Promise<{ records: number; conversations: number }> {
  const receipt = await recorder.record({ action: 'index.read', actor: HOUSE, detail: { for: 'estimate' } })
  const { total } = await search.run(receipt, { scope, query: '', mode: 'normal', order: 'newest', limit: 1 })
  const conversations =
    scope.conversations === 'all' ? archive.catalog.counts().conversations : scope.conversations.size
  return { records: total, conversations }
}

/** A house without a gateway cannot ask a customer; the message waits until one is configured. */
function refuseDelivery(): Promise<void> {
  return Promise.reject(new Refusal('unavailable', 'no_sms_gateway'))
}

export function anchorsParts(
  { config, clock, keyring, log }: Building,
  archive: Archive,
): AnchorsParts & { ledger: LedgerReader } {
  const { verifierKey } = signer(keyring, 'evidence')
  return {
    house: config.house,
    clock,
    ledger: openLedgerReader(archiveFiles(config.house).ledger, verifierKey),
    appendStatement: (statement) => archive.journal.appendStatement(statement),
    seals: (from, limit) => archive.catalog.seals(from, limit),
    onTrouble: (code) => log.warn('anchor_trouble', { code }),
  }
}

/** The long work over everything that is kept; its reader is opened for it and closed after it. */
export async function renewHashIn(
  building: Building,
  archive: Archive,
  ...[actor, hash, onProgress]: Parameters<House['renewHash']>
): Promise<HashRenewed> {
  const { config, keyring, clock, recorder, rules } = building
  const { house, ledger, appendStatement } = anchorsParts(building, archive)
  const retained = openRetained(config.house, keyring, clock)
  try {
    const parts = { house, clock, ledger, appendStatement, retained, recorder, rules, onProgress }
    return await renewHash(parts, actor, hash)
  } finally {
    retained.close()
  }
}

export function intakeParts(building: Building, archive: Archive): IntakeParts & { closeKeys(): void } {
  const { db, clock, recorder, keyring, config, policy } = building
  const houseKey = keyring.secret('house.db')
  const registerKey = keyring.secret('register')
  const register = openKeyRegister(archiveFiles(config.house).house, houseKey, registerKey, clock)
  return {
    house: config.house,
    db,
    clock,
    recorder,
    journal: archive.journal,
    objects: archive.objects,
    keys: {
      create() {
        const [made] = register.create('quarantine', 1)
        invariant(made, 'the register makes as many keys as it is asked for')
        return made
      },
      open: (id) => register.open(id),
      destroy: (ids) => register.destroy(ids),
    },
    connect: (thread) => connectThreads(thread, archive.journalThread, 'journal'),
    digestKey: keyring.secret('lookup'),
    tempPurge() {
      const pack = policy()
      return pack.readable ? pack.release.tempPurge : null
    },
    closeKeys: () => register.close(),
  }
}

interface ForConnectors {
  readonly archive: Archive
  readonly intake: Intake
  /** Whether the recovery kit was shown to be kept. */
  readonly mayTakeIn: () => Promise<boolean>
}

export function connectorsParts(building: Building, { archive, intake, mayTakeIn }: ForConnectors): ConnectorsParts {
  const { db, clock, recorder, rules, keyring, config, log } = building
  const lookup = keyring.secret('lookup')
  const keyFor = (use: string) => createHmac('sha256', lookup).update(`cunzhen/connectors/${use}/v1\n`).digest()
  const [secretsKey, keyHashing] = [keyFor('secrets'), keyFor('keys')]
  lookup.fill(0)
  return {
    db,
    clock,
    recorder,
    rules,
    vault: {
      seal: (purpose, plain) => wrap(secretsKey, purpose, plain),
      open: (purpose, sealed) => unwrap(secretsKey, purpose, sealed),
    },
    keyHashing,
    intakeRoot: config.intakeRoot,
    mostAttached: config.attachmentMib * 1024 * 1024,
    intake,
    mayTakeIn,
    connect: (thread) => connectThreads(thread, archive.journalThread, 'journal'),
    onTrouble: (code) => log.warn(code),
  }
}

interface ForExports {
  readonly archive: Archive
  readonly anchors: Anchors
  readonly identity: Identity
  readonly subjects: Subjects
  readonly requests: Requests
  readonly masking: Masking
  readonly learning: Learning
}

export function exportParts(
  building: Building,
  { archive, anchors, identity, subjects, requests, masking, learning }: ForExports,
): ExportParts {
  const { config, name, db, keyring, clock, recorder, rules, policy, log } = building
  return {
    house: config.house,
    houseName: name,
    language: config.language,
    db,
    keyring,
    clock,
    recorder,
    rules,
    archive,
    grants: requests,
    policy,
    filed: (request, id) => listFiled(db, request, id),
    anchorNow: () => anchors.anchorNow(),
    people: () => knownPeople(archive, identity, subjects),
    masks: (recipient) => masking.inForce(recipient),
    forms: (caseNo) => masking.forms(caseNo),
    lessons: () => learning.lessons(),
    namesOf: (ids) => identity.namesOf(ids),
    staff: async () => (await identity.people()).filter(({ state }) => state === 'active'),
    verifierPage: resolve(import.meta.dirname, '../../../proof/dist/verify.html'),
    onTrouble: () => log.warn('export_trouble'),
    onAlarm: (kind) => log.warn('export_alarm', { kind }),
    tellAlarm: alarmHook(config, name),
  }
}

type KnownPeople = Awaited<ReturnType<ExportParts['people']>>

async function knownPeople(archive: Archive, identity: Identity, subjects: Subjects): Promise<KnownPeople> {
  const people = await identity.people()
  const customers = await subjects.all()
  const participants = new Map<ParticipantNo, string>()
  for (const { id, participants: linked } of customers) for (const no of linked) participants.set(no, id)
  for (const { id, accounts } of people) {
    for (const { platform, account } of accounts) {
      const known = archive.catalog.participantOf(platform, account)
      if (known) participants.set(known.no, id)
    }
  }
  const entries = [
    ...people.map(({ id, name }) => ({ name, person: id, kind: 'name' as const })),
    ...customers.map(({ id, name }) => ({ name, person: id, kind: 'name' as const })),
  ]
  return { version: `${people.length} ${customers.length} ${participants.size}`, entries, participants }
}
