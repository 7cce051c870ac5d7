import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type {
  Act,
  AlarmReport,
  AlarmView,
  AuditInput,
  AuditPage,
  Box,
  Connector,
  ConnectorsStatus,
  ConversationSummary,
  Directory,
  ExportList,
  ExportView,
  Grant,
  Group,
  HouseStatus,
  Import,
  Me,
  PapersOf,
  Participant,
  Person,
  Quarantined,
  RequestList,
  RequestView,
  SavedMapping,
  SavedSearch,
  ScopeWords,
  SearchAnswer,
  SearchInput,
  Setup,
  Subject,
  WatchedFile,
  WecomKey,
} from '../wire.ts'
import { api, withQuery } from './client.ts'

// Every read of the API, each with the one key it is cached under.

/** A list may come bare or in an envelope with its cursor; either way this is the list. */
export function listOf<T>(answer: T[] | Record<string, unknown> | null): T[] {
  if (Array.isArray(answer)) return answer
  for (const value of Object.values(answer ?? {})) {
    // An envelope of the API holds exactly one array: the list of that operation's type.
    if (Array.isArray(value)) return value as T[]
  }
  return []
}

const list = <T>(path: string) => ({
  queryFn: async ({ signal }: { signal: AbortSignal }) =>
    listOf<T>(await api.read<T[] | Record<string, unknown>>(path, signal)),
})

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => api.read<Me>('/api/session', signal),
  staleTime: 60_000,
  retry: false,
})

export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => api.read<Setup>('/api/setup', signal),
  retry: false,
})

export const permitsQuery = queryOptions({ queryKey: ['permits'], ...list<ScopeWords>('/api/search/permits') })

export const searchQuery = (input: SearchInput) =>
  infiniteQueryOptions({
    queryKey: ['search', input],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      api.send<SearchAnswer>(
        '/api/search',
        {
          ...input,
          cursor: pageParam,
          ...(pageParam === null && { byDay: true, facets: ['sender', 'kind', 'conversation'] }),
        },
        signal,
      ),
    getNextPageParam: (last: SearchAnswer) => last.next,
    staleTime: 5 * 60_000,
    retry: false, // each run is an act in the audit: never repeated behind the person's back
    refetchOnMount: false,
    refetchOnReconnect: false,
  })

export const savedSearchesQuery = queryOptions({
  queryKey: ['saved-searches'],
  ...list<SavedSearch>('/api/search/saved'),
})

export const requestsQuery = (box: Box) =>
  infiniteQueryOptions({
    queryKey: ['requests', box],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      api.read<RequestList>(withQuery('/api/requests', { box, cursor: pageParam }), signal),
    getNextPageParam: (last: RequestList) => last.next,
    refetchInterval: 15_000,
  })

export const requestQuery = (id: string) =>
  queryOptions({
    queryKey: ['request', id],
    queryFn: ({ signal }) => api.read<RequestView>(`/api/requests/${id}`, signal),
    // Each look at a request is an act in the audit: it is read again when its list says that it moved, not by the clock.
    staleTime: 5 * 60_000,
    refetchOnWindowFocus: false,
  })

export const grantsQuery = queryOptions({ queryKey: ['grants'], ...list<Grant>('/api/grants') })

export const exportsQuery = queryOptions({
  queryKey: ['exports'],
  queryFn: ({ signal }) => api.read<ExportList>('/api/exports', signal),
  refetchInterval: 5_000,
})

export const alarmsQuery = queryOptions({
  queryKey: ['alarms'],
  ...list<AlarmView>('/api/alarms'),
  refetchInterval: 10_000,
})

/** Looking at one is an act: never by the clock. */
export const alarmQuery = (id: string) =>
  queryOptions({
    queryKey: ['alarm', id],
    queryFn: ({ signal }) => api.read<AlarmReport>(`/api/alarms/${id}`, signal),
    staleTime: 5 * 60_000,
    refetchOnWindowFocus: false,
  })

export const exportQuery = (id: string) =>
  queryOptions({
    queryKey: ['export', id],
    queryFn: ({ signal }) => api.read<ExportView>(`/api/exports/${id}`, signal),
    refetchInterval: (query) => (query.state.data?.state === 'running' ? 1_000 : 5_000),
  })

export const papersQuery = (of: 'requests' | 'exports', id: string) =>
  queryOptions({
    queryKey: ['papers', of, id],
    queryFn: ({ signal }) => api.read<PapersOf>(`/api/${of}/${id}/papers`, signal),
    staleTime: 5 * 60_000,
    refetchOnWindowFocus: false,
  })

