import { Refusal } from './errors.ts'

/**
 * Where a page of numbered rows goes on; null: at its beginning. attacker-controlled: a cursor comes back from the caller.
 * @throws Refusal `cursor_invalid`
 */
export function rowCursor(cursor: string | null | undefined): number | null {
  if (cursor === null || cursor === undefined) return null
  if (!/^[1-9]\d{0,14}$/.test(cursor)) throw new Refusal('invalid', 'cursor_invalid')
  return Number(cursor)
}
