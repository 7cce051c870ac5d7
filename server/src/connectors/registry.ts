import { hash } from 'node:crypto'
import { decide, type PersonActor, type RulesInForce, requireAllowed } from '#access'
import type { Recorder } from '#audit'
import { type Clock, type ConnectorId, type Instant, newId, Refusal } from '#base'
import { checkOptions, type Format, type Mapping } from '#intake'
import { type HouseDb, isUniqueViolation, type Secret } from '#platform'
import { placeOf } from './folder-place.ts'
import { type ConnectorKind, checkSecrets, isHook, kindOf, type Secrets, type Settings } from './kinds.ts'
import {
  addConnector,
  type ConnectorChange,
  type ConnectorRow,
  changeConnector,
  findConnector,
  listConnectors,
} from './store.ts'
import { hashKey, makeKey, openSecrets, sealSecrets, type Vault } from './vault.ts'

// Which connectors there are. The acts on them, and a copy in memory that every arriving message is checked against.

export interface RegistryParts {
  readonly db: HouseDb
  readonly clock: Clock
  readonly recorder: Recorder
  readonly rules: () => RulesInForce
  readonly vault: Vault
  /** HMAC key for API keys and for digests of watched files. */
  readonly keyHashing: Uint8Array
  /** Folders that folder connectors may watch lie below it; null: none may. */
  readonly intakeRoot: string | null
}

/** A connector as its work needs it. */
export interface Connector {
  readonly id: ConnectorId
  readonly name: string
  readonly kind: ConnectorKind
  readonly platform: string
  readonly origin: string
  readonly settings: Settings
  readonly secrets: Secret<Secrets> | null
  readonly enabled: boolean
  readonly silenceHours: number
  readonly awaitedSince: Instant
  readonly row: ConnectorRow
}

export interface NewConnector {
  readonly name: string
  readonly kind: ConnectorKind
  /** Kind http only; the others have their vendor's name. */
  readonly platform?: string | null
  readonly origin: string
  readonly secrets?: Secrets
  readonly silenceHours?: number
  readonly folder?: string | null
  readonly format?: Format | null
  readonly mapping?: Mapping | null
  readonly ownAccount?: string
}

/** What is absent stays; secrets are replaced as a whole. Kind, platform and origin never change: they are part of what makes a message the same. */
export interface EditConnector {
  readonly name?: string
  readonly secrets?: Secrets
  readonly silenceHours?: number
}

const PLATFORM = /^[a-z][a-z0-9_-]{0,39}$/

/** Every verb needs the right connector.manage, a fresh second factor where the pack asks, and leaves an act. */
export class Registry {
  readonly #parts: RegistryParts
  #all = new Map<ConnectorId, Connector>()
  #byKey = new Map<string, Connector>()
  #seenKeys = new Map<string, Connector>()

  constructor(parts: RegistryParts) {
    this.#parts = parts
  }

