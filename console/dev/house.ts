import { generateSync } from 'otplib'
import { type Action, ALL_ACTIONS, verdictsOf } from '../../server/src/access/index.ts'
import { newId } from '../../server/src/base/index.ts'
import { CONVERSATIONS, PARTICIPANTS, type Said, tell } from './story.ts'

// A house in memory for developing the console: it behaves like the real one as far as pages can see, and no further.
// Its answers are checked against the API's own schemas before they are sent (mock.ts), so that it cannot drift.

export const DAY = 86_400_000
export const id = (prefix: string) => newId<string>(prefix)

export interface DevPerson {
  id: string
  username: string
  name: string
  roles: string[]
  groups: string[]
  managerId: string | null
  accounts: { platform: string; account: string }[]
  state: 'invited' | 'active' | 'disabled'
  createdAt: number
  password: string
  totpSecret: string
  usedStep: number
}

const now = Date.now()
const person = (username: string, name: string, roles: string[], n: number): DevPerson => ({
  id: id('psn'),
  username,
  name,
  roles,
  groups: roles.includes('agent') || roles.includes('team_lead') ? ['客服二组'] : [],
  managerId: null,
  accounts: username === 'liming' ? [{ platform: 'wecom', account: 'LiMing' }] : [],
  state: 'active',
  createdAt: now - 40 * DAY,
  password: `dev-${username}-pass`,
  totpSecret: `GEZDGNBVGY3TQOJQGEZDGNBVGY3TQ${'ABCDEFGHIJKLMNOP'[n]}JQ`.padEnd(32, 'A'),
  usedStep: 0,
})

export const people: DevPerson[] = [
  person('admin', '周宁', ['administrator'], 0),
  person('liming', '李明', ['agent'], 1),
  person('sunli', '孙莉', ['team_lead'], 2),
  person('gaoyue', '高悦', ['requester'], 3),
  person('huangwei', '黄伟', ['supervisor'], 4),
  person('xujing', '徐静', ['it_reviewer'], 5),
  person('malin', '马琳', ['legal'], 6),
  person('dengchao', '邓超', ['data_security'], 7),
  person('luohao', '罗浩', ['executor'], 8),
  person('tangmin', '唐敏', ['monitor'], 9),
  person('songyan', '宋岩', ['auditor'], 10),
]
people.push({ ...person('xinren', '何新', ['agent'], 11), state: 'invited' })

/** The talk ends on a fixed day, so that the demo’s request (1 to 15 September 2026) has something to find. */
export const STORY_END = Date.UTC(2026, 8, 16, 8)
export const said: Said[] = tell(STORY_END)
export const kit = {
  houseId: 'CZ-7Q4M-2F9A',
  groups: [
    '7K2M4',
    'P9QDX',
    '3VTNE',
    '8H5RW',
    'J6ZC0',
    'Y1BFS',
    'G4AKT',
    'M7DPQ',
    '2XWVN',
    'R5E9H',
    'C3J8Z',
    'T0YGB',
    'S6FQK',
  ],
  made: now,
  keyringDigest: '9c1f4e0b7a2d86351f0ce4a9b8d7325664a1c0ffee12ab34cd56ef7890123456',
}
export const state = {
  kitConfirmed: !process.argv.includes('--new'),
  sessions: new Map<string, { person: DevPerson; steppedUpUntil: number }>(),
  links: new Map<string, DevPerson>(),
  subjects: [] as {
    id: string
    name: string
    phone: string | null
    note: string
    participants: number[]
    createdAt: number
  }[],
  // Requests, exports, imports and acts are held in the shape they are sent in; mock.ts checks each against its schema.
  requests: [] as Record<string, any>[],
  grants: [] as Record<string, any>[],
  exports: [] as Record<string, any>[],
  imports: [] as Record<string, any>[],
  acts: [] as Record<string, any>[],
  sms: [] as { at: number; to: string; text: string }[],
  consents: new Map<string, { request: Record<string, any>; code: string }>(),
}
state.subjects.push({
  id: id('sub'),
  name: '林若溪',
  phone: '13800138000',
  note: '',
  participants: [1, 5],
  createdAt: now - 20 * DAY,
})

export const participantView = (no: number) => {
  const one = PARTICIPANTS.find((p) => p.no === no)
  if (!one) throw new Error(`no participant ${no}`)
  const subject = state.subjects.find((s) => s.participants.includes(no))
  return { ...one, subjectId: subject?.id ?? null, personId: no === 2 ? (people[1]?.id ?? null) : null }
}

export const subjectView = (one: (typeof state.subjects)[number]) => ({
  ...one,
  phone: one.phone && `${one.phone.slice(0, 3)}****${one.phone.slice(7)}`,
  participants: one.participants.map(participantView),
})

