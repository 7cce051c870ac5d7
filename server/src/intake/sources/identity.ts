import { hash } from 'node:crypto'
import type { RecordFields } from '@cunzhen/proof'

// What makes a message the same message when it comes again: README "Identity".

/**
 * Of a message that its source gives an id. The content is part of it: the same id with another content (an edit, a
 * corrected export, a careless exporter) is not thrown away as a duplicate but archived beside the first.
 */
export function identityById(ids: readonly string[], fields: RecordFields, said: string = fields.body): string {
  return digest(['id', fields.conversation, ...ids], fields, said)
}

/** Of a message without an id: what was said, by whom, where, when. The receiver adds which of its equals it is. */
export function identityByContent(fields: RecordFields, said: string = fields.body): string {
  return digest(['content', fields.conversation], fields, said)
}

function digest(place: readonly string[], fields: RecordFields, said: string): string {
  const parts = [...place, fields.sender, String(fields.sourceTs), fields.kind, fields.refersTo, said]
  // each part with its length before it, so that no two lists of parts make one text
  let text = ''
  for (const part of parts) text += `${part.length}:${part}`
  return hash('sha256', text, 'base64')
}
