import { z } from 'zod'
import { Id, Role, Time } from './common.ts'

// Groups by rule, and directories that send people (SCIM 2.0, docs/api.md).

export const ATTRIBUTES = [
  'department',
  'title',
  'email',
  'employee_no',
  'organization',
  'division',
  'location',
  'user_type',
] as const

/** Conditions that must all hold, each: this attribute is one of these; case and width do not matter. */
export const GroupRule = z
  .array(z.object({ attribute: z.enum(ATTRIBUTES), is: z.array(z.string().min(1).max(200)).min(1).max(200) }))
  .min(1)
  .max(10)
export const GroupMember = z.object({
  person: Id,
  /** Null: by hand. Otherwise what of the person met each condition. */
  because: z.array(z.object({ attribute: z.enum(ATTRIBUTES), value: z.string() })).nullable(),
})
export const Group = z.object({
  id: Id,
  name: z.string(),
  rule: GroupRule.nullable(),
  members: z.array(GroupMember),
})
export const NewGroup = z.object({ name: z.string().min(1).max(100), rule: GroupRule.nullable().default(null) })
export const EditGroup = z.object({
  name: z.string().min(1).max(100).optional(),
  rule: GroupRule.nullable().optional(),
})
export const TryRule = z.object({ rule: GroupRule })

export const Directory = z.object({
  id: Id,
  name: z.string(),
  /** What it may give; never administrator, auditor or examiner. */
  roles: z.array(Role),
  madeAt: Time,
  usedAt: Time.nullable(),
  revokedAt: Time.nullable(),
})
export const NewDirectory = z.object({ name: z.string().min(1).max(100), roles: z.array(Role).default([]) })
/** `token`: shown this once. `address`: what the directory calls. */
export const MadeDirectory = z.object({ directory: Directory, token: z.string(), address: z.string() })
