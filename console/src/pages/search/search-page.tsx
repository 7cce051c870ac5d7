import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { permitsQuery, searchQuery } from '../../api/queries.ts'
import { useKeys } from '../../shell/keys.ts'
import type { SearchState } from '../../states.ts'
import { ProblemNote } from '../../ui/note.tsx'
import { Shape } from '../../ui/parts.tsx'
import { ScopeLine } from '../../ui/scope-line.tsx'
import type { ScopeWords, SearchAnswer, SearchInput } from '../../wire.ts'
import { ConversationPane } from '../conversation/conversation-pane.tsx'
import { numbered } from './form.ts'
import { HitList } from './hit-list.tsx'
import { neighbourOf } from './hits.ts'
import { NoHits, NoPermit, NotAsked } from './nothing-found.tsx'
import { QueryBar } from './query-bar.tsx'
import { ReadAs } from './read-as.tsx'
import { Side, useForm } from './side.tsx'
import { Summary } from './summary.tsx'
import './search.css'

const route = getRouteApi('/house/search')

const inputOf = (state: SearchState, permit: string): SearchInput => ({
  permit,
  query: state.q ?? '',
  mode: state.mode ?? 'normal',
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

/** The state of the page: what is asked stands in the address, what was answered in the cache. */
function useSearching(permits: ScopeWords[]) {
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

  // asked by Enter, until its hits are there
  const [awaited, setAwaited] = useState<string | null>(null)
  const [typed, setTyped] = useState(state.q ?? '')
  useEffect(() => setTyped(state.q ?? ''), [state.q])
  const asForm = useForm(typed, state, change)
  const open = (record: number) =>
    navigate({ search: (before: SearchState) => ({ ...before, at: record }), replace: at !== undefined })
  const step = (by: 1 | -1) => {
    const next = neighbourOf(search.data?.pages ?? [], at ?? focused, by)
    if (next !== null) open(next)
    else if (by === 1 && search.hasNextPage) search.fetchNextPage()
  }
  useKeys({
    n: () => step(1),
    p: () => step(-1),
    // what lies over the conversation is left first
    Escape: () => {
      if (opened && !document.querySelector('.ant-popover:not(.ant-popover-hidden)')) close()
    },
  })
  const close = () => navigate({ search: (before: SearchState) => ({ ...before, at: undefined }) })
  const place = { at: at ?? null, opened, focused, focus: setFocused, open, step, close }
  const arrival = { sent: setAwaited, isDue: awaited === (state.q ?? ''), arrived: () => setAwaited(null) }
  const box = { typed, type: setTyped }
  return { state, asked, permit: permitId, scope, search, answer, hits, change, ...box, asForm, place, arrival }
}

type Searched = ReturnType<typeof useSearching>

function Searching({ permits }: { permits: ScopeWords[] }) {
  const { t } = useTranslation()
  const searched = useSearching(permits)
  const { state, asked, permit, scope, search, answer, change, typed, type, asForm } = searched
  return (
    <div className="search">
      <h1 className="only-heard">{t('pages.search')}</h1>
      <div className="search-head">
        <QueryBar
          typed={typed}
          type={type}
          state={state}
          permits={permits}
          permit={permit}
          change={change}
          sent={searched.arrival.sent}
        />
        {scope ? <ScopeLine scope={scope} /> : null}
        {answer ? <ReadAs expansion={answer.expansion} /> : null}
      </div>
      <div className="search-main">
        <Side asForm={asForm} state={state} permit={permit} answer={answer} change={change} />
        <div className="search-results">
          {!asked ? <NotAsked /> : null}
          {asked && search.isPending ? <Shape lines={9} style={{ padding: 20 }} /> : null}
          {search.isError ? (
            <div className="search-problem">
              <ProblemNote error={search.error} retry={() => search.refetch()} />
            </div>
          ) : null}
          {answer ? <Found answer={answer} of={searched} /> : null}
        </div>
      </div>
    </div>
  )
}

/** What was found: the days, the hits, and the conversation around the one that is open. */
function Found({ answer, of }: { answer: SearchAnswer; of: Searched }) {
  const { form, narrow } = of.asForm
  const { at, step } = of.place
  return (
    <>
      <Summary
        permit={of.permit}
        answer={answer}
        hits={of.hits}
        opened={at}
        step={step}
        form={form}
        between={(from, to) => narrow({ from, to })}
      />
      {answer.total === 0 ? <NoHits form={form} /> : <Hits of={of} />}
    </>
  )
}

function Hits({ of: { permit, search, hits, asForm, place, arrival } }: { of: Searched }) {
  const { at, opened, focused, focus, open, close } = place
  return (
    <div className={opened ? 'search-body' : 'search-body search-body-alone'}>
      <HitList
        permit={permit}
        pages={search.data?.pages ?? []}
        opened={at}
        focused={focused}
        focus={focus}
        arrival={arrival}
        open={(hit) => open(hit.record)}
        only={(conversation) => asForm.narrow({ conversations: [numbered(conversation)] })}
        more={search.hasNextPage && !search.isFetchingNextPage ? () => search.fetchNextPage() : undefined}
        loading={search.isFetchingNextPage}
      />
      {opened ? (
        <ConversationPane
          key={`${permit}/${opened.conversation}/${opened.record}`}
          permit={permit}
          conversation={opened.conversation}
          record={opened.record}
          hits={hits}
          close={close}
        />
      ) : null}
    </div>
  )
}
