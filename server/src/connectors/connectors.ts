import type { PersonActor } from '#access'
import { Door } from '#audit'
import { type Clock, type ConnectorId, type Instant, Refusal, SECOND } from '#base'
import type { Format } from '#intake'
import { Attachments, type AttachmentsParts, type SentFile } from './attachments.ts'
import { Days } from './days.ts'
import { type FolderParts, FolderWatch, type WatchedFile } from './folder.ts'
import type { HookRequest } from './hooks/verdict.ts'
import { verifiers } from './hooks/verify.ts'
import { type ConnectorKind, isHook } from './kinds.ts'
import { Live, type LiveParts } from './live.ts'
import { DIGEST } from './messages.ts'
import type { PulseView } from './pulse.ts'
import { Pulses } from './pulses.ts'
import { type Connector, type EditConnector, type NewConnector, Registry, type RegistryParts } from './registry.ts'
import { newestFiles } from './store.ts'
import type { Taken } from './take.ts'

export type ConnectorsParts = RegistryParts &
  LiveParts &
  AttachmentsParts &
  FolderParts & {
    /** Tests shorten it; ms between looks at silences and savings of counts. */
    readonly tickMs?: number
  }

/** A connector as the console shows it: no key, no secret. */
export interface ConnectorView {
  readonly id: ConnectorId
  readonly name: string
  readonly kind: ConnectorKind
  readonly platform: string
  readonly origin: string
  readonly enabled: boolean
  readonly disabledReason: string | null
  readonly silenceHours: number
  readonly createdAt: Instant
  readonly keyMadeAt: Instant | null
  readonly folder: string | null
  readonly format: Format | null
}

/** A challenge's answer, or what became of an event. */
export type HookAnswer = { readonly answer: Readonly<Record<string, string>> } | { readonly taken: Taken }

export interface Connectors {
  list(): ConnectorView[]
  create(actor: PersonActor, input: NewConnector): Promise<{ connector: ConnectorView; key: string | null }>
  edit(actor: PersonActor, id: ConnectorId, change: EditConnector): Promise<ConnectorView>
  rotate(actor: PersonActor, id: ConnectorId): Promise<{ connector: ConnectorView; key: string }>
  disable(actor: PersonActor, id: ConnectorId, reason: string): Promise<ConnectorView>
  enable(actor: PersonActor, id: ConnectorId): Promise<ConnectorView>

  /**
   * Whose key this is. Asked before a body is read.
   * @throws Refusal `connector_key_wrong` (unauthenticated), `connector_disabled`, `intake_behind`
   */
  admit(key: string, ip: string | null): Promise<Connector>
  /** Durable when it resolves. @throws as Live.take, and Refusals of admit where its key no longer holds */
  takeBatch(connector: Connector, body: Buffer, ip?: string | null): Promise<Taken>
  /**
   * A file that messages of this connector will name. Durable when it resolves.
   * @throws Refusal `attachment_digest_wrong`, `attachment_too_large`, `disk_full`, `kit_unconfirmed`, `audit_unwritable`,
   *   `intake_behind`, and as takeBatch where the key no longer holds
   */
  takeAttachment(
    connector: Connector,
    sha256: string,
    content: AsyncIterable<Uint8Array>,
    ip?: string | null,
  ): Promise<SentFile>
  /**
   * Whether a vendor may send here at all. Asked before a body is read.
   * @throws Refusal `connector_not_found`, `connector_disabled`, `intake_behind`
   */
  admitHook(id: string, ip: string | null): Promise<void>
  /**
   * A vendor's event, its signature checked. Durable when it resolves.
   * @throws Refusal `connector_not_found`, `connector_disabled`, `signature_wrong`, `signature_too_old`,
   *   `hook_body_unreadable`, and as Live.take
   */
  takeHook(id: string, request: Omit<HookRequest, 'now'>, ip: string | null): Promise<HookAnswer>

  status(): PulseView[]
  /** Requests that wait for the journal. */
  waiting(): number
  /** Batches that the journal was given so far: compared with requests, how well they are grouped. */
  grouped(): Promise<number>
  /** What a folder connector has read, newest first. @throws Refusal `connector_not_found` */
  files(id: ConnectorId): Promise<WatchedFile[]>
  close(): Promise<void>
}

const TICK = 5 * SECOND

/** Opens the room: what was saved is read, folders are watched, the clock for silences runs. */
export async function createConnectors(parts: ConnectorsParts): Promise<Connectors> {
  const { clock } = parts
  const registry = new Registry(parts)
  await registry.load()
  const pulses = new Pulses(parts, () => registry.all())
  await pulses.load()
  const attachments = new Attachments(parts)
  const live = new Live(parts, new Days(parts), attachments)
  const folders = new FolderWatch(parts, {
    connectors: () => registry.all().filter(({ kind, enabled }) => kind === 'folder' && enabled),
    came: (connector, counts) => pulses.of(connector).noteCounts(counts, null, clock.now()),
  })
  const door = new Door(parts)
  const timer = setInterval(() => {
    void pulses.tick()
    door.flush().catch(() => parts.onTrouble('connector_refusals_unwritten'))
  }, parts.tickMs ?? TICK)
  folders.start()
  return {
    ...acts(registry, pulses),
    ...arrivals({ clock, registry, pulses, live, attachments, door }),
    status: () => registry.all().map((connector) => pulses.of(connector.id).view(connector, clock.now())),
    async files(id) {
      if (!registry.find(id)) throw new Refusal('not_found', 'connector_not_found')
      const rows = await newestFiles(parts.db, id, 100)
      return rows.map(({ name, size, state, import: importId, at }) => ({ name, size, state, importId, at }))
    },
    async close() {
      clearInterval(timer)
      await folders.close()
      await live.close()
      await pulses.save(true)
    },
  }
}

