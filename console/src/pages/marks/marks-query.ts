import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../../api/client.ts'
import { useVerdict } from '../../session.ts'
import type { ExtractAnswer, ExtractInput, Mark, NewMark } from '../../wire.ts'

// Marks under one permit: read once, then changed here as they are made. Reading them is an act, so never by the clock.

const marksQuery = (permit: string) =>
  queryOptions({
    queryKey: ['marks', permit],
    queryFn: async ({ signal }) => (await api.send<{ marks: Mark[] }>('/api/marks/read', { permit }, signal)).marks,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })

export type MarksByRecord = ReadonlyMap<number, Mark[]>

/** What stands on each record; empty while it is read, or where this person may not. */
export function useMarksByRecord(permit: string): MarksByRecord {
  const may = useVerdict('conversation.read_marks')
  const { data } = useQuery({ ...marksQuery(permit), enabled: may?.allowed === true })
  return useMemo(() => Map.groupBy(data ?? [], ({ record }) => record), [data])
}

export function useMarking(permit: string) {
  const queries = useQueryClient()
  const key = ['marks', permit]
  const add = useMutation({
    mutationFn: (mark: Omit<NewMark, 'permit'>) => api.send<{ marks: Mark[] }>('/api/marks', { permit, ...mark }),
    onSuccess: ({ marks }, { records }) => {
      queries.setQueryData<Mark[]>(key, (before = []) => [
        ...before.filter(({ record }) => !records.includes(record)),
        ...marks,
      ])
    },
  })
  const remove = useMutation({
    mutationFn: (id: string) => api.send<Mark>(`/api/marks/${id}/remove`, { permit }),
    onSuccess: ({ id }) => {
      queries.setQueryData<Mark[]>(key, (before = []) => before.filter((each) => each.id !== id))
    },
  })
  return { add, remove }
}

export const extractQuery = (input: ExtractInput) =>
  queryOptions({
    queryKey: ['extract', input],
    queryFn: ({ signal }) => api.send<ExtractAnswer>('/api/marks/extract', input, signal),
    gcTime: 0, // opened each time anew: marks may have changed since
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
