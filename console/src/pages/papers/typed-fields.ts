import type { PaperKind } from '../../wire.ts'

// What is typed for a paper besides what the house knows (server: papers/kinds.ts).

export type TypedField =
  | 'recipient'
  | 'document'
  | 'independence'
  | 'medium'
  | 'serial'
  | 'seal'
  | 'place'
  | 'overview'
  | 'followUp'

interface Typed {
  readonly key: TypedField
  /** Without it the house issues no paper. */
  readonly isOwed: boolean
  /** Sentences rather than a word. */
  readonly isLong: boolean
}

const word = (key: TypedField): Typed => ({ key, isOwed: false, isLong: false })
const owed = (key: TypedField): Typed => ({ key, isOwed: true, isLong: false })
const sentences = (key: TypedField, isOwed = false): Typed => ({ key, isOwed, isLong: true })

const TYPED: Partial<Record<PaperKind, readonly Typed[]>> = {
  confirmation_letter: [owed('recipient'), word('document'), sentences('independence')],
  media_seal: [owed('medium'), word('serial'), owed('seal'), owed('place')],
  customer_report: [sentences('overview', true), sentences('followUp')],
}

export function typedFields(kind: PaperKind | undefined): readonly Typed[] {
  return (kind && TYPED[kind]) ?? []
}
