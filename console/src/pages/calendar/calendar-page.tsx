import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { count, shortDigest } from '../../figures.ts'
import { useVerdict } from '../../session.ts'
import { dayOf } from '../../time.ts'
import { Box } from '../../ui/box.tsx'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { Copyable, Empty, Facts, PageHead, Shape } from '../../ui/parts.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import { When } from '../../ui/when.tsx'
import type { Calendar, CalendarVersion } from '../../wire.ts'
import { BringBox } from './bring-box.tsx'
import { CalendarWarning } from './calendar-warning.tsx'
import { DaysOff } from './days-off.tsx'
import { calendarQuery, calendarVersionsQuery } from './queries.ts'

/** By which days deadlines are counted, how far they are known, and where next year's table is brought in. */
export function CalendarPage() {
  const { t } = useTranslation()
  const calendar = useQuery(calendarQuery)
  const bring = useVerdict('calendar.bring')
  const [isBringing, setIsBringing] = useState(false)
  return (
    <div className="page stack">
      <PageHead
        title={t('pages.calendar')}
        lead={t('calendar.lead')}
        acts={
          <VerdictButton type="primary" verdict={bring} onClick={() => setIsBringing(true)}>
            {t('calendar.bring')}
          </VerdictButton>
        }
      />
      {calendar.isPending ? <Shape lines={8} /> : null}
      <ProblemNote error={calendar.error} retry={() => calendar.refetch()} />
      {calendar.data ? (
        <>
          <CalendarWarning of={calendar.data} />
          {calendar.data.isUsed ? null : <Note tone="amber" title={t('calendar.unused')} />}
          <section className="panel stack">
            <Facts
              of={[
                [t('calendar.until'), calendar.data.knownUntil === null ? '—' : dayOf(calendar.data.knownUntil - 1)],
                [t('calendar.waiting'), count(calendar.data.flagged)],
              ]}
            />
            <p className="quiet">{t('calendar.running')}</p>
          </section>
          <Years of={calendar.data} />
          <Versions />
        </>
      ) : null}
      {isBringing ? <BringBox close={() => setIsBringing(false)} /> : null}
    </div>
  )
}

function Years({ of }: { of: Calendar }) {
  const { t } = useTranslation()
  const columns: Column<Calendar['years'][number]>[] = [
    { key: 'year', title: t('calendar.year'), width: 80, cell: (row) => <b>{row.year}</b> },
    { key: 'worked', title: t('calendar.worked'), width: 90, align: 'right', cell: (row) => count(row.workedDays) },
    {
      key: 'from',
      title: t('calendar.source'),
      width: 180,
      cell: (row) => (row.version === null ? t('calendar.shipped') : t('calendar.own', { version: row.version })),
    },
    { key: 'days', title: t('calendar.days_off'), breaks: true, cell: (row) => <DaysOff of={row} /> },
  ]
  return (
    <section className="panel panel-flush">
      <h2>{t('calendar.years')}</h2>
      <Table label={t('calendar.years')} columns={columns} rows={[...of.years]} rowKey={(row) => String(row.year)} />
    </section>
  )
}

function Versions() {
  const { t } = useTranslation()
  const versions = useQuery(calendarVersionsQuery)
  const [shown, setShown] = useState<CalendarVersion | null>(null)
  const columns: Column<CalendarVersion>[] = [
    { key: 'version', title: t('calendar.version'), cell: (row) => <b>{row.version}</b> },
    { key: 'years', title: t('calendar.year'), cell: (row) => row.years.join(' ') },
    { key: 'reason', title: t('calendar.reason'), breaks: true, cell: (row) => row.reason },
    { key: 'by', title: t('calendar.by'), cell: (row) => row.byName },
    { key: 'at', title: t('calendar.at'), cell: (row) => <When at={row.at} /> },
    {
      key: 'digest',
      title: t('calendar.digest'),
      cell: (row) => <Copyable value={row.sha256} shown={shortDigest(row.sha256)} label={t('calendar.digest')} />,
    },
    {
      key: 'act',
      title: <span className="only-heard">{t('words.acts')}</span>,
      align: 'right',
      cell: (row) => (
        <Button size="small" onClick={() => setShown(row)}>
          {t('calendar.look', { version: row.version })}
        </Button>
      ),
    },
  ]
  return (
    <section className="panel panel-flush">
      <h2>{t('calendar.versions')}</h2>
      <ProblemNote error={versions.error} retry={() => versions.refetch()} />
      <Table
        label={t('calendar.versions')}
        columns={columns}
        rows={versions.data ?? []}
        rowKey={(row) => String(row.version)}
        empty={<Empty title={t('calendar.no_versions')}>{t('calendar.no_versions_why')}</Empty>}
      />
      {shown === null ? null : (
        <Box open title={t('calendar.own', { version: shown.version })} onCancel={() => setShown(null)} width={680}>
          <pre className="mono">{shown.text}</pre>
        </Box>
      )}
    </section>
  )
}
