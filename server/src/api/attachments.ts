import type { FastifyReply } from 'fastify'
import type { z } from 'zod'
import { decide } from '#access'
import type { OpenedAttachment } from '#archive'
import { requireRecorded } from '#audit'
import { invariant, type RecordNo, Refusal } from '#base'
import type { SignedIn } from '#identity'
import { bodyOf } from './body.ts'
import type { House } from './house.ts'
import type { OpenAttachment } from './schema/index.ts'
import { SHOWN } from './shown-attachments.ts'

// Files of records. Beside a message stands what they are called, masked, and what they are; their bytes come by an act of
// their own, unmasked, and so under a fresh second factor. Their hashes come with the bytes only: the hash of a short file
// is as good as the file.

/** Endings that a download may have: by what the file is, never by what it is called. */
const ENDINGS: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/amr': 'amr',
  'audio/ogg': 'ogg',
  'audio/wav': 'wav',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'video/quicktime': 'mov',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'text/plain': 'txt',
}

/**
 * Answers with the bytes of one file of a record.
 * @throws the refusals of the permit and of openAttachment; `download_needs_grant`, `step_up_needed`, `not_shown`
 */
export async function sendAttachment(
  house: House,
  actor: SignedIn,
  input: z.output<typeof OpenAttachment>,
  reply: FastifyReply,
): Promise<void> {
  const permit = await house.requests.permitFor(actor, input.permit)
  const about = {
    action: 'conversation.open_attachment',
    actor,
    permit: permit.id,
    detail: { record: input.record, attachment: input.attachment, as: input.as },
  } as const
  // 1. May this person, under this permit, in this way? A refused attempt is in the audit.
  invariant(permit.kind === 'window' || permit.kind === 'grant', 'people look under windows and grants')
  const facts = { permit: permit.kind, isDownload: input.as === 'download' }
  const verdict = decide(actor, about.action, facts, house.policy(), house.clock.now())
  await requireRecorded(house.recorder, about, verdict)
  // 2. The act, on disk. 3. The file, only if the record is in scope and names it.
  const receipt = await house.recorder.record(about)
  const opened = await house.archive.openAttachment(permit, receipt, input.record as RecordNo, input.attachment) // looked up there
  if (input.as === 'preview' && !SHOWN.has(opened.file.type)) {
    await opened.close()
    throw new Refusal('conflict', 'not_shown')
  }
  send(reply, input, opened)
}

/** Whatever the file holds, no browser runs it: its type is one of our list, or bytes to be saved. */
function send(
  reply: FastifyReply,
  { as, record, attachment }: z.output<typeof OpenAttachment>,
  opened: OpenedAttachment,
) {
  const { type, bytes, sha256 } = opened.file
  const isShown = as === 'preview'
  const ending = ENDINGS[type] ?? 'bin'
  reply.header(
    'content-type',
    isShown ? (type === 'text/plain' ? 'text/plain; charset=utf-8' : type) : 'application/octet-stream',
  )
  reply.header('content-length', bytes)
  reply.header(
    'content-disposition',
    `${isShown ? 'inline' : 'attachment'}; filename="record-${record}-${attachment + 1}.${ending}"`,
  )
  reply.header('content-security-policy', "default-src 'none'; sandbox")
  reply.header('x-content-type-options', 'nosniff')
  reply.header('cross-origin-resource-policy', 'same-origin')
  // RFC 9530: what the record commits to; the console holds it against what arrived
  reply.header('repr-digest', `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`)
  reply.send(bodyOf(opened.content(), opened.close))
}
