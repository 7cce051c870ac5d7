import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { connectorsQuery, connectorsStatusQuery } from '../../api/queries.ts'
import { count, percent } from '../../figures.ts'
import { useVerdict } from '../../session.ts'
import { DetailPane } from '../../shell/detail-pane.tsx'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { Empty, PageHead, Shape } from '../../ui/parts.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import { When } from '../../ui/when.tsx'
import type { Connector, ConnectorMade, ConnectorStatus } from '../../wire.ts'
import { ConnectorDetail } from './connector-detail.tsx'
import { ConnectorForm } from './connector-form.tsx'
import { ConnectorStateTag, Lag } from './connector-state.tsx'
import { KeyBox } from './key-box.tsx'
import { inOrder, stateOf } from './state.ts'
import './connectors.css'

const route = getRouteApi('/house/connectors')

/** What sends by itself: whether it still does, how late, and what is missing. */
export function ConnectorsPage() {
  const { t } = useTranslation()
  const { id } = route.useSearch()
  const navigate = route.useNavigate()
  const manage = useVerdict('connector.manage')
  const list = useQuery(connectorsQuery)
  const status = useQuery(connectorsStatusQuery)
  const [isNew, setIsNew] = useState(false)
  const [made, setMade] = useState<ConnectorMade | null>(null)
  const statuses = new Map((status.data?.connectors ?? []).map((one) => [one.id, one]))
  const rows = inOrder(list.data ?? [], statuses)
  const chosen = rows.find((one) => one.id === id)
  const isSplit = isNew || chosen !== undefined
  const show = (answer: ConnectorMade) => {
    setIsNew(false)
    setMade(answer)
    navigate({ search: { id: answer.connector.id } })
  }
  return (
    <div className={isSplit ? 'split' : 'split split-alone'}>
      <div className="split-list">
        <PageHead
          title={t('pages.connectors')}
          lead={isSplit ? undefined : t('connectors.lead')}
          acts={
            <VerdictButton type="primary" verdict={manage} onClick={() => setIsNew(true)}>
              {t('connectors.new')}
            </VerdictButton>
          }
        />
        <Alarm of={rows} statuses={statuses} waiting={status.data?.waiting ?? 0} />
        {list.isPending ? <Shape lines={6} /> : null}
        <ProblemNote error={list.error ?? status.error} retry={() => (list.error ? list : status).refetch()} />
        {list.data ? (
          <Table
            label={t('pages.connectors')}
            columns={isSplit ? columnsOf(t, statuses).slice(0, 3) : columnsOf(t, statuses)}
            rows={rows}
            rowKey={(row) => row.id}
            open={(row) => {
              setIsNew(false)
              navigate({ search: { id: row.id } })
            }}
            selected={id ?? null}
            empty={<Empty title={t('connectors.none')}>{t('connectors.none_why')}</Empty>}
          />
        ) : null}
      </div>
      {isNew ? (
        <DetailPane close={() => setIsNew(false)}>
          <ConnectorForm made={show} close={() => setIsNew(false)} />
        </DetailPane>
      ) : chosen ? (
        <DetailPane close={() => navigate({ search: {} })}>
          <ConnectorDetail key={chosen.id} connector={chosen} status={statuses.get(chosen.id)} made={setMade} />
        </DetailPane>
      ) : null}
      {made ? <KeyBox made={made} close={() => setMade(null)} /> : null}
    </div>
  )
}

function columnsOf(t: TFunction, statuses: ReadonlyMap<string, ConnectorStatus>): Column<Connector>[] {
  const of = (row: Connector) => statuses.get(row.id)
  const slowest = Math.max(0, ...[...statuses.values()].map(({ lag }) => lag ?? 0))
  return [
    { key: 'name', title: t('connectors.name'), breaks: true, cell: (row) => <b>{row.name}</b> },
    {
      key: 'state',
      title: t('connectors.state'),
      badge: true,
      cell: (row) => <ConnectorStateTag state={stateOf(row, of(row))} />,
    },
    {
      key: 'last',
      title: t('connectors.last'),
      cell: (row) => {
        const at = of(row)?.lastArrival ?? null
        return at === null ? <span className="quiet">{t('connectors.never')}</span> : <When at={at} form="relative" />
      },
    },
    { key: 'kind', wideOnly: true, title: t('connectors.kind'), cell: (row) => t(`connectors.kinds.${row.kind}`) },
    {
      key: 'lag',
      title: t('connectors.lag'),
      align: 'right',
      cell: (row) => (
        <span className="lag">
          <span
            className="lag-bar"
            aria-hidden="true"
            style={{ width: `${percent(of(row)?.lag ?? 0, slowest) / 2}px` }}
          />
          <Lag of={of(row)?.lag ?? null} />
        </span>
      ),
    },
    {
      key: 'today',
      title: t('connectors.today'),
      align: 'right',
      cell: (row) => count(of(row)?.today.archived ?? 0),
    },
    {
      key: 'gaps',
      title: t('connectors.gaps'),
      cell: (row) => {
        const missing = of(row)?.missing ?? 0
        return missing > 0 ? t('connectors.gaps_missing', { n: count(missing) }) : '—'
      },
    },
  ]
}

/** Said once above the list, so that a silent source is not missed among many. */
function Alarm({
  of,
  statuses,
  waiting,
}: {
  of: readonly Connector[]
  statuses: ReadonlyMap<string, ConnectorStatus>
  waiting: number
}) {
  const { t } = useTranslation()
  const silent = of.filter((one) => stateOf(one, statuses.get(one.id)) === 'silent').length
  return (
    <>
      {silent > 0 ? (
        <Note tone="amber" title={t('connectors.silent_title', { n: silent })}>
          {t('connectors.silent_what')}
        </Note>
      ) : null}
      {waiting > 100 ? <Note title={t('connectors.waiting', { n: count(waiting) })} /> : null}
    </>
  )
}
