import type { QueryClient } from '@tanstack/react-query'
import {
  createBrowserHistory,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { ApiProblem } from './api/client.ts'
import { meQuery } from './api/queries.ts'
import { readAddress, writeAddress } from './paths.ts'
import { BrokenPage, LonePage, MissingPage } from './shell/broken.tsx'
import { House } from './shell/house.tsx'
import { firstPage } from './shell/rooms.ts'
import {
  auditState,
  chosenState,
  conversationState,
  customersState,
  maskingState,
  newExportState,
  newRequestState,
  peopleState,
  requestsState,
  searchState,
  signInState,
} from './states.ts'

// The map of the console: every page, loaded when it is first opened.

const root = createRootRouteWithContext<{ queries: QueryClient }>()({ errorComponent: LonePage })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: signInState,
  component: lazyRouteComponent(() => import('./pages/session/sign-in-page.tsx'), 'SignInPage'),
})

const enter = createRoute({
  getParentRoute: () => root,
  path: '/enter',
  component: lazyRouteComponent(() => import('./pages/session/enter-page.tsx'), 'EnterPage'),
})

/** Everything behind the sign-in. */
const house = createRoute({
  getParentRoute: () => root,
  id: 'house',
  component: House,
  beforeLoad: async ({ context, location }) => {
    try {
      return { me: await context.queries.ensureQueryData(meQuery) }
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) {
        throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } })
      }
      throw error
    }
  },
})

const first = createRoute({
  getParentRoute: () => house,
  path: '/',
  beforeLoad: ({ context }) => {
    throw redirect({ to: firstPage(context.me), replace: true })
  },
})

const nothing = createRoute({
  getParentRoute: () => house,
  path: '/nothing',
  component: lazyRouteComponent(() => import('./pages/session/nothing-page.tsx'), 'NothingPage'),
})

const setup = createRoute({
  getParentRoute: () => house,
  path: '/setup',
  component: lazyRouteComponent(() => import('./pages/session/setup-page.tsx'), 'SetupPage'),
})

const search = createRoute({
  getParentRoute: () => house,
  path: '/search',
  validateSearch: searchState,
  component: lazyRouteComponent(() => import('./pages/search/search-page.tsx'), 'SearchPage'),
})

const conversation = createRoute({
  getParentRoute: () => house,
  path: '/conversations/$no',
  validateSearch: conversationState,
  component: lazyRouteComponent(() => import('./pages/conversation/conversation-page.tsx'), 'ConversationPage'),
})

const customers = createRoute({
  getParentRoute: () => house,
  path: '/customers',
  validateSearch: customersState,
  component: lazyRouteComponent(() => import('./pages/customers/customers-page.tsx'), 'CustomersPage'),
})

const requests = createRoute({
  getParentRoute: () => house,
  path: '/requests',
  validateSearch: requestsState,
  component: lazyRouteComponent(() => import('./pages/requests/requests-page.tsx'), 'RequestsPage'),
})

const newRequest = createRoute({
  getParentRoute: () => house,
  path: '/requests/new',
  validateSearch: newRequestState,
  component: lazyRouteComponent(() => import('./pages/requests/request-form.tsx'), 'RequestForm'),
})

const request = createRoute({
  getParentRoute: () => house,
  path: '/requests/$id',
  validateSearch: requestsState,
  component: lazyRouteComponent(() => import('./pages/requests/requests-page.tsx'), 'RequestsPage'),
})

const grants = createRoute({
  getParentRoute: () => house,
  path: '/grants',
  component: lazyRouteComponent(() => import('./pages/grants/grants-page.tsx'), 'GrantsPage'),
})

const inbox = createRoute({
  getParentRoute: () => house,
  path: '/inbox',
  validateSearch: requestsState,
  component: lazyRouteComponent(() => import('./pages/inbox/inbox-page.tsx'), 'InboxPage'),
})

const decision = createRoute({
  getParentRoute: () => house,
  path: '/inbox/$id',
  validateSearch: requestsState,
  component: lazyRouteComponent(() => import('./pages/inbox/inbox-page.tsx'), 'InboxPage'),
})

const exportsList = createRoute({
  getParentRoute: () => house,
  path: '/exports',
  component: lazyRouteComponent(() => import('./pages/exports/exports-page.tsx'), 'ExportsPage'),
})

