import { encodeRecord, recordDigest } from '@cunzhen/proof'
import { type Arrival, type Attachment, guarded, withAttachments } from '#archive'
import type { ImportId } from '#base'
import { Seeds } from './batches.ts'
import { identityWith, MOST_FILES } from './media.ts'
import type { Draft } from './piece.ts'
import { type Format, openSource } from './sources/formats.ts'
import { Unreadable } from './syntax/json-value.ts'

// For messages that come one by one and not in a file: the same readers and the same commitments as an import's.

export interface LiveSource {
  readonly format: Format
  readonly origin: string
  /** Name of the part it would stand in; some formats take the conversation from it. */
  readonly name: string
}

/**
 * One message in the words of a format, by that format's own reader, so that a later export of the same message is known
 * again. An empty list: structure, no message.
 */
export function draftsOf(source: LiveSource, bytes: Buffer): readonly Draft[] | Unreadable {
  const { format, origin, name } = source
  const reader = openSource(format, { mapping: null, origin, ownAccount: '' }).reader({ name, alone: true, text: '' })
  const read = reader?.read(bytes) ?? null
  if (read === null) return []
  if (read instanceof Unreadable) return read
  return 'fields' in read ? [read] : read
}

/** Makes of drafts what the journal takes. */
export class LiveArrivals {
  readonly #seeds = new Seeds()

  /**
   * @param attachments its files, in the house's objects already; default: those it names did not come with it
   * @throws ProofError where the fields are no record
   */
  of(draft: Draft, importId: ImportId, attachments: readonly Attachment[] = notIncluded(draft)): Arrival {
    const { conversationTitle, members } = draft
    const identity = identityWith(draft.identity, attachments)
    const said = guarded(draft.fields.extra)
    const fields = { ...draft.fields, extra: attachments.length > 0 ? withAttachments(said, attachments) : said }
    const seed = this.#seeds.next()
    const digest = recordDigest(seed, fields)
    return { fields, identity, conversationTitle, members, importId, seed, digest, encoded: encodeRecord(seed, fields) }
  }
}

function notIncluded({ files = [] }: Draft): Attachment[] {
  return files.slice(0, MOST_FILES).map(({ name, type }) => ({ name, claimed: type, missing: 'not_included' }))
}
