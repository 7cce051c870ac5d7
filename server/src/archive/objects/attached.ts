import { canonicalJson, parseCanonicalJson } from '@cunzhen/proof/keeping'

// What a record says of the files that belong to it: a member of its `extra`, so that its commitment covers them
// (docs/decisions/0006-attachments.md). Only intake writes the member, and no source can: see guarded().

/** A file that lies in the house's objects. */
export interface KeptFile {
  /** As the source calls it; attacker-controlled. */
  name: string
  /** What the source says it is; '' where it says nothing. */
  claimed: string
  /** What its first bytes say it is (a media type). */
  type: string
  bytes: number
  /** Hex. */
  sha256: string
}

/** A file that the source names and does not hold, or not so that it can be read. */
export interface MissingFile {
  name: string
  claimed: string
  /** A code. */
  missing: string
}

export type Attachment = KeptFile | MissingFile

const MEMBER = 'cunzhen:attachments'

/** @param extra '' or a canonical JSON object, guarded */
export function withAttachments(extra: string, attachments: readonly Attachment[]): string {
  return canonicalJson({ ...objectOf(extra), [MEMBER]: attachments })
}

/**
 * The same with a source's own member of our name called otherwise: whoever writes a message must not make a record
 * name a content that is not its own.
 */
export function guarded(extra: string): string {
  if (!extra.includes(`"${MEMBER}"`)) return extra
  const entries = Object.entries(objectOf(extra))
  return canonicalJson(
    Object.fromEntries(entries.map(([key, value]) => [key.endsWith(MEMBER) ? `source:${key}` : key, value])),
  )
}

/** In the order of the record; [] where there are none. */
export function attachmentsOf(extra: string): Attachment[] {
  if (!extra.includes(`"${MEMBER}"`)) return []
  const listed = Object.entries(objectOf(extra)).find(([key]) => key === MEMBER)?.[1]
  return Array.isArray(listed) ? (listed as Attachment[]) : [] // written by withAttachments alone
}

/** What is left of `extra` without them. */
export function withoutAttachments(extra: string): string {
  if (!extra.includes(`"${MEMBER}"`)) return extra
  const rest = Object.entries(objectOf(extra)).filter(([key]) => key !== MEMBER)
  return rest.length === 0 ? '' : canonicalJson(Object.fromEntries(rest))
}

export function isKept(attachment: Attachment): attachment is KeptFile {
  return 'sha256' in attachment
}

export function digestOf({ sha256 }: KeptFile): Uint8Array {
  return Buffer.from(sha256, 'hex')
}

function objectOf(extra: string): object {
  if (extra === '') return {}
  const value = parseCanonicalJson(extra)
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}
