import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseCosignerKey } from '@cunzhen/proof'
import { z } from 'zod'
import { MINUTE, Refusal } from '#base'

// What the operator writes into `anchors/settings.json`: who stamps, who cosigns, how often. Read anew at every turn: a
// mended file counts without a restart, a broken one anchors nothing and says so.

export interface Authority {
  /** Names files and statements. */
  readonly id: string
  /** As people read it. */
  readonly name: string
  readonly url: string
  /** DER of the pinned certificates. */
  readonly roots: readonly Uint8Array[]
  /** DER of certificates in between that the authority does not send along. */
  readonly hints: readonly Uint8Array[]
  /** OIDs under which it may stamp; null: any. */
  readonly policies: readonly string[] | null
}

export interface WitnessSetting {
  /** Of its key. */
  readonly name: string
  readonly key: string
  /** Submission prefix of C2SP tlog-witness, without a slash at the end. */
  readonly url: string
}

export interface Settings {
  /** Milliseconds between two stamps while the ledger grows. */
  readonly every: number
  readonly authorities: readonly Authority[]
  readonly witnesses: readonly WitnessSetting[]
}

const Url = z.url({ protocol: /^https?$/ }).max(500)
const Id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/)
const FileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/)
const Oid = z.string().regex(/^[012](\.(0|[1-9]\d{0,8})){1,20}$/)

const Written = z.strictObject({
  v: z.literal(1),
  every_minutes: z.int().min(1).max(1440).default(10),
  authorities: z
    .array(
      z.strictObject({
        id: Id,
        name: z.string().min(1).max(100),
        url: Url,
        /** PEM beside the settings: what the chain must end in. */
        roots: FileName,
        hints: FileName.optional(),
        policies: z.array(Oid).min(1).max(10).optional(),
      }),
    )
    .max(8)
    .default([]),
  witnesses: z
    .array(z.strictObject({ key: z.string().max(300), url: Url }))
    .max(16)
    .default([]),
})

const NONE: Settings = { every: 10 * MINUTE, authorities: [], witnesses: [] }
const unreadable = (): Refusal => new Refusal('invalid', 'settings_unreadable')

/**
 * @param dir `anchors/` of the house
 * @returns nobody to ask where there is no file
 * @throws Refusal `settings_unreadable`
 */
export function readSettings(dir: string): Settings {
  const path = join(dir, 'settings.json')
  if (!existsSync(path)) return NONE
  const written = Written.safeParse(jsonOf(path))
  if (!written.success) throw unreadable()
  const { authorities, witnesses, every_minutes } = written.data
  const settings = {
    every: every_minutes * MINUTE,
    authorities: authorities.map(({ roots, hints, policies, ...rest }) => ({
      ...rest,
      roots: certificates(dir, roots),
      hints: hints === undefined ? [] : certificates(dir, hints),
      policies: policies ?? null,
    })),
    witnesses: witnesses.map(({ key, url }) => ({ name: nameOf(key), key, url: url.replace(/\/$/, '') })),
  }
  const ids = [...settings.authorities.map(({ id }) => id), ...settings.witnesses.map(({ name }) => `w ${name}`)]
  if (new Set(ids).size !== ids.length) throw unreadable()
  return settings
}

function jsonOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    throw unreadable()
  }
}

function nameOf(key: string): string {
  try {
    return parseCosignerKey(key).name
  } catch {
    throw unreadable()
  }
}

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]{1,20000}?-----END CERTIFICATE-----/g
const MOST_CERTIFICATES = 20

function certificates(dir: string, name: string): Uint8Array[] {
  try {
    const found = [...readFileSync(join(dir, name), 'latin1').matchAll(PEM)].map(([pem]) => pem)
    if (found.length === 0 || found.length > MOST_CERTIFICATES) throw unreadable()
    return found.map((pem) => new Uint8Array(new X509Certificate(pem).raw))
  } catch {
    throw unreadable()
  }
}
