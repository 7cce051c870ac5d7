import { addMonths, DAY, type Instant, type ParticipantNo, startOfMonth, startOfWeek } from '#base'
import type { Role } from './roles.ts'
import { normaliseScope, type Scope } from './scope.ts'

// A role window is what a role may find without a request. It is a standing ceiling, read from the pack.

export const WINDOW_TIMES = ['this_week', 'this_month', 'all'] as const
export const WINDOW_REACHES = ['own_conversations', 'group_conversations', 'all_conversations'] as const

export interface WindowRule {
  readonly time: (typeof WINDOW_TIMES)[number]
  readonly of: (typeof WINDOW_REACHES)[number]
}

/** `none` and absence mean the same: nothing is found without a grant. */
export type Windows = Readonly<Partial<Record<Role, WindowRule | 'none'>>>

/**
 * The window of someone with these roles: the one that reaches furthest (conversations first, then time). Two windows
 * of one person are not added up: a scope is one set of conversations under one time range. Null: no window.
 */
export function widestWindow(roles: readonly Role[], windows: Windows): { role: Role; window: WindowRule } | null {
  let widest: { role: Role; window: WindowRule } | null = null
  for (const role of roles) {
    const window = windows[role]
    if (window === undefined || window === 'none') continue
    if (!widest || reach(window) > reach(widest.window)) widest = { role, window }
  }
  return widest
}

function reach(window: WindowRule): number {
  return WINDOW_REACHES.indexOf(window.of) * WINDOW_TIMES.length + WINDOW_TIMES.indexOf(window.time)
}

/**
 * The scope of a window at this moment. `people`: the participants that are one's own, or one's group's; an empty list
 * finds nothing. Undated records belong to no week and no month: only a window over all time shows them.
 */
export function windowScope(window: WindowRule, people: readonly ParticipantNo[], now: Instant): Scope {
  const all = window.of === 'all_conversations'
  return normaliseScope({
    v: 1,
    subjects: [],
    people: all ? [] : people,
    conversations: all ? 'all' : [],
    ...windowTimes(window, now),
    kinds: null,
    undated: window.time === 'all',
  })
}

function windowTimes(window: WindowRule, now: Instant): { from: Instant | null; to: Instant | null } {
  if (window.time === 'all') return { from: null, to: null }
  if (window.time === 'this_week') {
    const from = startOfWeek(now)
    return { from, to: (from + 7 * DAY) as Instant } // whole days after an Instant are an Instant
  }
  const from = startOfMonth(now)
  return { from, to: addMonths(from, 1) }
}
