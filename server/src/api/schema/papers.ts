import { z } from 'zod'
import { Id, Time } from './common.ts'

export const PAPER_KINDS = [
  'request_form',
  'approval_form',
  'authorization',
  'consent_form',
  'scope_note',
  'archive_request',
  'confirmation_letter',
  'inventory',
  'forensic_log',
  'media_seal',
  'customer_report',
  'destruction_certificate',
] as const
export const PaperAbout = z.union([z.object({ request: Id }), z.object({ export: Id })])
export const NewPaper = z.object({
  kind: z.enum(PAPER_KINDS),
  language: z.enum(['zh', 'en']).default('zh'),
  about: PaperAbout,
  /** What the kind has typed for it: recipient, document, independence; medium, serial, seal, place; overview, followUp. */
  typed: z.record(z.string(), z.string().max(1000)).default({}),
  note: z.string().max(1000).default(''),
  /** JPEG in base64, at most 1 MiB each: up to four in a record of a sealed medium (front and back before, the seal, after). */
  photos: z.array(z.base64().max(1_400_000)).max(4).default([]),
})
export const PaperView = z.object({
  id: Id,
  number: z.string(),
  kind: z.enum(PAPER_KINDS),
  language: z.enum(['zh', 'en']),
  issuedByName: z.string(),
  issuedAt: Time,
  pages: z.int(),
  bytes: z.int(),
  sha256: z.string(),
  /** Who signed the PDF, as the certificate of the house's seal names it; null: it carries no signature. */
  seal: z.string().nullable(),
  /** Index of its statement in the evidence ledger; null while it waits. */
  ledgerIndex: z.int().nullable(),
})
export const PapersOf = z.object({
  papers: z.array(PaperView),
  /** What this person may issue about this now. */
  may: z.array(z.enum(PAPER_KINDS)),
})
