import { KINDS } from '@cunzhen/proof/keeping'
import { z } from 'zod'
import { pseudonymKinds } from './mask-rules.ts'
import { MaskPack, maskPolicies } from './masks.ts'
import { parsePeriod } from './period.ts'

// What the code reads of a pack today, strictly; every other key passes through and is kept. A key whose only lawful
// value the code enforces anyway is a literal: a pack that says otherwise could not be honoured, so it is not read at
// all.

/**
 * The same words as access/roles.ts and access/rules.ts, which stand on the same floor; a test of `requests` compares
 * them.
 */
const ROLE_WORDS = [
  'agent',
  'team_lead',
  'requester',
  'supervisor',
  'it_reviewer',
  'legal',
  'data_security',
  'executor',
  'monitor',
  'executive',
  'examiner',
  'auditor',
  'administrator',
] as const
const STAGE_WORDS = ['supervisor', 'it', 'legal', 'data_security'] as const
const STEP_UP_WORDS = [
  'first_use_of_grant',
  'approve',
  'export',
  'reveal',
  'destroy',
  'key_rotation',
  'restore',
  'role_change',
  'policy_change',
  'emergency',
] as const

export const Role = z.enum(ROLE_WORDS)
export const Stage = z.enum(STAGE_WORDS)
const StepUp = z.enum(STEP_UP_WORDS)
const PeriodText = z.string().refine(isPeriod)
const CalendarPeriod = PeriodText.refine((text) => !text.endsWith('WD'))

export const PackHead = z.looseObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  extends: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .nullish(),
  as_of: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
})

const Window = z.union([
  z.literal('none'),
  z.looseObject({
    time: z.enum(['this_week', 'this_month', 'all']),
    of: z.enum(['own_conversations', 'group_conversations', 'all_conversations']),
  }),
])

const Access = z.looseObject({
  purpose_required: z.literal(true),
  approver_not_requester: z.literal(true).optional(),
  deny_out_of_scope: z.literal(true).optional(),
  mfa_required: z.literal(true).optional(),
  executive_bypass: z.literal(false).optional(),
  standing_access_roles: z.array(z.string()).max(0).optional(),
  default_visibility: z.literal('none').optional(),
  week_starts: z.literal('monday').optional(),
  legal_basis_values: z.array(z.string()).min(1),
  grant_ttl_max: CalendarPeriod.default('P3M'),
  windows: z.partialRecord(Role, Window).default({}),
  may_download: z.array(Role).default([]),
})

const Requests = z.looseObject({
  purposes: z.array(z.string()).default([]),
  methods: z.record(z.string(), z.looseObject({ risk: z.enum(['low', 'medium', 'high']) })).default({}),
  stages: z.array(z.looseObject({ stage: Stage, role: Role, due: PeriodText })).default([]),
  execution: z
    .looseObject({ by: Role, with: Role, due: PeriodText })
    .default({ by: 'executor', with: 'monitor', due: 'P3WD' }),
  estimate_shown_to: z.literal('approvers').optional(),
})

/** S2's checklist: what evidence/standing/checklist.ts can judge. */
const CHECKLIST_ITEMS = [
  'signed_application',
  'consent_where_basis',
  'scope_to_conversation_id',
  'sealed_medium_record',
] as const
const BULK_NEEDS = ['review', 'second_approval', 'reason'] as const

/** What leaves the house. A pack that is silent is not a milder one: release and every need of a bulk export stay. */
const Export = z.looseObject({
  release_review: z.enum(['required', 'none']).default('required'),
  release_by: Role.default('legal'),
  checklist: z.array(z.enum(CHECKLIST_ITEMS)).default([]),
  bulk_requires: z.array(z.enum(BULK_NEEDS)).default([...BULK_NEEDS]),
  bulk_second_by: Role.default('data_security'),
  bulk_if_subjects_over: z.int().min(0).default(1),
  /** How long a file that belongs to no package may lie in exports/. */
  temp_purge: CalendarPeriod.default('PT24H'),
  alert_thresholds: z
    .looseObject({ content: z.int().min(0), comm_or_txn: z.int().min(0), other: z.int().min(0) })
    .default({ content: 25, comm_or_txn: 250, other: 2500 }),
})

const Oversight = z.looseObject({
  alarm_to: z.array(Role).min(1).default(['legal', 'data_security']),
  anomaly_report: CalendarPeriod.default('PT24H'),
})

const Consent = z.looseObject({
  required_when_basis: z.literal('consent').optional(),
  refuse_service_on_refusal: z.literal(false).optional(),
  inducement_allowed: z.literal(false).optional(),
  silence: z
    .string()
    .regex(/^refused_after_/)
    .refine((text) => isPeriod(text.slice('refused_after_'.length)) && !text.endsWith('WD'))
    .default('refused_after_P14D'),
  reask_cooldown: CalendarPeriod.nullish(),
})

