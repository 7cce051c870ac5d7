import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Kind } from '@cunzhen/proof/keeping'
import { parse } from 'yaml'
import type { z } from 'zod'
import { type MaskPolicies, maskPolicies } from './masks.ts'
import { type Period, parsePeriod } from './period.ts'
import { Pack, PackHead, type Role, type Stage } from './schema.ts'

type RoleWord = z.output<typeof Role>
type StageWord = z.output<typeof Stage>
type PackData = z.output<typeof Pack>

/** A pack in force: what it says, in the types of the code. `access` reads its part as `Rules`. */
export interface Policy {
  readonly readable: true
  readonly id: string
  /** Day on which its figures were checked against the law. */
  readonly asOf: string
  readonly windows: PackData['access']['windows']
  readonly exclusivePowers: PackData['people']['exclusive_powers']
  readonly stepUp: PackData['access_step_up']
  readonly stages: readonly { readonly stage: StageWord; readonly role: RoleWord; readonly due: Period }[]
  readonly execution: { readonly by: RoleWord; readonly with: RoleWord; readonly due: Period }
  readonly mayDownload: readonly RoleWord[]
  readonly carrierContentDenied: boolean
  readonly bases: readonly string[]
  readonly purposes: readonly string[]
  readonly methods: Readonly<Record<string, { readonly risk: 'low' | 'medium' | 'high' }>>
  /** Longest period of use of a grant. */
  readonly grantTtlMax: Period
  readonly consent: {
    /** No answer for so long counts as a refusal. */
    readonly silence: Period
    /** After a refusal the same customer is not asked again for so long; null: the pack sets none. */
    readonly reaskCooldown: Period | null
  }
  readonly mask: MaskPolicies
  /** Whose yes a package needs before anybody may take it, and what must lie on the table for it. */
  readonly release: {
    readonly required: boolean
    readonly by: RoleWord
    readonly checklist: PackData['export']['checklist']
    /** Who is shown alarms. */
    readonly alarmTo: readonly RoleWord[]
    /** For the report on an alarm. */
    readonly reportWithin: Period
    /** How long a temporary file of an export may lie. */
    readonly tempPurge: Period
    readonly bulk: {
      readonly requires: PackData['export']['bulk_requires']
      readonly secondBy: RoleWord
      readonly subjectsOver: number
      /** Rows over which an export is bulk, by what they are. */
      readonly over: { readonly content: number; readonly communication: number; readonly other: number }
    }
  }
  readonly retention: RetentionClasses
  readonly workdayCalendar: string | null
  /** How long before its last known day the calendar is asked for. */
  readonly calendarWarning: Period
  /** How many people it takes to say that something of the house's is destroyed. */
  readonly destruction: { readonly persons: 1 | 2 }
  /** The whole pack after `extends`, unread keys included. */
  readonly raw: Readonly<Record<string, unknown>>
}

/** Which classes there are, and which one a record is in: that of the first rule that fits. Null fits everything. */
export interface RetentionClasses {
  readonly names: readonly string[]
  readonly rules: readonly {
    readonly class: string
    readonly kinds: readonly Kind[] | null
    readonly platforms: readonly string[] | null
    /** As the source names them. */
    readonly conversations: readonly string[] | null
  }[]
}

/**
 * The pack cannot be read: every decision answers no until it can. `problem` is a code, `at` a key path, never a
 * value.
 */
export interface UnreadablePolicy {
  readonly readable: false
  readonly problem: 'pack_missing' | 'pack_not_yaml' | 'pack_head_wrong' | 'pack_extends_itself' | 'pack_invalid'
  readonly pack: string
  readonly at: string | null
}

export type PolicyState = Policy | UnreadablePolicy

/** What a new house starts with. */
export const FIRST_PACK = 'guide'

/**
 * Reads a pack and what it extends: from `folder` where it lies there, else from the shipped ones. Never throws: a pack
 * that cannot be read in full is no pack.
 */
export function loadPolicy(id: string = FIRST_PACK, folder: string | null = null): PolicyState {
  const merged = readMerged(id, folder)
  if ('readable' in merged) return merged
  const pack = Pack.safeParse(merged.data)
  if (!pack.success) return unreadable('pack_invalid', id, pack.error.issues[0]?.path.join('.') ?? null)
  return policyOf(pack.data, merged.data)
}