export const conversationView = (no: number) => {
  const one = CONVERSATIONS.find((c) => c.no === no)
  if (!one) throw new Error(`no conversation ${no}`)
  const times = said.filter((s) => s.conversation === no).flatMap((s) => s.at ?? [])
  return { ...one, records: times.length, from: Math.min(...times), to: Math.max(...times) }
}

const RULES = {
  readable: true as const,
  windows: {
    agent: { time: 'this_week', of: 'own_conversations' },
    team_lead: { time: 'this_month', of: 'group_conversations' },
    legal: { time: 'all', of: 'all_conversations' },
    executive: 'none',
  } as const,
  exclusivePowers: {
    operator: [
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
    ],
    administrator: ['administrator'],
    auditor: ['auditor'],
  } as const,
  stepUp: ['first_use_of_grant', 'approve', 'export', 'role_change'] as const,
  stages: [],
  execution: { by: 'executor', with: 'monitor' } as const,
  mayDownload: ['legal', 'executive'] as const,
  carrierContentDenied: false,
}

export function canOf(one: DevPerson): Record<string, { allowed: boolean; reason: string | null }> {
  const actor = {
    kind: 'person' as const,
    id: one.id as never,
    roles: one.roles as never,
    steppedUpUntil: null,
    ip: null,
  }
  const verdicts = verdictsOf(actor, RULES)
  return Object.fromEntries(
    ALL_ACTIONS.map((action: Action) => [
      action,
      { ...(verdicts[action] ?? { allowed: false, reason: 'role_missing' }) },
    ]),
  )
}

/** One code counts once: the next is due at the next step of 30 seconds. */
export function codeFits(one: DevPerson, code: string): boolean {
  const step = Math.floor(Date.now() / 30_000)
  for (const each of [step, step - 1]) {
    if (each > one.usedStep && generateSync({ secret: one.totpSecret, epoch: each * 30 }) === code) {
      one.usedStep = each
      return true
    }
  }
  return false
}

export function act(by: DevPerson | null, action: string, klass: string, more: Record<string, unknown> = {}): string {
  const made = {
    id: id('act'),
    at: Date.now(),
    action,
    class: klass,
    byId: by?.id ?? null,
    byName: by?.name ?? null,
    roles: by?.roles ?? [],
    outcome: 'allowed',
    reason: null,
    permit: null,
    requestId: null,
    detail: {},
    ip: '10.20.30.41',
    ledgerIndex: state.acts.length,
    ...more,
  }
  state.acts.unshift(made)
  return made.id
}
for (let i = 60; i > 0; i--) {
  const by = people[i % people.length] ?? null
  const refused = i % 11 === 0
  act(
    by,
    i % 3 === 0 ? 'search.window' : i % 3 === 1 ? 'session.sign_in' : 'conversation.open',
    i % 3 === 1 ? 'identity' : 'content',
    {
      at: now - i * 4.3 * 3_600_000,
      outcome: refused ? 'refused' : 'allowed',
      reason: refused ? 'no_window' : null,
      permit: i % 3 === 1 ? null : 'window',
      detail: i % 3 === 0 ? { query: '退款 投诉', mode: 'normal', from: null, to: null, total: 17 } : {},
    },
  )
}

export const madeUpImports = (by: string) => {
  const make = (
    fileName: string,
    format: string,
    origin: string,
    archived: number,
    duplicates: number,
    quarantined: number,
    ago: number,
    reasons: object[] = [],
  ) => {
    const items = archived + duplicates + quarantined
    const bytes = items * 311
    state.imports.push({
      id: id('imp'),
      fileName,
      format,
      origin,
      encoding: 'utf-8',
      state: 'finished',
      problem: null,
      counts: {
        items,
        archived,
        duplicates,
        quarantined,
        bytes,
        parsedBytes: bytes - quarantined * 97,
        quarantinedBytes: quarantined * 97,
        undated: quarantined,
      },
      totalBytes: bytes,
      perSecond: 11240,
      startedAt: now - ago * DAY,
      finishedAt: now - ago * DAY + 4200,
      by,
      reasons,
      gapsKnowable: format === 'wecom',
      gaps: format === 'wecom' ? [] : [],
    })
  }
  make('slack-export-2026-11.zip', 'slack', '客服工作区', 118_402, 0, 3, 1, [
    { reason: 'not_messages', items: 3, bytes: 291 },
  ])
  make('sms-20261108.xml', 'sms_backup_restore', '坐席 3 号机', 4_310, 4_102, 0, 4)
  make('wecom-archive-0042.jsonl', 'wecom', '总部企业微信', 246_118, 0, 12, 9)
  make('danmaku.jsonl', 'jsonl', '', 793_412, 0, 0, 12)
  make('slack-export-2026-10.zip', 'slack', '客服工作区', 101_233, 2_204, 1, 16)
}
madeUpImports(people[0]?.id ?? id('psn'))
