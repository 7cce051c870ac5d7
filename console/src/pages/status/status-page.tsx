import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { houseQuery, importsQuery } from '../../api/queries.ts'
import { count, percent, shortDigest } from '../../figures.ts'
import { useMe } from '../../session.ts'
import { ProblemNote } from '../../ui/note.tsx'
import { Facts, Meter, PageHead, Shape, Tag } from '../../ui/parts.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { When } from '../../ui/when.tsx'
import type { HouseStatus, Import } from '../../wire.ts'
import { CalendarWarningAside } from '../calendar/calendar-warning.tsx'
import { Equation } from '../intake/equation.tsx'
import { formatWord, ImportState } from '../intake/import-words.tsx'
import { DiskPanel } from './disk-panel.tsx'
import { KeysPanel } from './keys-panel.tsx'
import '../intake/intake.css'

/** The house at a glance: how much it keeps, how far index and ledger are, what came in last. */
export function StatusPage() {
  const { t } = useTranslation()
  const house = useQuery(houseQuery)
  return (
    <div className="page">
      <PageHead title={t('pages.status')} lead={t('status.lead')} />
      {house.isPending ? <Shape lines={8} /> : null}
      <ProblemNote error={house.error} retry={() => house.refetch()} />
      {house.data ? (
        <div className="stack">
          <CalendarWarningAside />
          <Figures of={house.data} />
          <div className="columns">
            <Progress of={house.data} />
            <About of={house.data} />
          </div>
          <div className="columns">
            <KeysPanel of={house.data} />
            <DiskPanel of={house.data.disk} />
          </div>
          <LastImports />
        </div>
      ) : null}
    </div>
  )
}

function Figures({ of }: { of: HouseStatus }) {
  const { t } = useTranslation()
  const figures: [string, number, ReactNode?][] = [
    [t('status.records'), of.records],
    [t('status.conversations'), of.conversations],
    [t('status.participants'), of.participants],
    [t('status.segments'), of.segments],
    [t('status.journal'), of.journal, t('status.journal_what')],
    [
      t('status.quarantined'),
      of.quarantined,
      of.quarantined > 0 ? (
        <Link key="q" to="/intake">
          {t('status.see_quarantine')}
        </Link>
      ) : (
        t('status.nothing')
      ),
    ],
  ]
  return (
    <dl className="figures">
      {figures.map(([name, n, under]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {count(n)}
            {under ? <div className="under">{under}</div> : null}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Progress({ of }: { of: HouseStatus }) {
  const { t } = useTranslation()
  const line = (name: string, n: number, what: string) => (
    <div className="stack stack-tight">
      <div className="spread">
        <span>{name}</span>
        <span>
          {count(Math.min(n, of.records))} / {count(of.records)}{' '}
          {n >= of.records ? (
            <Tag tone="accent">{t('status.whole')}</Tag>
          ) : (
            <Tag tone="amber">{t('status.behind', { n: count(of.records - n) })}</Tag>
          )}
        </span>
      </div>
      <Meter value={of.records === 0 ? 100 : percent(n, of.records)} label={name} />
      <p className="quiet">{what}</p>
    </div>
  )
  return (
    <section className="panel stack">
      <h2>{t('status.how_far')}</h2>
      {line(t('status.searchable'), of.searchable, t('status.searchable_what'))}
      {line(t('status.in_ledger'), of.inLedger, t('status.in_ledger_what'))}
    </section>
  )
}

function About({ of }: { of: HouseStatus }) {
  const { t } = useTranslation()
  const me = useMe()
  return (
    <section className="panel stack">
      <h2>{t('status.ledgers')}</h2>
      <Facts
        columns={1}
        of={[
          [t('status.house'), me.house.name],
          [
            t('ledgers.evidence'),
            `${t('ledgers.entries', { count: of.ledger.size, n: count(of.ledger.size) })} · ${shortDigest(of.ledger.root)}`,
          ],
          [
            t('ledgers.audit'),
            `${t('ledgers.entries', { count: of.audit.size, n: count(of.audit.size) })} · ${shortDigest(of.audit.root)}`,
          ],
        ]}
      />
      <p>
        <Link to="/ledgers">{t('status.see_ledgers')}</Link>
      </p>
    </section>
  )
}

function LastImports() {
  const { t } = useTranslation()
  const me = useMe()
  const list = useQuery({ ...importsQuery, enabled: me.can['intake.read']?.allowed ?? false })
  if (!list.data || list.data.length === 0) return null
  const columns: Column<Import>[] = [
    {
      key: 'file',
      title: t('intake.source'),
      cell: (row) => (
        <Link to="/intake/$id" params={{ id: row.id }}>
          {row.fileName}
        </Link>
      ),
    },
    { key: 'format', title: t('intake.format'), cell: (row) => formatWord(t, row) },
    { key: 'state', title: t('requests.state'), badge: true, cell: (row) => <ImportState state={row.state} /> },
    {
      key: 'sum',
      title: t('intake.sum'),
      cell: (row) => <Equation counts={row.counts} state={row.state} />,
    },
    { key: 'at', title: t('intake.started'), cell: (row) => <When at={row.startedAt} /> },
  ]
  return (
    <section className="panel panel-flush">
      <h2>{t('status.last_imports')}</h2>
      <Table label={t('status.last_imports')} columns={columns} rows={list.data.slice(0, 5)} rowKey={(row) => row.id} />
    </section>
  )
}
