import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import type { MergePlan, Proposals, SplitPlan, SubjectConversations } from '../../wire.ts'

// Reads of this page alone. Each look is an act in the audit: none is repeated by the clock.

const calm = { staleTime: 60_000, refetchOnWindowFocus: false, retry: false } as const

export const proposalsQuery = queryOptions({
  queryKey: ['proposals'],
  queryFn: ({ signal }) => api.read<Proposals>('/api/subjects/proposals', signal),
  ...calm,
})

export const subjectTalksQuery = (id: string) =>
  queryOptions({
    queryKey: ['subject', id, 'conversations'],
    queryFn: async ({ signal }) =>
      (await api.read<SubjectConversations>(`/api/subjects/${id}/conversations`, signal)).conversations,
    ...calm,
  })

export const mergePlanQuery = (id: string, other: string) =>
  queryOptions({
    queryKey: ['subject', id, 'merge', other],
    queryFn: ({ signal }) => api.send<MergePlan>(`/api/subjects/${id}/merge/preview`, { other }, signal),
    ...calm,
  })

export const splitPlanQuery = (id: string, participants: readonly number[]) =>
  queryOptions({
    queryKey: ['subject', id, 'split', participants],
    queryFn: ({ signal }) => api.send<SplitPlan>(`/api/subjects/${id}/split/preview`, { participants }, signal),
    ...calm,
  })
