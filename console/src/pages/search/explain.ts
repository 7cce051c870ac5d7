import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import type { Explained, SearchForm } from '../../wire.ts'

type Mode = 'normal' | 'exact'

/** How a query is read; nothing is searched, so it is no act and may be asked while somebody types. */
export const explainQuery = (query: string, mode: Mode) =>
  queryOptions({
    queryKey: ['explain', query, mode],
    queryFn: ({ signal }) => api.send<Explained>('/api/search/explain', { query, mode }, signal),
    staleTime: Number.POSITIVE_INFINITY, // it follows from the query alone
    retry: false,
  })

/** The query that a form writes. */
export async function writeQuery(form: SearchForm, mode: Mode): Promise<string> {
  return (await api.send<Explained>('/api/search/explain', { form, mode })).query
}
