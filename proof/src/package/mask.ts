import type { SpanField } from '../record/commitment.ts'
import type { Field } from '../record/record.ts'

/** What stands where something is hidden. Kind and label are the house's word. */
export type Mask = FieldMask | SpanMask
export interface FieldMask {
  field: Field
  kind: string
  label?: string
}
export interface SpanMask {
  field: SpanField
  /** Code points, half open. */
  start: number
  end: number
  kind: string
  label?: string
  /** Shown without telling how long it is: `****` or its label, and one of what the row counts as masked. */
  fixed?: true
}
