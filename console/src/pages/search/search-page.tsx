import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { permitsQuery, searchQuery } from '../../api/queries.ts'
import type { SearchState } from '../../states.ts'
import { ProblemNote } from '../../ui/note.tsx'
import { Shape } from '../../ui/parts.tsx'
import { ScopeLine } from '../../ui/scope-line.tsx'
import type { ScopeWords, SearchInput } from '../../wire.ts'
import { ConversationPane } from '../conversation/conversation-pane.tsx'
import { Filters } from './filters.tsx'
import { HitList } from './hit-list.tsx'
import { NoHits, NoPermit, NotAsked } from './nothing-found.tsx'
import { QueryBar } from './query-bar.tsx'
import { Summary } from './summary.tsx'
import './search.css'

const route = getRouteApi('/house/search')

const inputOf = (state: SearchState, permit: string): SearchInput => ({
  permit,
  query: state.q ?? '',
  mode: state.mode ?? 'normal',
  from: state.from ?? null,
  to: state.to ?? null,
  senders: state.senders ?? null,
  conversations: state.in ?? null,
  kinds: state.kinds ?? null,
  order: state.order ?? 'newest',
  limit: 100,
})

export function SearchPage() {
  const { t } = useTranslation()
  const permits = useQuery(permitsQuery)
  if (permits.isPending) return <Shape lines={8} style={{ padding: 24 }} />
  if (permits.isError) {
    return (
      <div className="page">
        <h1 className="only-heard">{t('pages.search')}</h1>
        <ProblemNote error={permits.error} retry={() => permits.refetch()} />
      </div>
    )
  }
  return permits.data.length === 0 ? <NoPermit /> : <Searching permits={permits.data} />
}

function Searching({ permits }: { permits: ScopeWords[] }) {
  const { t } = useTranslation()
  const state = route.useSearch()
  const navigate = route.useNavigate()
  const asked = state.q !== undefined || state.go === true
  const permit = permits.find((one) => one.permit === state.permit) ?? permits[0]
  const permitId = permit?.permit ?? 'window'
  const { at, ...what } = state
  // `at` only chooses what stands at the right: it must not run the search again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: compared by value through its serialised form
  const input = useMemo(() => inputOf(what, permitId), [JSON.stringify(what), permitId])
  const search = useInfiniteQuery({ ...searchQuery(input), enabled: asked })
  const [focused, setFocused] = useState<number | null>(null)
  const answer = search.data?.pages[0]
  const scope = answer?.scope ?? permit
  const hits = useMemo(() => search.data?.pages.flatMap((page) => page.hits) ?? [], [search.data])
  const opened = at === undefined ? undefined : hits.find((hit) => hit.record === at)
  const change = (next: Partial<SearchState>) =>
    navigate({
      search: (before: SearchState) => {
        const after = { ...before, at: undefined, ...next }
        return { ...after, go: after.q === undefined ? true : undefined }
      },
    })

  return (
    <div className="search">
      <h1 className="only-heard">{t('pages.search')}</h1>
      <div className="search-head">
        <QueryBar state={state} permits={permits} permit={permitId} change={change} />
        {scope ? <ScopeLine scope={scope} /> : null}
        <Filters state={state} change={change} />
      </div>
      {!asked ? <NotAsked /> : null}
      {asked && search.isPending ? <Shape lines={9} /> : null}
      {search.isError ? (
        <div className="search-problem">
          <ProblemNote error={search.error} retry={() => search.refetch()} />
        </div>
      ) : null}
      {answer ? (
        <>
          <Summary answer={answer} loaded={hits.length} state={state} change={change} />
          {answer.total === 0 ? (
            <NoHits state={state} />
          ) : (
            <div className={opened ? 'search-body' : 'search-body search-body-alone'}>
              <HitList
                pages={search.data?.pages ?? []}
                opened={at ?? null}
                focused={focused}
                focus={setFocused}
                open={(hit) =>
                  navigate({
                    search: (before: SearchState) => ({ ...before, at: hit.record }),
                    replace: at !== undefined,
                  })
                }
                only={(conversation) => change({ in: [conversation] })}
                more={search.hasNextPage && !search.isFetchingNextPage ? () => search.fetchNextPage() : undefined}
                loading={search.isFetchingNextPage}
              />
              {opened ? (
                <ConversationPane
                  key={`${permitId}/${opened.conversation}/${opened.record}`}
                  permit={permitId}
                  conversation={opened.conversation}
                  record={opened.record}
                  hits={hits}
                  close={() => navigate({ search: (before: SearchState) => ({ ...before, at: undefined }) })}
                />
              ) : null}
            </div>
          )}
        </>
      ) : null}
    </div>
  )
}
