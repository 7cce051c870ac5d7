import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isMoving, type QuarantineShown, quarantineQuery } from '../../api/queries.ts'
import { bytes, count } from '../../figures.ts'
import { useVerdict } from '../../session.ts'
import { ProblemNote } from '../../ui/note.tsx'
import { Empty, Shape } from '../../ui/parts.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import type { Import, Quarantined } from '../../wire.ts'
import { wordOf } from '../../words.ts'
import { QuarantineBox } from './quarantine-box.tsx'
import { RereadBox } from './reread-box.tsx'

/** What could not be read: kept with its bytes, its place and the reason. Nothing is dropped. */
export function Quarantine({ of }: { of: Import }) {
  const { t } = useTranslation()
  const [shown, setShown] = useState<QuarantineShown>({ reason: null, state: null })
  const [opened, setOpened] = useState<Quarantined | null>(null)
  const holds = of.counts.quarantined > 0 || of.counts.quarantinedBytes > 0
  const list = useInfiniteQuery({ ...quarantineQuery(of.id, shown), enabled: holds })
  const columns = useColumns(setOpened)
  const reread = useVerdict('intake.reread')
  const [rereading, setRereading] = useState(false)
  const canReread = holds && of.counts.quarantined > of.resolved && !isMoving(of)
  return (
    <section className="panel panel-flush">
      <header className="spread">
        <h2>{t('intake.quarantine')}</h2>
        {canReread ? (
          <VerdictButton verdict={reread} onClick={() => setRereading(true)}>
            {t('intake.reread')}
          </VerdictButton>
        ) : null}
      </header>
      {holds ? <p className="quiet">{t('intake.quarantine_how')}</p> : null}
      {holds ? <Filters of={of} shown={shown} setShown={setShown} /> : null}
      {list.isLoading ? <Shape lines={3} /> : null}
      <ProblemNote error={list.error} retry={() => list.refetch()} />
      <Table
        label={t('intake.quarantine')}
        columns={columns}
        rows={list.data?.pages.flat() ?? []}
        rowKey={(row) => row.id}
        height="420px"
        empty={list.isLoading ? null : <Empty title={t(emptyWord(of, holds))} />}
      />
      {list.hasNextPage ? (
        <Button loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
          {t('intake.more')}
        </Button>
      ) : null}
      {opened ? <QuarantineBox of={opened} close={() => setOpened(null)} /> : null}
      {rereading ? <RereadBox of={of} reason={shown.reason} close={() => setRereading(false)} /> : null}
    </section>
  )
}

/** That all was read is known at the end, and not before. */
function emptyWord(of: Import, holds: boolean) {
  if (holds) return 'intake.quarantine_filtered'
  return of.state === 'finished' ? 'intake.quarantine_empty' : 'intake.quarantine_not_yet'
}

function useColumns(open: (row: Quarantined) => void): Column<Quarantined>[] {
  const { t } = useTranslation()
  const verdict = useVerdict('intake.open_quarantined')
  return [
    { key: 'reason', title: t('intake.reason'), breaks: true, cell: (row) => wordOf(t, 'quarantine', row.reason) },
    { key: 'part', title: t('intake.part'), cell: (row) => <code>{row.part}</code> },
    {
      key: 'place',
      title: t('intake.place'),
      align: 'right',
      cell: (row) => `${count(row.start)} – ${count(row.end)}`,
    },
    { key: 'bytes', title: t('intake.size'), align: 'right', cell: (row) => bytes(row.end - row.start) },
    { key: 'items', title: t('intake.items'), align: 'right', cell: (row) => count(row.items) },
    {
      key: 'state',
      title: t('intake.resolved_by'),
      cell: (row) =>
        row.resolvedBy === null ? (
          <span className="quiet">{t('intake.waiting')}</span>
        ) : (
          <Link to="/intake/$id" params={{ id: row.resolvedBy }}>
            {t('intake.moved')}
          </Link>
        ),
    },
    {
      key: 'open',
      title: <span className="only-heard">{t('words.acts')}</span>,
      align: 'right',
      cell: (row) => (
        <VerdictButton size="small" verdict={verdict} onClick={() => open(row)}>
          {t('intake.open')}
        </VerdictButton>
      ),
    },
  ]
}

function Filters({
  of,
  shown,
  setShown,
}: {
  of: Import
  shown: QuarantineShown
  setShown: (shown: QuarantineShown) => void
}) {
  const { t } = useTranslation()
  const states = ['all', 'open', 'resolved'] as const
  return (
    <div className="row quarantine-filters">
      <Select
        aria-label={t('intake.reason')}
        value={shown.reason ?? ''}
        options={[
          { value: '', label: t('intake.all_reasons') },
          ...of.reasons.map(({ reason }) => ({ value: reason, label: wordOf(t, 'quarantine', reason) })),
        ]}
        onChange={(reason) => setShown({ ...shown, reason: reason || null })}
      />
      <Select
        aria-label={t('intake.resolved_by')}
        value={shown.state ?? 'all'}
        options={states.map((value) => ({ value, label: t(`intake.${value}_spans`) }))}
        onChange={(value) => setShown({ ...shown, state: value === 'open' || value === 'resolved' ? value : null })}
      />
    </div>
  )
}
