import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { listOf } from '../../api/queries.ts'
import type { Calendar, CalendarVersion } from '../../wire.ts'

// Beneath one key: a table that is brought in changes both.

export const calendarQuery = queryOptions({
  queryKey: ['calendar', 'known'],
  queryFn: ({ signal }) => api.read<Calendar>('/api/calendar', signal),
  staleTime: 60_000,
})

export const calendarVersionsQuery = queryOptions({
  queryKey: ['calendar', 'versions'],
  queryFn: async ({ signal }) =>
    listOf<CalendarVersion>(await api.read<Record<string, unknown>>('/api/calendar/versions', signal)),
})