function policyOf(pack: PackData, raw: Record<string, unknown>): Policy {
  const { access, requests, consent } = pack
  return {
    readable: true,
    id: pack.pack.id,
    asOf: pack.pack.as_of,
    windows: access.windows,
    exclusivePowers: pack.people.exclusive_powers,
    stepUp: pack.access_step_up,
    stages: requests.stages.map(({ stage, role, due }) => ({ stage, role, due: parsePeriod(due) })),
    execution: { by: requests.execution.by, with: requests.execution.with, due: parsePeriod(requests.execution.due) },
    mayDownload: access.may_download,
    carrierContentDenied: pack.handler.telecom_carrier && pack.telecom.content_view_by_staff === 'deny',
    bases: access.legal_basis_values,
    purposes: requests.purposes,
    methods: requests.methods,
    grantTtlMax: parsePeriod(access.grant_ttl_max),
    consent: {
      silence: parsePeriod(consent.silence.slice('refused_after_'.length)),
      reaskCooldown: consent.reask_cooldown ? parsePeriod(consent.reask_cooldown) : null,
    },
    mask: maskPolicies(pack.mask),
    release: releaseOf(pack),
    retention: retentionOf(pack),
    workdayCalendar: pack.time?.workday_calendar ?? null,
    calendarWarning: parsePeriod(pack.time?.calendar_warning ?? 'P2M'),
    destruction: { persons: pack.retention.destruction.persons },
    raw,
  }
}

function releaseOf({ export: leaving, oversight }: PackData): Policy['release'] {
  const { content, comm_or_txn: communication, other } = leaving.alert_thresholds
  return {
    required: leaving.release_review === 'required',
    by: leaving.release_by,
    checklist: leaving.checklist,
    alarmTo: oversight.alarm_to,
    reportWithin: parsePeriod(oversight.anomaly_report),
    tempPurge: parsePeriod(leaving.temp_purge),
    bulk: {
      requires: leaving.bulk_requires,
      secondBy: leaving.bulk_second_by,
      subjectsOver: leaving.bulk_if_subjects_over,
      over: { content, communication, other },
    },
  }
}

function retentionOf({ retention, handler }: PackData): RetentionClasses {
  const applies = (name: string) => {
    const flag = retention.classes[name]?.applies_if?.slice('handler.'.length)
    return flag === undefined || handler[flag] === true
  }
  return {
    names: Object.keys(retention.classes),
    rules: retention.class_of.filter((rule) => applies(rule.class)),
  }
}

/** Of the policy in force; none while it cannot be read. */
export function retentionClasses(policy: PolicyState): RetentionClasses {
  return policy.readable ? policy.retention : { names: [], rules: [] }
}

type Merged = { readonly data: Record<string, unknown> } | UnreadablePolicy

function readMerged(id: string, folder: string | null, seen: readonly string[] = []): Merged {
  if (seen.includes(id)) return unreadable('pack_extends_itself', id, 'pack.extends')
  const text = readPack(id, folder)
  if (text === null) return unreadable('pack_missing', id, null)
  const own = parseYaml(text)
  if (own === null) return unreadable('pack_not_yaml', id, null)
  const head = PackHead.safeParse(own.pack)
  if (!head.success || head.data.id !== id) return unreadable('pack_head_wrong', id, 'pack')
  if (!head.data.extends) return { data: own }
  const below = readMerged(head.data.extends, folder, [...seen, id])
  return 'readable' in below ? below : { data: merge(below.data, own) }
}

function readPack(id: string, folder: string | null): string | null {
  // a name from configuration or from another pack: letters, digits and dashes cannot leave the folder
  if (!/^[a-z0-9-]{1,40}$/.test(id)) return null
  const shipped = fileURLToPath(new URL('./packs', import.meta.url))
  for (const place of folder === null ? [shipped] : [folder, shipped]) {
    try {
      return readFileSync(join(place, `${id}.yaml`), 'utf8')
    } catch (error) {
      // absent here: look in the next place; anything else must not fall back to a milder pack of the same name
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) return null
    }
  }
  return null
}

function parseYaml(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = parse(text, { schema: 'core', maxAliasCount: 0, uniqueKeys: true })
    return isMap(value) ? value : null
  } catch {
    return null // the parser's message may quote the file
  }
}

/** Maps are merged key by key; a list or a single value above replaces the one below. */
function merge(below: Record<string, unknown>, above: Record<string, unknown>): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...below }
  for (const [key, value] of Object.entries(above)) {
    const under = merged[key]
    merged[key] = isMap(under) && isMap(value) ? merge(under, value) : value
  }
  return merged
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function unreadable(problem: UnreadablePolicy['problem'], pack: string, at: string | null): UnreadablePolicy {
  return { readable: false, problem, pack, at }
}