const ClassName = z.string().regex(/^[a-z0-9_]{1,40}$/)
const RuleWords = z.array(z.string().min(1).max(200)).min(1).max(64).nullable().default(null)
const Retention = z.looseObject({
  /** A pack that is silent is not a milder one: two persons. The certificate is issued once both have said it of every copy. */
  destruction: z
    .looseObject({
      persons: z.union([z.literal(1), z.literal(2)]).default(2),
      certificate: z.literal(true).default(true),
    })
    .prefault({}),
  classes: z
    .record(
      ClassName,
      z.looseObject({
        applies_if: z
          .string()
          .regex(/^handler\.[a-z_]+$/)
          .optional(),
      }),
    )
    .refine((classes) => Object.keys(classes).length <= 64)
    .default({}),
  /** The first that fits is a record's class; what a rule is silent about fits. Few, for each search asks all of them. */
  class_of: z
    .array(
      z.strictObject({
        class: ClassName,
        kinds: z.array(z.enum(KINDS)).min(1).nullable().default(null),
        platforms: RuleWords,
        /** As the source names them; `#8` is the house's own number, which no pack can know. */
        conversations: RuleWords.refine((ids) => !ids?.some((id) => /^[#＃]/.test(id))),
      }),
    )
    .max(16)
    .default([]),
})

/** Product rule where a pack is silent: operator, administrator and auditor exclude each other. */
const Powers = z.looseObject({
  operator: z.array(Role),
  administrator: z.array(Role),
  auditor: z.array(Role),
})
const POWERS: z.output<typeof Powers> = {
  operator: ROLE_WORDS.filter((role) => role !== 'administrator' && role !== 'auditor' && role !== 'examiner'),
  administrator: ['administrator'],
  auditor: ['auditor'],
}

export const Pack = z
  .looseObject({
    pack: PackHead,
    time: z
      .looseObject({
        tz: z.literal('Asia/Shanghai'),
        workday_calendar: z.string(),
        calendar_warning: CalendarPeriod.default('P2M'),
      })
      .optional(),
    handler: z.looseObject({ telecom_carrier: z.boolean().default(false) }).prefault({}),
    telecom: z.looseObject({ content_view_by_staff: z.literal('deny').default('deny') }).prefault({}),
    people: z
      .looseObject({ roles: z.array(Role).default([...ROLE_WORDS]), exclusive_powers: Powers.default(POWERS) })
      .prefault({}),
    access: Access,
    requests: Requests.prefault({}),
    consent: Consent.prefault({}),
    export: Export.prefault({}),
    oversight: Oversight.prefault({}),
    access_step_up: z.array(StepUp).default([...STEP_UP_WORDS]),
    mask: MaskPack.prefault({}),
    retention: Retention.prefault({}),
  })
  .superRefine((pack, context) => {
    for (const problem of contradictions(pack)) context.addIssue({ code: 'custom', message: problem })
  })

interface Contradictable {
  people: { roles: string[]; exclusive_powers: z.output<typeof Powers> }
  access: { windows: Partial<Record<string, unknown>>; may_download: string[] }
  requests: { stages: { stage: string; role: string }[]; execution: { by: string; with: string } }
  mask: z.output<typeof MaskPack>
  export: { release_by: string; bulk_second_by: string }
  oversight: { alarm_to: string[] }
  retention: z.output<typeof Retention>
}

/** What each key allows but the pack as a whole does not. Codes only. */
function contradictions(pack: Contradictable): string[] {
  const { people, access, requests, mask, export: leaving, oversight, retention } = pack
  const found: string[] = []
  const operators: string[] = people.exclusive_powers.operator
  const stages = requests.stages.map(({ stage }) => stage)
  if (new Set(stages).size !== stages.length) found.push('stage_twice')
  if (requests.execution.by === requests.execution.with) found.push('one_role_executes_and_monitors')
  const carriers = [requests.execution.by, requests.execution.with]
  // who carries an export out cannot be the one whose yes it waits for
  if ([leaving.release_by, leaving.bulk_second_by].some((role) => carriers.includes(role)))
    found.push('one_role_exports_and_releases')
  const working = [
    leaving.release_by,
    leaving.bulk_second_by,
    ...Object.keys(access.windows).filter((role) => access.windows[role] !== 'none'),
    ...requests.stages.map(({ role }) => role),
    ...access.may_download,
    requests.execution.by,
    requests.execution.with,
  ]
  // content, decisions and exports belong to operators: never to who administers or audits
  if (working.some((role) => !operators.includes(role))) found.push('duty_outside_operators')
  if ([...working, ...oversight.alarm_to].some((role) => !people.roles.includes(role))) found.push('role_not_listed')
  const { operator, administrator, auditor } = people.exclusive_powers
  const all = [...operator, ...administrator, ...auditor]
  if (new Set(all).size !== all.length) found.push('role_in_two_powers')
  if (retention.class_of.some((rule) => !Object.hasOwn(retention.classes, rule.class))) found.push('class_not_listed')
  if (pseudonymKinds(maskPolicies(mask).recipients.screen).length > 0) found.push('pseudonym_on_screen')
  return found
}

function isPeriod(text: string): boolean {
  try {
    parsePeriod(text)
    return true
  } catch {
    return false // parsePeriod throws for nothing else
  }
}
