import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Draft } from './draft.ts'

// What somebody has begun to write stays while they look something up elsewhere. It lies in the memory of this page and
// nowhere else: it goes with the sign-out, with the page, and when the request is sent.

const KEY = ['request-draft'] as const

export interface KeptDraft {
  draft: Draft
  change: (next: Partial<Draft>) => void
  /** Whether it was begun earlier. */
  isKept: boolean
  startAnew: () => void
}

/** The draft that was begun, or `fresh()`; `isAsked`: the address says whose records, so that begins a new one. */
export function useKeptDraft(fresh: () => Draft, isAsked: boolean): KeptDraft {
  const queries = useQueryClient()
  const [state, setState] = useState(() => {
    const kept = isAsked ? undefined : queries.getQueryData<Draft>(KEY)
    return { draft: kept ?? fresh(), isKept: kept !== undefined, isBegun: kept !== undefined }
  })
  const { draft, isKept, isBegun } = state
  useEffect(() => {
    if (!isBegun) return
    queries.setQueryDefaults(KEY, { gcTime: Number.POSITIVE_INFINITY })
    queries.setQueryData(KEY, draft)
  }, [queries, draft, isBegun])
  useEffect(() => {
    if (!isBegun) return
    const ask = (event: BeforeUnloadEvent) => {
      if (queries.getQueryData(KEY) !== undefined) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [queries, isBegun])
  return {
    draft,
    isKept,
    change: (next) => setState((before) => ({ ...before, draft: { ...before.draft, ...next }, isBegun: true })),
    startAnew() {
      forgetDraft(queries)
      setState({ draft: fresh(), isKept: false, isBegun: false })
    },
  }
}

export function forgetDraft(queries: QueryClient): void {
  queries.removeQueries({ queryKey: KEY })
}
