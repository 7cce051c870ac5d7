import type { TFunction } from 'i18next'
import type { Attachment } from '../../wire.ts'

/** By what the file is, not by what it is called. */
export function familyOf({ type }: Attachment): 'image' | 'audio' | 'video' | 'text' | 'file' {
  const [family = ''] = (type ?? '').split('/')
  return family === 'image' || family === 'audio' || family === 'video' || family === 'text' ? family : 'file'
}

/** Its family in words, and what of its type the family does not say. */
export function typeWord(t: TFunction, of: Attachment): string {
  const sub = (of.type ?? '').replace(/^[^/]*\/(x-|vnd\.)?/, '')
  const word = t(`attachments.${familyOf(of)}`)
  return of.type === null || of.type === 'application/octet-stream' ? word : `${word} ${sub}`
}