type Acts = Pick<Connectors, 'list' | 'create' | 'edit' | 'rotate' | 'disable' | 'enable'>

function acts(registry: Registry, pulses: Pulses): Acts {
  return {
    list: () => registry.all().map(viewOf),
    async create(actor, input) {
      const { connector, key } = await registry.create(actor, input)
      return { connector: viewOf(connector), key }
    },
    async edit(actor, id, change) {
      const connector = await registry.edit(actor, id, change)
      pulses.of(id).awaitAgain()
      return viewOf(connector)
    },
    async rotate(actor, id) {
      const { connector, key } = await registry.rotate(actor, id)
      return { connector: viewOf(connector), key }
    },
    disable: async (actor, id, reason) => viewOf(await registry.disable(actor, id, reason)),
    async enable(actor, id) {
      const connector = await registry.enable(actor, id)
      pulses.of(id).awaitAgain()
      return viewOf(connector)
    },
  }
}

type Arrivals = Pick<
  Connectors,
  'admit' | 'takeBatch' | 'takeAttachment' | 'admitHook' | 'takeHook' | 'waiting' | 'grouped'
>

interface Doors {
  readonly clock: Clock
  readonly registry: Registry
  readonly pulses: Pulses
  readonly live: Live
  readonly attachments: Attachments
  readonly door: Door
}

function arrivals({ clock, registry, pulses, live, attachments, door }: Doors): Arrivals {
  const turnAway = async (refusal: Refusal, connector: ConnectorId | null, ip: string | null): Promise<never> => {
    const detail: Record<string, string> = connector === null ? {} : { connector }
    await door.turnedAway({ action: 'intake.live', actor: { kind: 'stranger', ip }, detail }, refusal.code)
    throw refusal
  }
  const requireEnabled = async ({ id, enabled }: Connector, ip: string | null) => {
    if (!enabled) await turnAway(new Refusal('forbidden', 'connector_disabled'), id, ip)
  }
  /** attacker-controlled: a body may come long after its key, which was changed or turned off meanwhile */
  const stillAdmitted = async (admitted: Connector, ip: string | null): Promise<Connector> => {
    const connector = registry.find(admitted.id)
    if (!connector || !haveOneKey(connector, admitted)) {
      return turnAway(new Refusal('unauthenticated', 'connector_key_wrong'), admitted.id, ip)
    }
    await requireEnabled(connector, ip)
    return connector
  }
  const hookOf = (id: string) => {
    const connector = registry.find(id)
    if (!connector || !isHook(connector.kind)) throw new Refusal('not_found', 'connector_not_found')
    return { ...connector, kind: connector.kind }
  }
  return {
    async admit(key, ip) {
      const connector = registry.holderOf(key)
      if (!connector) return turnAway(new Refusal('unauthenticated', 'connector_key_wrong'), null, ip)
      await requireEnabled(connector, ip)
      live.requireRoom()
      return connector
    },
    async takeBatch(admitted, body, ip = null) {
      const connector = await stillAdmitted(admitted, ip)
      const taken = await live.take(connector, 'batch', body)
      pulses.of(connector.id).note(taken, clock.now())
      return taken
    },
    async takeAttachment(admitted, sha256, content, ip = null) {
      if (!DIGEST.test(sha256)) throw new Refusal('invalid', 'attachment_digest_wrong')
      const connector = await stillAdmitted(admitted, ip)
      await live.begin(connector)
      return attachments.keep(connector.id, sha256, content)
    },
    async admitHook(id, ip) {
      await requireEnabled(hookOf(id), ip)
      live.requireRoom()
    },
    async takeHook(id, request, ip) {
      const connector = hookOf(id)
      await requireEnabled(connector, ip)
      const { secrets, kind } = connector
      if (!secrets) throw new Refusal('unavailable', 'connector_secret_lost')
      const verdict = verifiers[kind]({ ...request, now: clock.now() }, secrets.reveal())
      if (verdict.what === 'answer') return { answer: verdict.body }
      if (verdict.what === 'refused') return turnAway(new Refusal('unauthenticated', verdict.reason), connector.id, ip)
      const taken = await live.take(connector, kind, verdict.bytes)
      pulses.of(connector.id).note(taken, clock.now())
      return { taken }
    },
    waiting: () => live.waiting,
    grouped: () => live.grouped(),
  }
}

function haveOneKey({ row }: Connector, { row: other }: Connector): boolean {
  return row.key_hash !== null && other.key_hash !== null && Buffer.from(row.key_hash).equals(other.key_hash)
}

function viewOf({ row, kind, settings, ...connector }: Connector): ConnectorView {
  const { id, name, platform, origin, enabled, silenceHours } = connector
  return {
    id,
    name,
    kind,
    platform,
    origin,
    enabled,
    disabledReason: row.disabled_reason,
    silenceHours,
    createdAt: row.created_at,
    keyMadeAt: row.key_made_at,
    folder: settings.folder,
    format: settings.format,
  }
}
