import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { requestsQuery } from '../../api/queries.ts'
import { useMe, useVerdict } from '../../session.ts'
import { DetailPane } from '../../shell/detail-pane.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Empty, PageHead, Shape } from '../../ui/parts.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import { RequestDetail } from './request-detail.tsx'
import { RequestRows } from './request-rows.tsx'
import './requests.css'

/** Requests: the list at the left, the chosen one at the right. Those who may not ask see those that concern them. */
export function RequestsPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { id } = useParams({ strict: false })
  const { box: chosen } = useSearch({ strict: false })
  const me = useMe()
  const asks = me.can['request.ask']?.allowed ?? false
  const box = chosen ?? (asks ? 'mine' : 'all')
  const list = useInfiniteQuery(requestsQuery(box))
  const ask = useVerdict('request.ask')
  const rows = list.data?.pages.flatMap((page) => page.requests) ?? []
  return (
    <div className={id === undefined ? 'split split-alone' : 'split split-third'}>
      <div className="split-list">
        <PageHead
          title={t('pages.requests')}
          lead={id === undefined ? t('requests.lead') : undefined}
          acts={
            asks ? (
              <VerdictButton type="primary" verdict={ask} onClick={() => navigate({ to: '/requests/new', search: {} })}>
                {t('requests.new')}
              </VerdictButton>
            ) : undefined
          }
        />
        {asks ? (
          <div className="row">
            <Segmented
              aria-label={t('requests.box')}
              value={box}
              options={(['mine', 'all'] as const).map((one) => ({ value: one, label: t(`boxes.${one}`) }))}
              onChange={(value) =>
                id === undefined
                  ? navigate({ to: '/requests', search: { box: value } })
                  : navigate({ to: '/requests/$id', params: { id }, search: { box: value } })
              }
            />
          </div>
        ) : null}
        {list.isPending ? <Shape lines={6} /> : null}
        <ProblemNote error={list.error} retry={() => list.refetch()} />
        {list.data ? (
          <RequestRows
            label={t('pages.requests')}
            rows={rows}
            narrow={id !== undefined}
            more={list.hasNextPage && !list.isFetchingNextPage ? () => list.fetchNextPage() : undefined}
            selected={id ?? null}
            open={(row) => navigate({ to: '/requests/$id', params: { id: row.id }, search: { box } })}
            empty={<Empty title={t('requests.none')}>{t(asks ? 'requests.none_why' : 'requests.none_for_you')}</Empty>}
          />
        ) : null}
      </div>
      {id === undefined ? null : (
        <DetailPane close={() => navigate({ to: '/requests', search: { box } })}>
          <RequestDetail key={id} id={id} listed={rows.find((row) => row.id === id)?.state} />
        </DetailPane>
      )}
    </div>
  )
}
