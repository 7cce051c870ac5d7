import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { importsQuery } from '../../api/queries.ts'
import { useVerdict } from '../../session.ts'
import { DetailPane } from '../../shell/detail-pane.tsx'
import { DAY, dayOf } from '../../time.ts'
import { DayFigure } from '../../ui/bars.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Empty, PageHead, Shape, Tag } from '../../ui/parts.tsx'
import { useNarrow } from '../../ui/preference.ts'
import { type Column, Table } from '../../ui/table.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import { When } from '../../ui/when.tsx'
import type { Import } from '../../wire.ts'
import { archivedPerDay } from './balance.ts'
import { Equation } from './equation.tsx'
import { ImportDetail } from './import-detail.tsx'
import { formatWord, ImportState } from './import-words.tsx'
import './intake.css'

const DAYS_SHOWN = 30

/** Every import with its sum, what came in per day, and the one chosen. */
export function IntakePage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { id } = useParams({ strict: false })
  const list = useQuery(importsQuery)
  const take = useVerdict('intake.import')
  const isHand = useNarrow()
  const columns: Column<Import>[] = [
    {
      key: 'file',
      title: t('intake.source'),
      cell: (row) => (
        <>
          <b>{row.fileName}</b> <Again of={row} /> {row.origin ? <span className="quiet">{row.origin}</span> : null}
        </>
      ),
    },
    {
      key: 'format',
      title: t('intake.format'),
      cell: (row) => formatWord(t, row),
    },
    { key: 'state', title: t('requests.state'), badge: true, cell: (row) => <ImportState state={row.state} /> },
    { key: 'sum', title: t('intake.sum'), cell: (row) => <Equation counts={row.counts} state={row.state} /> },
    { key: 'started', title: t('intake.started'), cell: (row) => <When at={row.startedAt} /> },
  ]
  const narrow: Column<Import>[] = [
    {
      key: 'what',
      title: t('intake.source'),
      breaks: true,
      cell: (row) => (
        <div className="import-card">
          <div className="spread">
            <span>
              <b>{row.fileName}</b> <Again of={row} />
            </span>
            <ImportState state={row.state} />
          </div>
          <div className="spread quiet">
            <span>{formatWord(t, row)}</span>
            <When at={row.startedAt} />
          </div>
        </div>
      ),
    },
  ]
  return (
    <div className={id === undefined ? 'split split-alone' : 'split split-third'}>
      <div className="split-list">
        <PageHead
          title={t('pages.intake')}
          lead={id === undefined ? t('intake.lead') : undefined}
          acts={
            <>
              {id === undefined ? (
                <Button onClick={() => navigate({ to: '/intake/keys' })}>{t('wecom_keys.title')}</Button>
              ) : null}
              <VerdictButton type="primary" verdict={take} onClick={() => navigate({ to: '/intake/new' })}>
                {t('intake.new')}
              </VerdictButton>
            </>
          }
        />
        {id === undefined && list.data && list.data.length > 0 ? <PerDay imports={list.data} /> : null}
        {list.isPending ? <Shape lines={6} /> : null}
        <ProblemNote error={list.error} retry={() => list.refetch()} />
        {list.data ? (
          <Table
            label={t('pages.intake')}
            columns={id === undefined && !isHand ? columns : narrow}
            rows={list.data}
            rowKey={(row) => row.id}
            open={(row) => navigate({ to: '/intake/$id', params: { id: row.id } })}
            selected={id ?? null}
            empty={<Empty title={t('intake.none')}>{t('intake.none_why')}</Empty>}
          />
        ) : null}
      </div>
      {id === undefined ? null : (
        <DetailPane close={() => navigate({ to: '/intake' })}>
          <ImportDetail key={id} id={id} />
        </DetailPane>
      )}
    </div>
  )
}

/** One that has the name of another: it read that one's quarantine again, or goes on with it. */
function Again({ of }: { of: Import }) {
  const { t } = useTranslation()
  if (of.rereads !== null) return <Tag>{t('intake.again_reread')}</Tag>
  return of.continues === null ? null : <Tag>{t('intake.again_continued')}</Tag>
}

function PerDay({ imports }: { imports: Import[] }) {
  const { t } = useTranslation()
  const bars = useMemo(() => {
    const today = Date.now()
    const days = Array.from({ length: DAYS_SHOWN }, (_, i) => dayOf(today - (DAYS_SHOWN - 1 - i) * DAY))
    const sums = archivedPerDay(imports, days, dayOf)
    return {
      names: days.map((day) => day.slice(5)),
      series: [
        { name: t('intake.archived'), values: sums.archived, tone: 'accent' as const },
        { name: t('intake.duplicates'), values: sums.duplicates, tone: 'quiet' as const },
        { name: t('intake.quarantined'), values: sums.quarantined, tone: 'red' as const },
      ],
    }
  }, [imports, t])
  return <DayFigure label={t('intake.per_day')} bars={bars} height={110} />
}
