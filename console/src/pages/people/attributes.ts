import type { GroupRule } from '../../wire.ts'

export type Attribute = GroupRule[number]['attribute']

/** What a directory says about a person; groups with a rule are filled by these. */
export const ATTRIBUTES: readonly Attribute[] = [
  'department',
  'title',
  'email',
  'employee_no',
  'organization',
  'division',
  'location',
  'user_type',
]