export const importsQuery = queryOptions({
  queryKey: ['imports'],
  ...list<Import>('/api/intake/imports'),
  refetchInterval: (query) => (query.state.data?.some(isMoving) ? 1_000 : 10_000),
})

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['import', id],
    queryFn: ({ signal }) => api.read<Import>(`/api/intake/imports/${id}`, signal),
    refetchInterval: (query) => (query.state.data && isMoving(query.state.data) ? 700 : false),
  })

export const isMoving = (one: Import) => one.state === 'receiving' || one.state === 'running'

export interface QuarantineShown {
  reason: string | null
  state: 'open' | 'resolved' | null
}

const QUARANTINE_PAGE = 200

/** Page by page, in the order of the source. */
export const quarantineQuery = (id: string, { reason, state }: QuarantineShown) =>
  infiniteQueryOptions({
    queryKey: ['quarantine', id, reason, state],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }) => {
      const query = { reason, state, after: pageParam, limit: QUARANTINE_PAGE }
      const path = withQuery(`/api/intake/imports/${id}/quarantine`, query)
      return listOf<Quarantined>(await api.read<Record<string, unknown>>(path, signal))
    },
    getNextPageParam: (last: Quarantined[]) => (last.length === QUARANTINE_PAGE ? (last.at(-1)?.id ?? null) : null),
  })

export const wecomKeysQuery = queryOptions({ queryKey: ['wecom-keys'], ...list<WecomKey>('/api/intake/wecom-keys') })

export const mappingsQuery = queryOptions({ queryKey: ['mappings'], ...list<SavedMapping>('/api/intake/mappings') })

// Beneath one key, so that an act on a connector refreshes what is said of it too.
export const connectorsQuery = queryOptions({
  queryKey: ['connectors', 'list'],
  ...list<Connector>('/api/connectors'),
})

export const connectorsStatusQuery = queryOptions({
  queryKey: ['connectors', 'status'],
  queryFn: ({ signal }) => api.read<ConnectorsStatus>('/api/connectors/status', signal),
  refetchInterval: 5_000,
})

export const watchedFilesQuery = (id: string) =>
  queryOptions({
    queryKey: ['connectors', 'files', id],
    ...list<WatchedFile>(`/api/connectors/${id}/files`),
    refetchInterval: 10_000,
  })

export const peopleQuery = queryOptions({ queryKey: ['people'], ...list<Person>('/api/people') })
export const groupsQuery = queryOptions({ queryKey: ['groups'], ...list<Group>('/api/groups') })
export const directoriesQuery = queryOptions({ queryKey: ['directories'], ...list<Directory>('/api/directories') })

// What is looked up is a name or a number: it goes in a body, never in an address.
const found = <T>(path: string, find: string) => ({
  queryFn: async ({ signal }: { signal: AbortSignal }) =>
    listOf<T>(await api.send<T[] | Record<string, unknown>>(path, { find }, signal)),
  staleTime: 60_000,
  refetchOnWindowFocus: false,
})

/** Customers by phone, account or name; with nothing to find, the first ones by name. */
export const subjectsQuery = (find: string) =>
  queryOptions({
    queryKey: ['subjects', find],
    ...(find === '' ? list<Subject>('/api/subjects') : found<Subject>('/api/subjects/find', find)),
  })

export const subjectQuery = (id: string) =>
  queryOptions({ queryKey: ['subject', id], queryFn: ({ signal }) => api.read<Subject>(`/api/subjects/${id}`, signal) })

export const participantsQuery = (find: string) =>
  queryOptions({
    queryKey: ['participants', find],
    ...found<Participant>('/api/participants/find', find),
    enabled: find !== '',
  })

export const conversationsQuery = (participant: number | null) =>
  queryOptions({
    queryKey: ['conversations', participant],
    ...list<ConversationSummary>(withQuery('/api/conversations', { participant })),
    enabled: participant !== null,
  })

export const auditQuery = (input: AuditInput) =>
  infiniteQueryOptions({
    queryKey: ['audit', input],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => api.send<AuditPage>('/api/audit', { ...input, cursor: pageParam }, signal),
    getNextPageParam: (last: AuditPage) => last.next,
    retry: false, // reading the audit is itself an act: never by the clock, never twice
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  })

export const houseQuery = queryOptions({
  queryKey: ['house'],
  queryFn: ({ signal }) => api.read<HouseStatus>('/api/house', signal),
  refetchInterval: ({ state }) => (state.data?.keys.progress ? 1000 : 10_000),
})

export type AuditAct = Act
