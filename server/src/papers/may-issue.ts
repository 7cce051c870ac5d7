import { decide, type PersonActor } from '#access'
import { type ExportId, type Instant, Refusal, type RequestId } from '#base'
import type { ExportFacts, RequestFacts } from './facts.ts'
import { KINDS_OF_PAPER, type PaperKind } from './kinds.ts'
import { photosRefusal } from './photos.ts'
import type { NewPaper, PapersParts } from './ports.ts'

// Who may issue which paper, and when there is something to issue it about.

/** The request, and the export where it is about one, as the one who asks may see them. */
export interface Known {
  readonly requestId: RequestId
  readonly exportId: ExportId | null
  readonly request: RequestFacts
  readonly export: ExportFacts | null
}

/** Why this person may not issue this now; null: they may. */
export function refusalOf(
  parts: Pick<PapersParts, 'rules' | 'clock'>,
  actor: PersonActor,
  kind: PaperKind,
  known: Known,
): Refusal | null {
  const { about, issuers, needsGrant, needsPackage } = KINDS_OF_PAPER[kind]
  const verdict = decide(actor, 'paper.issue', null, parts.rules(), parts.clock.now())
  if (!verdict.allowed) return new Refusal('forbidden', verdict.reason ?? 'unknown_action')
  if (about !== (known.export === null ? 'request' : 'export')) return new Refusal('invalid', 'paper_of_another_kind')
  if (!issuers.some((role) => actor.roles.includes(role))) return new Refusal('forbidden', 'role_missing')
  if (needsGrant && !isRunning(known, parts.clock.now())) return new Refusal('conflict', 'grant_not_running')
  if (needsPackage && known.export?.sha256 === null) return new Refusal('conflict', 'not_released')
  // nobody confirms, seals or hands over what counsel refused or what is no longer the bytes that were made
  if (needsPackage === 'standing' && isFallen(known)) return new Refusal('conflict', 'package_fallen')
  if (kind !== 'destruction_certificate') return null
  return isGone(known) ? null : new Refusal('conflict', 'copies_not_destroyed')
}

function isRunning({ request: { grantNumber, state, useUntil } }: Known, now: Instant): boolean {
  return grantNumber !== null && state === 'granted' && now < useUntil
}

const isFallen = ({ export: known }: Known) => known?.state === 'refused' || known?.state === 'failed'

/** The house's file went with the end, or with counsel's no; every copy that was handed out before is entered. */
function isGone({ export: known }: Known): boolean {
  const ended = known?.state === 'destroyed' || known?.state === 'refused'
  return ended && known.copies.every(({ destroyedAt }) => destroyedAt !== null)
}

const LONGEST = 1000

/** Typed by hand, printed as it is: only what the kind asks for, and not a book. */
export function typedRefusal({ kind, typed, note, photos }: NewPaper): Refusal | null {
  const { typed: allowed, photos: most = 0 } = KINDS_OF_PAPER[kind]
  const isFine = Object.entries(typed).every(([key, text]) => allowed.includes(key) && text.length <= LONGEST)
  if (!isFine || note.length > LONGEST) return new Refusal('invalid', 'paper_text_invalid')
  return photosRefusal(photos, most)
}

/** What is owed is there: a sealed medium without its seal would open a release and say nothing, a letter to nobody bind the house to anybody. */
export function owedRefusal({ kind, typed }: NewPaper): Refusal | null {
  const isThere = (KINDS_OF_PAPER[kind].owed ?? []).every((key) => (typed[key] ?? '').trim() !== '')
  return isThere ? null : new Refusal('invalid', 'paper_text_missing')
}
