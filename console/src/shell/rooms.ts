import type { Me } from '../wire.ts'

// The map of the rail: pages grouped by what people do. A page shows when the server allows at least one of its acts.

export const GROUPS = ['find', 'ask', 'decide', 'hand_over', 'keep', 'watch', 'house'] as const
export type Group = (typeof GROUPS)[number]

export type PageKey =
  | 'search'
  | 'customers'
  | 'requests'
  | 'new_request'
  | 'grants'
  | 'inbox'
  | 'exports'
  | 'alarms'
  | 'intake'
  | 'connectors'
  | 'audit'
  | 'ledgers'
  | 'people'
  | 'masking'
  | 'calendar'
  | 'status'

export interface RailPage {
  key: PageKey
  group: Group
  to:
    | '/search'
    | '/customers'
    | '/requests'
    | '/requests/new'
    | '/grants'
    | '/inbox'
    | '/exports'
    | '/alarms'
    | '/intake'
    | '/connectors'
    | '/audit'
    | '/ledgers'
    | '/people'
    | '/masking'
    | '/calendar'
    | '/status'
  /** Any one of these allowed shows the page. */
  acts: readonly string[]
  /** After `g`, this key opens the page. */
  letter: string
}

export const PAGES: readonly RailPage[] = [
  { key: 'search', group: 'find', to: '/search', acts: ['search.window', 'search.grant'], letter: 's' },
  { key: 'customers', group: 'find', to: '/customers', acts: ['subject.manage'], letter: 'c' },
  { key: 'requests', group: 'ask', to: '/requests', acts: ['request.list'], letter: 'r' },
  { key: 'new_request', group: 'ask', to: '/requests/new', acts: ['request.ask'], letter: 'n' },
  { key: 'grants', group: 'ask', to: '/grants', acts: ['grant.list'], letter: 't' },
  { key: 'inbox', group: 'decide', to: '/inbox', acts: ['request.decide'], letter: 'i' },
  { key: 'exports', group: 'hand_over', to: '/exports', acts: ['export.read'], letter: 'e' },
  { key: 'intake', group: 'keep', to: '/intake', acts: ['intake.read'], letter: 'k' },
  { key: 'connectors', group: 'keep', to: '/connectors', acts: ['connector.read'], letter: 'o' },
  { key: 'alarms', group: 'watch', to: '/alarms', acts: ['alarm.read'], letter: 'w' },
  { key: 'audit', group: 'watch', to: '/audit', acts: ['audit.read'], letter: 'a' },
  { key: 'ledgers', group: 'watch', to: '/ledgers', acts: ['house.read'], letter: 'l' },
  { key: 'people', group: 'house', to: '/people', acts: ['people.read', 'people.manage'], letter: 'p' },
  { key: 'masking', group: 'house', to: '/masking', acts: ['masking.read'], letter: 'm' },
  { key: 'calendar', group: 'house', to: '/calendar', acts: ['calendar.bring', 'calendar.read'], letter: 'd' },
  { key: 'status', group: 'house', to: '/status', acts: ['house.read'], letter: 'h' },
]

export function may(me: Me, act: string): boolean {
  return me.can[act]?.allowed ?? false
}

export function pagesFor(me: Me): RailPage[] {
  return PAGES.filter((page) => page.acts.some((act) => may(me, act)))
}

/** Whether an address belongs to a page of the rail: its list or one thing of it, but not another page below it. */
export function isHere(page: RailPage, pathname: string): boolean {
  const owner = PAGES.filter(({ to }) => pathname === to || pathname.startsWith(`${to}/`)).sort(
    (a, b) => b.to.length - a.to.length,
  )[0]
  return owner?.key === page.key
}

/**
 * Whether an address belongs to a page of the rail that this person does not have. It is absent for them, as it is from
 * their rail: nothing is asked of the house that it would only refuse.
 */
export function isAbsent(me: Me, pathname: string): boolean {
  const owner = PAGES.find((page) => isHere(page, pathname))
  return owner !== undefined && !owner.acts.some((act) => may(me, act))
}

/** Where somebody starts: deciders at what waits for them, the administrator at the house, others at their first page. */
export function firstPage(me: Me): RailPage['to'] | '/nothing' {
  const pages = pagesFor(me)
  const by = (key: PageKey) => pages.find((page) => page.key === key)
  const first = by('inbox') ?? by('audit') ?? by('status') ?? by('search') ?? by('exports') ?? pages[0]
  return first?.to ?? '/nothing'
}
