import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { alarmsQuery } from '../../api/queries.ts'
import { count } from '../../figures.ts'
import { useMe } from '../../session.ts'
import { DetailPane } from '../../shell/detail-pane.tsx'
import { DayFigure } from '../../ui/bars.tsx'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { Empty, PageHead, Shape } from '../../ui/parts.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { When } from '../../ui/when.tsx'
import type { AlarmView } from '../../wire.ts'
import { reasonOf, wordOf } from '../../words.ts'
import { AlarmDetail } from './alarm-detail.tsx'
import { AlarmState } from './alarm-state.tsx'
import { alarmsPerDay } from './alarms-per-day.ts'

const route = getRouteApi('/house/alarms')

/** Exports that were tried by who may not; each open until its report is filed. */
export function AlarmsPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { id } = route.useSearch()
  const alarms = useQuery(alarmsQuery)
  const { now } = useMe().house
  const open = (alarms.data ?? []).filter(({ reportedAt }) => reportedAt === null)
  const overdue = open.filter(({ reportDue }) => reportDue < now).length
  const wide: Column<AlarmView>[] = [
    { key: 'number', title: t('alarms.number'), cell: (row) => <b className="number">{row.number}</b> },
    { key: 'kind', title: t('alarms.kind'), cell: (row) => t(`alarms.kinds.${row.kind}`) },
    { key: 'who', title: t('alarms.who'), cell: (row) => row.personName ?? t('alarms.nobody') },
    {
      key: 'tried',
      wideOnly: true,
      title: t('alarms.tried'),
      cell: (row) => wordOf(t, 'actions', row.action.replaceAll('.', '_')),
    },
    { key: 'why', title: t('alarms.refused_for'), breaks: true, cell: (row) => reasonOf(t, row.reason) },
    { key: 'times', title: t('alarms.times'), align: 'right', cell: (row) => count(row.times) },
    { key: 'last', title: t('alarms.last'), cell: (row) => <When at={row.lastAt} /> },
    { key: 'due', title: t('alarms.due'), cell: (row) => <When at={row.reportDue} /> },
    { key: 'state', title: t('requests.state'), badge: true, cell: (row) => <AlarmState of={row} /> },
  ]
  const narrow: Column<AlarmView>[] = [
    {
      key: 'what',
      title: t('alarms.number'),
      breaks: true,
      cell: (row) => (
        <div>
          <div className="spread">
            <b className="number">{row.number}</b>
            <AlarmState of={row} />
          </div>
          <div>
            {t(`alarms.kinds.${row.kind}`)} · {row.personName ?? t('alarms.nobody')}
          </div>
          <div className="spread quiet">
            <span>{reasonOf(t, row.reason)}</span>
            <When at={row.lastAt} />
          </div>
        </div>
      ),
    },
  ]
  return (
    <div className={id === undefined ? 'split split-alone' : 'split split-third'}>
      <div className="split-list">
        <PageHead title={t('pages.alarms')} lead={id === undefined ? t('alarms.lead') : undefined} />
        {open.length > 0 ? (
          <Note tone="amber" title={t('alarms.wait', { open: count(open.length), overdue: count(overdue) })} />
        ) : null}
        {alarms.isPending ? <Shape lines={5} /> : null}
        <ProblemNote error={alarms.error} retry={() => alarms.refetch()} />
        {alarms.data && id === undefined ? <PerDay alarms={alarms.data} /> : null}
        {alarms.data ? (
          <Table
            label={t('pages.alarms')}
            columns={id === undefined ? wide : narrow}
            rows={alarms.data}
            rowKey={(row) => row.id}
            open={(row) => navigate({ to: '/alarms', search: { id: row.id } })}
            selected={id ?? null}
            empty={<Empty title={t('alarms.none')}>{t('alarms.none_why')}</Empty>}
          />
        ) : null}
      </div>
      {id === undefined ? null : (
        <DetailPane close={() => navigate({ to: '/alarms', search: {} })}>
          <AlarmDetail key={id} id={id} />
        </DetailPane>
      )}
    </div>
  )
}

function PerDay({ alarms }: { alarms: AlarmView[] }) {
  const { t } = useTranslation()
  const bars = useMemo(() => {
    const { days, reported, waiting } = alarmsPerDay(alarms)
    return {
      names: days.map(({ name }) => name),
      series: [
        { name: t('alarms.states.reported'), values: reported, tone: 'accent' as const },
        { name: t('alarms.states.open'), values: waiting, tone: 'amber' as const },
      ],
    }
  }, [alarms, t])
  return bars.names.length < 2 ? null : <DayFigure label={t('alarms.per_day')} bars={bars} height={96} />
}