const newExport = createRoute({
  getParentRoute: () => house,
  path: '/exports/new',
  validateSearch: newExportState,
  component: lazyRouteComponent(() => import('./pages/exports/export-form.tsx'), 'ExportForm'),
})

const oneExport = createRoute({
  getParentRoute: () => house,
  path: '/exports/$id',
  component: lazyRouteComponent(() => import('./pages/exports/exports-page.tsx'), 'ExportsPage'),
})

const alarms = createRoute({
  getParentRoute: () => house,
  path: '/alarms',
  validateSearch: chosenState,
  component: lazyRouteComponent(() => import('./pages/alarms/alarms-page.tsx'), 'AlarmsPage'),
})

const intake = createRoute({
  getParentRoute: () => house,
  path: '/intake',
  component: lazyRouteComponent(() => import('./pages/intake/intake-page.tsx'), 'IntakePage'),
})

const newImport = createRoute({
  getParentRoute: () => house,
  path: '/intake/new',
  component: lazyRouteComponent(() => import('./pages/intake/import-form.tsx'), 'ImportForm'),
})

const wecomKeys = createRoute({
  getParentRoute: () => house,
  path: '/intake/keys',
  component: lazyRouteComponent(() => import('./pages/intake/wecom-keys-page.tsx'), 'WecomKeysPage'),
})

const oneImport = createRoute({
  getParentRoute: () => house,
  path: '/intake/$id',
  component: lazyRouteComponent(() => import('./pages/intake/intake-page.tsx'), 'IntakePage'),
})

const connectors = createRoute({
  getParentRoute: () => house,
  path: '/connectors',
  validateSearch: chosenState,
  component: lazyRouteComponent(() => import('./pages/connectors/connectors-page.tsx'), 'ConnectorsPage'),
})

const audit = createRoute({
  getParentRoute: () => house,
  path: '/audit',
  validateSearch: auditState,
  component: lazyRouteComponent(() => import('./pages/audit/audit-page.tsx'), 'AuditPage'),
})

const ledgers = createRoute({
  getParentRoute: () => house,
  path: '/ledgers',
  component: lazyRouteComponent(() => import('./pages/ledgers/ledgers-page.tsx'), 'LedgersPage'),
})

const masking = createRoute({
  getParentRoute: () => house,
  path: '/masking',
  validateSearch: maskingState,
  component: lazyRouteComponent(() => import('./pages/masking/masking-page.tsx'), 'MaskingPage'),
})

const people = createRoute({
  getParentRoute: () => house,
  path: '/people',
  validateSearch: peopleState,
  component: lazyRouteComponent(() => import('./pages/people/people-page.tsx'), 'PeoplePage'),
})

const calendar = createRoute({
  getParentRoute: () => house,
  path: '/calendar',
  component: lazyRouteComponent(() => import('./pages/calendar/calendar-page.tsx'), 'CalendarPage'),
})

const status = createRoute({
  getParentRoute: () => house,
  path: '/status',
  component: lazyRouteComponent(() => import('./pages/status/status-page.tsx'), 'StatusPage'),
})

/** Any other address: said inside the shell, so that one can go on from there. */
const missing = createRoute({ getParentRoute: () => house, path: '$', component: MissingPage })

const tree = root.addChildren([
  signIn,
  enter,
  house.addChildren([
    first,
    nothing,
    setup,
    search,
    conversation,
    customers,
    requests,
    newRequest,
    request,
    grants,
    inbox,
    decision,
    exportsList,
    newExport,
    oneExport,
    alarms,
    intake,
    newImport,
    wecomKeys,
    oneImport,
    connectors,
    audit,
    ledgers,
    people,
    masking,
    calendar,
    status,
    missing,
  ]),
])

/** The router, over the browser's history with the page's state after `#` (see paths.ts). */
export function makeRouter(queries: QueryClient) {
  const history = createBrowserHistory({
    parseLocation: () => ({
      ...readAddress(window.location),
      state: window.history.state ?? { __TSR_index: 0, key: 'first', __TSR_key: 'first' },
    }),
    createHref: writeAddress,
  })
  return createRouter({
    routeTree: tree,
    history,
    context: { queries },
    defaultPreload: 'intent',
    defaultPendingMs: 300,
    defaultPendingMinMs: 0,
    scrollRestoration: false,
    defaultErrorComponent: BrokenPage,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
