import type { Permit } from '#access'
import type { ActReceipt } from '#audit'
import { invariant, type RecordNo, Refusal } from '#base'
import { attachmentsOf, digestOf, isKept, type KeptFile } from './objects/attached.ts'
import { CHUNK } from './objects/format.ts'
import type { ObjectShelf } from './objects/shelf.ts'
import { type OpenParts, openRecords } from './open.ts'

/** A file of a record, handed out under a permit. */
export interface OpenedAttachment {
  readonly file: KeptFile
  /** Ends with a Refusal `permit_over` where the permit ends before it does. @throws Fault `object_damaged` */
  content(): AsyncGenerator<Buffer>
  /** Where `content` is not read to its end. */
  close(): Promise<void>
}

/** The register of grants is asked again after so many chunks. */
const ASKED_EVERY = (1024 * 1024) / CHUNK

/**
 * Grant in, file out: the only way from a person to an attachment. The record comes first, by openRecords and all its
 * refusals; only what it names is opened.
 *
 * @param at place in the record's list, from 0
 * @throws as openRecords; Refusal `attachment_not_found`, `attachment_missing` (the archive never had it),
 *   `key_destroyed`; Fault `object_missing`, `object_damaged`
 */
export async function openAttachment(
  parts: OpenParts & { objects: Pick<ObjectShelf, 'open'> },
  permit: Permit,
  receipt: ActReceipt,
  record: RecordNo,
  at: number,
): Promise<OpenedAttachment> {
  const [opened] = await openRecords(parts, permit, receipt, [record])
  invariant(opened, 'what was asked for was opened or refused')
  const attachment = attachmentsOf(opened.fields.extra)[at]
  if (!attachment) throw new Refusal('not_found', 'attachment_not_found')
  if (!isKept(attachment)) throw new Refusal('not_found', 'attachment_missing', { why: attachment.missing })
  const object = await parts.objects.open(digestOf(attachment))
  return {
    file: attachment,
    close: () => object.close(),
    async *content() {
      let chunks = 0
      for await (const chunk of object.content()) {
        if (chunks % ASKED_EVERY === 0 && chunks > 0) await mustStillHold(parts, permit)
        chunks += 1
        yield chunk
      }
    },
  }
}

async function mustStillHold({ clock, grantStillHolds }: OpenParts, permit: Permit): Promise<void> {
  const isOver = permit.until !== null && clock.now() >= permit.until
  if (isOver || !(await grantStillHolds(permit))) throw new Refusal('forbidden', 'permit_over')
}
