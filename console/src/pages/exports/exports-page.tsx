import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { exportsQuery } from '../../api/queries.ts'
import { bytes, count } from '../../figures.ts'
import { useMe, useVerdict } from '../../session.ts'
import { DetailPane } from '../../shell/detail-pane.tsx'
import { waitsFor } from '../../shell/inbox-count.ts'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { Empty, PageHead, Shape } from '../../ui/parts.tsx'
import { useNarrow } from '../../ui/preference.ts'
import { type Column, Table } from '../../ui/table.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import { When } from '../../ui/when.tsx'
import type { ExportView } from '../../wire.ts'
import { openCopies } from './copies.tsx'
import { ExportDetail } from './export-detail.tsx'
import { ExportState } from './export-state.tsx'
import '../requests/requests.css'
import './exports.css'

/** What leaves the house: every package, who prepared it, who stood beside, and what became of it. */
export function ExportsPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { id } = useParams({ strict: false })
  const me = useMe()
  const isHand = useNarrow()
  const prepare = useVerdict('export.ask')
  const list = useQuery(exportsQuery)
  const rows = list.data?.exports ?? []
  const overdue = rows.filter((row) => row.state === 'expired').reduce((sum, row) => sum + openCopies(row), 0)
  const wide: Column<ExportView>[] = [
    { key: 'number', title: t('exports.number'), cell: (row) => <b className="number">{row.number}</b> },
    { key: 'state', title: t('requests.state'), badge: true, cell: (row) => <ExportState state={row.state} /> },
    { key: 'grant', wideOnly: true, title: t('exports.grant'), cell: (row) => row.grantNumber },
    { key: 'case', title: t('requests.case_no'), cell: (row) => row.caseNo },
    { key: 'executor', title: t('exports.executor'), cell: (row) => row.executorName },
    {
      key: 'monitor',
      title: t('exports.monitor'),
      cell: (row) => row.monitorName ?? <span className="quiet">{t('words.none')}</span>,
    },
    {
      key: 'rows',
      title: t('exports.rows'),
      align: 'right',
      cell: (row) => (row.rows === null ? '' : count(row.rows)),
    },
    {
      key: 'size',
      wideOnly: true,
      title: t('exports.size'),
      align: 'right',
      cell: (row) => (row.bytes === null ? '' : bytes(row.bytes)),
    },
    { key: 'asked', title: t('exports.asked'), cell: (row) => <When at={row.askedAt} /> },
  ]
  const narrow: Column<ExportView>[] = [
    {
      key: 'what',
      title: t('exports.export'),
      breaks: true,
      cell: (row) => (
        <div className="request-card">
          <div className="spread">
            <b className="number">{row.number}</b>
            <ExportState state={row.state} />
          </div>
          <div>
            {row.grantNumber} · {row.caseNo}
          </div>
          <div className="spread quiet">
            <span>{row.executorName}</span>
            <When at={row.askedAt} form="day" />
          </div>
        </div>
      ),
    },
  ]
  return (
    <div className={id === undefined ? 'split split-alone' : 'split split-third'}>
      <div className="split-list">
        <PageHead
          title={t('pages.exports')}
          lead={id === undefined ? t('exports.lead') : undefined}
          acts={
            me.person.roles.includes('executor') ? (
              <VerdictButton
                type="primary"
                verdict={prepare}
                onClick={() => navigate({ to: '/exports/new', search: {} })}
              >
                {t('exports.new')}
              </VerdictButton>
            ) : undefined
          }
        />
        <Waiting rows={rows} />
        {id === undefined && rows.length > 0 && list.data && list.data.released.judged > 0 ? (
          <p className="quiet">{t('release.share', list.data.released)}</p>
        ) : null}
        {overdue > 0 ? (
          <Note tone="amber" title={t('copies.overdue', { count: overdue })}>
            {t('copies.overdue_todo')}
          </Note>
        ) : null}
        {list.isPending ? <Shape lines={5} /> : null}
        <ProblemNote error={list.error} retry={() => list.refetch()} />
        {list.data ? (
          <Table
            label={t('pages.exports')}
            columns={id === undefined && !isHand ? wide : narrow}
            rows={rows}
            rowKey={(row) => row.id}
            open={(row) => navigate({ to: '/exports/$id', params: { id: row.id } })}
            selected={id ?? null}
            empty={<Empty title={t('exports.none')}>{t('exports.none_why')}</Empty>}
          />
        ) : null}
      </div>
      {id === undefined ? null : (
        <DetailPane close={() => navigate({ to: '/exports' })}>
          <ExportDetail key={id} id={id} />
        </DetailPane>
      )}
    </div>
  )
}

/** What waits for this person's yes: the queue of counsel and of the second approver. */
function Waiting({ rows }: { rows: ExportView[] }) {
  const { t } = useTranslation()
  const mine = rows.flatMap((row) => {
    const what = waitsFor(row)
    return what === null ? [] : [{ row, what }]
  })
  if (mine.length === 0) return null
  return (
    <Note tone="accent" title={t('release.waits_for_you', { n: mine.length })}>
      <ul className="waits">
        {mine.map(({ row, what }) => (
          <li key={row.id}>
            <Link to="/exports/$id" params={{ id: row.id }}>
              <b className="number">{row.number}</b>
            </Link>{' '}
            {t(`release.waits_${what}`)} · {row.caseNo}
          </li>
        ))}
      </ul>
    </Note>
  )
}
