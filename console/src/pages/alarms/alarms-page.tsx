import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { alarmsQuery } from '../../api/queries.ts'
import { useMe } from '../../session.ts'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { Empty, PageHead, Shape, Tag } from '../../ui/parts.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { When } from '../../ui/when.tsx'
import type { AlarmView } from '../../wire.ts'
import { reasonOf } from '../../words.ts'
import { AlarmDetail } from './alarm-detail.tsx'

const route = getRouteApi('/house/alarms')

/** Exports that were tried by who may not; each open until its report is filed. */
export function AlarmsPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { id } = route.useSearch()
  const alarms = useQuery(alarmsQuery)
  const open = (alarms.data ?? []).filter(({ reportedAt }) => reportedAt === null).length
  const columns: Column<AlarmView>[] = [
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
        {open > 0 ? <Note tone="red" title={t('alarms.open_count', { n: open })} /> : null}
        {alarms.isPending ? <Shape lines={5} /> : null}
        <ProblemNote error={alarms.error} retry={() => alarms.refetch()} />
        {alarms.data ? (
          <Table
            label={t('pages.alarms')}
            columns={columns}
            rows={alarms.data}
            rowKey={(row) => row.id}
            open={(row) => navigate({ to: '/alarms', search: { id: row.id } })}
            selected={id ?? null}
            empty={<Empty title={t('alarms.none')}>{t('alarms.none_why')}</Empty>}
          />
        ) : null}
      </div>
      {id === undefined ? null : (
        <div className="split-detail">
          <AlarmDetail key={id} id={id} />
        </div>
      )}
    </div>
  )
}

export function AlarmState({ of }: { of: Pick<AlarmView, 'reportedAt' | 'reportDue'> }) {
  const { t } = useTranslation()
  const { now } = useMe().house
  const state = of.reportedAt !== null ? 'reported' : of.reportDue < now ? 'late' : 'open'
  return <Tag tone={state === 'reported' ? 'accent' : 'red'}>{t(`alarms.states.${state}`)}</Tag>
}
