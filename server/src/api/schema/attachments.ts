import { z } from 'zod'
import { Id, MaskedText, RecordNo } from './common.ts'

/** A file that a record names. */
export const ShownAttachment = z.object({
  /** Its place in the record, from 0: by this and the record it is opened. */
  at: z.int(),
  /** As its source calls it, masked. */
  name: MaskedText,
  /** Media type by how the file begins; null: it is missing. */
  type: z.string().nullable(),
  bytes: z.int().nullable(),
  /** Why the archive does not have it (docs/api.md); null: it does. */
  missing: z.string().nullable(),
  /** A browser shows it; anything else is a download. */
  canPreview: z.boolean(),
})

export const OpenAttachment = z.object({
  permit: z.union([z.literal('window'), Id]),
  record: RecordNo,
  attachment: z.int().min(0).max(1000),
  /** A download needs a grant; a role's window shows only. */
  as: z.enum(['preview', 'download']).default('preview'),
})