  async load(): Promise<void> {
    const rows = await listConnectors(this.#parts.db)
    this.#all = new Map(rows.map((row) => [row.id, this.#connectorOf(row)]))
    this.#byKey = new Map()
    this.#seenKeys = new Map()
    for (const connector of this.#all.values()) {
      const hash = connector.row.key_hash
      if (hash) this.#byKey.set(Buffer.from(hash).toString('base64'), connector)
    }
  }

  all(): Connector[] {
    return [...this.#all.values()]
  }

  find(id: string): Connector | null {
    return this.#all.get(id as ConnectorId) ?? null // looked up: what is no id is not there
  }

  /**
   * Whose API key this is, enabled or not. The look-up is by hash: its timing says nothing about the key. Right keys are
   * remembered by a quicker hash, in memory only.
   */
  holderOf(key: string): Connector | null {
    if (key.length > 200) return null
    const quick = hash('sha256', key, 'base64')
    const seen = this.#seenKeys.get(quick)
    if (seen) return seen
    const holder = this.#byKey.get(hashKey(this.#parts.keyHashing, key).toString('base64')) ?? null
    if (holder) this.#seenKeys.set(quick, holder)
    return holder
  }

  /**
   * The key of an http connector is in the answer and nowhere else.
   * @throws Refusal `connector_name_invalid`, `connector_name_taken`, `connector_platform_invalid`,
   *   `connector_origin_invalid`, `mapping_needed`, those of placeOf, checkSecrets and access
   */
  async create(actor: PersonActor, input: NewConnector): Promise<{ connector: Connector; key: string | null }> {
    const { kind } = input
    const key = kind === 'http' ? makeKey() : null
    const id = newId<ConnectorId>('cnr')
    const detail = { connector: id, what: 'create', kind }
    await this.#perform(actor, detail, async (tx) => {
      const settings = checkNew(input, this.#parts.intakeRoot)
      checkSecrets(kind, input.secrets ?? {})
      const now = this.#parts.clock.now()
      await addConnector(tx, {
        id,
        name: checkName(input.name),
        kind,
        platform: kind === 'http' ? checkPlatform(input.platform) : kind,
        origin: checkOrigin(input.origin),
        key_hash: key === null ? null : hashKey(this.#parts.keyHashing, key),
        key_made_at: key === null ? null : now,
        secrets: isHook(kind) ? sealSecrets(this.#parts.vault, id, input.secrets ?? {}) : null,
        settings: JSON.stringify(settings),
        enabled: 1,
        disabled_reason: null,
        silence_hours: input.silenceHours ?? 24,
        created_at: now,
        created_by: actor.id,
        awaited_since: now,
      })
    })
    return { connector: this.#needed(id), key }
  }

  /** @throws Refusal `connector_not_found`, `connector_name_taken`, those of checkSecrets and of access */
  async edit(actor: PersonActor, id: ConnectorId, change: EditConnector): Promise<Connector> {
    const fields = Object.keys(change)
    await this.#change(actor, id, { what: 'edit', fields }, ({ kind }) => {
      if (change.secrets) checkSecrets(kindOf(kind) ?? 'http', change.secrets)
      return {
        ...(change.name !== undefined && { name: checkName(change.name) }),
        ...(change.silenceHours !== undefined && { silence_hours: change.silenceHours }),
        ...(change.secrets && { secrets: sealSecrets(this.#parts.vault, id, change.secrets) }),
      }
    })
    return this.#needed(id)
  }

  /** A new API key; the old one stops with the commit. @throws Refusal `connector_has_no_key`, and as edit */
  async rotate(actor: PersonActor, id: ConnectorId): Promise<{ connector: Connector; key: string }> {
    const key = makeKey()
    await this.#change(actor, id, { what: 'rotate' }, ({ kind }) => {
      if (kind !== 'http') throw new Refusal('conflict', 'connector_has_no_key')
      return { key_hash: hashKey(this.#parts.keyHashing, key), key_made_at: this.#parts.clock.now() }
    })
    return { connector: this.#needed(id), key }
  }

  /** @throws Refusal `connector_reason_missing`, and as edit */
  async disable(actor: PersonActor, id: ConnectorId, reason: string): Promise<Connector> {
    const why = reason.trim()
    await this.#change(actor, id, { what: 'disable', reason: why }, () => {
      if (why.length < 2) throw new Refusal('invalid', 'connector_reason_missing')
      return { enabled: 0, disabled_reason: why }
    })
    return this.#needed(id)
  }

  async enable(actor: PersonActor, id: ConnectorId): Promise<Connector> {
    await this.#change(actor, id, { what: 'enable' }, () => {
      return { enabled: 1, disabled_reason: null, awaited_since: this.#parts.clock.now() }
    })
    return this.#needed(id)
  }

  async #change(
    actor: PersonActor,
    id: ConnectorId,
    detail: Readonly<Record<string, string | string[]>>,
    changeOf: (row: ConnectorRow) => ConnectorChange,
  ): Promise<void> {
    await this.#perform(actor, { connector: id, ...detail }, async (tx) => {
      const row = await findConnector(tx, id)
      if (!row) throw new Refusal('not_found', 'connector_not_found')
      const change = changeOf(row)
      if (Object.keys(change).length > 0) await changeConnector(tx, id, change)
    })
  }

  async #perform(
    actor: PersonActor,
    detail: Readonly<Record<string, string | string[]>>,
    work: Parameters<Recorder['perform']>[1],
  ): Promise<void> {
    const { recorder, rules, clock } = this.#parts
    // 1. row and act in one transaction: a crash leaves both or neither
    await recorder.perform({ action: 'connector.manage', actor, detail }, async (tx, draft) => {
      requireAllowed(decide(actor, 'connector.manage', null, rules(), clock.now()))
      try {
        await work(tx, draft)
      } catch (error) {
        throw isUniqueViolation(error) ? new Refusal('conflict', 'connector_name_taken') : error
      }
    })
    // 2. the copy that arriving messages are checked against; after a crash it is read anew
    await this.load()
  }

  #needed(id: ConnectorId): Connector {
    const connector = this.#all.get(id)
    if (!connector) throw new Refusal('not_found', 'connector_not_found')
    return connector
  }

  #connectorOf(row: ConnectorRow): Connector {
    return {
      id: row.id,
      name: row.name,
      kind: kindOf(row.kind) ?? 'http',
      platform: row.platform,
      origin: row.origin,
      settings: JSON.parse(row.settings) as Settings, // what create wrote
      secrets: openSecrets(this.#parts.vault, row.id, row.secrets),
      enabled: row.enabled === 1,
      silenceHours: row.silence_hours,
      awaitedSince: row.awaited_since,
      row,
    }
  }
}

function checkNew(input: NewConnector, intakeRoot: string | null): Settings {
  const { kind, folder, format, mapping, ownAccount } = input
  if (kind !== 'folder') return { folder: null, format: null, mapping: null, ownAccount: '' }
  if (!folder) throw new Refusal('invalid', 'connector_folder_missing')
  placeOf(intakeRoot, folder)
  const settings = { folder, format: format ?? null, mapping: mapping ?? null, ownAccount: ownAccount ?? '' }
  checkOptions({ ...settings, origin: '' })
  return settings
}

function checkName(name: string): string {
  const word = name.trim()
  if (word === '' || word.length > 100 || !word.isWellFormed() || /\p{Cc}/u.test(word)) {
    throw new Refusal('invalid', 'connector_name_invalid')
  }
  return word
}

function checkPlatform(platform: string | null | undefined): string {
  const word = platform ?? 'generic'
  if (!PLATFORM.test(word)) throw new Refusal('invalid', 'connector_platform_invalid')
  return word
}

/** A NUL would end the name inside a hash; a lone surrogate is no text. */
function checkOrigin(origin: string): string {
  if (origin.length > 200 || !origin.isWellFormed() || origin.includes('\0')) {
    throw new Refusal('invalid', 'connector_origin_invalid')
  }
  return origin
}
