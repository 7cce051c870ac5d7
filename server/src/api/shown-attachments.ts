import type { z } from 'zod'
import { type Attachment, attachmentsOf, isKept } from '#archive'
import { maskForScreen, type Roster } from '#redaction/screen'
import type { ShownAttachment } from './schema/index.ts'

/** What a browser shows without running anything of it; everything else is a download. */
export const SHOWN: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'audio/mpeg',
  'audio/mp4',
  'audio/ogg',
  'audio/wav',
  'audio/flac',
  'audio/aac',
  'video/mp4',
  'video/webm',
  'video/ogg',
  'text/plain',
])

/** Names that one record shows; a thousand is the most it holds. */
const MOST_NAME = 300

/** What a screen shows of a record's files before one is opened. */
export function shownAttachments(extra: string, roster: Roster): z.input<typeof ShownAttachment>[] {
  return attachmentsOf(extra).map((attachment, at) => ({
    at,
    name: maskForScreen([...attachment.name.slice(0, MOST_NAME * 2)].slice(0, MOST_NAME).join(''), roster),
    ...factsOf(attachment),
  }))
}

function factsOf(attachment: Attachment): Omit<z.input<typeof ShownAttachment>, 'at' | 'name'> {
  if (!isKept(attachment)) return { type: null, bytes: null, missing: attachment.missing, canPreview: false }
  const { type, bytes } = attachment
  return { type, bytes, missing: null, canPreview: SHOWN.has(type) }
}
