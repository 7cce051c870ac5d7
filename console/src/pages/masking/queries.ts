import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import type { LearningState, MaskingPolicies, MaskingVersion } from '../../wire.ts'

export const maskingQuery = queryOptions({
  queryKey: ['masking'],
  queryFn: ({ signal }) => api.read<MaskingPolicies>('/api/masking', signal),
})

export const maskingHistoryQuery = queryOptions({
  queryKey: ['masking', 'history'],
  queryFn: async ({ signal }) =>
    (await api.read<{ versions: MaskingVersion[] }>('/api/masking/history', signal)).versions,
})

export const learningQuery = queryOptions({
  queryKey: ['masking', 'learning'],
  queryFn: ({ signal }) => api.read<LearningState>('/api/masking/learning', signal),
})

export const PACKAGE_RECIPIENTS = ['internal', 'subject', 'authority', 'outside'] as const
