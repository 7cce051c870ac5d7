import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { requestsQuery } from '../../api/queries.ts'
import { DetailPane } from '../../shell/detail-pane.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Empty, PageHead, Shape } from '../../ui/parts.tsx'
import { RequestRows } from '../requests/request-rows.tsx'
import { DecisionView } from './decision-view.tsx'
import '../requests/requests.css'
import './inbox.css'

/** What waits for this person's decision, the most urgent first, and the one being decided. */
export function InboxPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { id } = useParams({ strict: false })
  const { box: chosen } = useSearch({ strict: false })
  const box: 'decided' | 'inbox' = chosen === 'decided' ? 'decided' : 'inbox'
  const list = useInfiniteQuery(requestsQuery(box))
  const rows = (list.data?.pages.flatMap((page) => page.requests) ?? []).toSorted(
    (a, b) =>
      (a.waitingFor?.due ?? Number.POSITIVE_INFINITY) - (b.waitingFor?.due ?? Number.POSITIVE_INFINITY) ||
      b.askedAt - a.askedAt,
  )
  const open = (next: string) => navigate({ to: '/inbox/$id', params: { id: next }, search: { box } })
  return (
    <div className={id === undefined ? 'split split-alone' : 'split split-inbox'}>
      <div className="split-list">
        <PageHead title={t(`boxes.${box}`)} lead={id === undefined && box === 'inbox' ? t('inbox.lead') : undefined} />
        <div className="row">
          <Segmented
            aria-label={t('requests.box')}
            value={box}
            options={(['inbox', 'decided'] as const).map((one) => ({ value: one, label: t(`boxes.${one}`) }))}
            onChange={(value) => navigate({ to: '/inbox', search: { box: value === 'decided' ? 'decided' : 'inbox' } })}
          />
        </div>
        {list.isPending ? <Shape lines={5} /> : null}
        <ProblemNote error={list.error} retry={() => list.refetch()} />
        {list.data ? (
          <RequestRows
            label={t('pages.inbox')}
            rows={rows}
            narrow={id !== undefined}
            more={list.hasNextPage && !list.isFetchingNextPage ? () => list.fetchNextPage() : undefined}
            selected={id ?? null}
            open={(row) => open(row.id)}
            empty={<Empty title={t(`inbox.none_${box}`)}>{t('inbox.none_why')}</Empty>}
          />
        ) : null}
      </div>
      {id === undefined ? null : (
        <DetailPane close={() => navigate({ to: '/inbox', search: { box } })}>
          <DecisionView
            key={id}
            id={id}
            listed={rows.find((row) => row.id === id)?.state}
            decided={() => {
              const next = rows.find((row) => row.id !== id)
              if (next && box === 'inbox') open(next.id)
              else navigate({ to: '/inbox', search: {} })
            }}
          />
        </DetailPane>
      )}
    </div>
  )
}
