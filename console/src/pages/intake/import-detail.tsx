import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { importQuery, isMoving, quarantineQuery } from '../../api/queries.ts'
import { bytes, count, percent, secondsLeft } from '../../figures.ts'
import { MINUTE, SECOND } from '../../time.ts'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { Empty, Facts, Meter, Shape } from '../../ui/parts.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { When } from '../../ui/when.tsx'
import type { Import, Quarantined } from '../../wire.ts'
import { knowsWord, wordOf } from '../../words.ts'
import { missingBytes } from './balance.ts'
import { Equation } from './equation.tsx'
import { ImportState } from './intake-page.tsx'

export function ImportDetail({ id }: { id: string }) {
  const one = useQuery(importQuery(id))
  if (one.isPending) return <Shape lines={10} />
  if (one.isError) return <ProblemNote error={one.error} retry={() => one.refetch()} />
  return <Detail of={one.data} />
}

function Detail({ of }: { of: Import }) {
  const { t } = useTranslation()
  const missing = missingBytes(of.counts)
  return (
    <div className="stack">
      <header className="row">
        <h2>{of.fileName}</h2>
        <ImportState state={of.state} />
      </header>
      {isMoving(of) ? <Progress of={of} /> : null}
      {of.problem ? (
        <Note tone={of.state === 'finished' ? 'plain' : 'red'} title={wordOf(t, 'problems.what', of.problem)}>
          {knowsWord('problems.todo', of.problem) ? wordOf(t, 'problems.todo', of.problem) : null}{' '}
          {of.state === 'finished'
            ? null
            : t(`intake.problem_${of.state === 'interrupted' ? 'interrupted' : 'failed'}`)}
        </Note>
      ) : null}
      <section className="panel">
        <h2>{t('intake.accounted')}</h2>
        <Equation counts={of.counts} large />
        {of.state === 'finished' ? (
          <p className={missing === 0 ? 'quiet' : 'field-error'}>
            {t(missing === 0 ? 'intake.bytes_whole' : 'intake.bytes_missing', {
              all: bytes(of.counts.bytes),
              parsed: count(of.counts.parsedBytes),
              quarantined: count(of.counts.quarantinedBytes),
              missing: count(missing),
            })}
          </p>
        ) : null}
      </section>
      <section className="panel">
        <h2>{t('intake.about')}</h2>
        <Facts
          of={[
            [t('intake.format'), of.format ? t(`formats.${of.format}`) : t('formats.unknown')],
            [t('intake.encoding'), of.encoding ?? t('words.none')],
            [t('intake.origin'), of.origin || t('words.none')],
            [t('intake.size'), `${bytes(of.totalBytes)} (${count(of.totalBytes)} B)`],
            [t('intake.undated'), count(of.counts.undated)],
            [t('intake.rate'), t('intake.per_second', { n: count(of.perSecond) })],
            [t('intake.started'), <When key="s" at={of.startedAt} />],
            [t('intake.finished'), of.finishedAt === null ? t('words.none') : <When key="f" at={of.finishedAt} />],
          ]}
        />
        <p className="quiet gaps">
          {!of.gapsKnowable
            ? t('intake.gaps_unknown')
            : of.gaps.length === 0
              ? t('intake.gaps_none')
              : of.gaps.map((gap) => t('intake.gap', { what: gap.what, n: count(gap.missing) })).join(t('words.and'))}
        </p>
      </section>
      <Quarantine of={of} />
    </div>
  )
}

function Progress({ of }: { of: Import }) {
  const { t } = useTranslation()
  const done = of.counts.parsedBytes + of.counts.quarantinedBytes
  const seconds = (Date.now() - of.startedAt) / SECOND
  const left = secondsLeft(done, of.totalBytes, seconds > 0 ? done / seconds : 0)
  return (
    <section className="panel stack" aria-live="off">
      <div className="spread">
        <strong>{t(`intake.states.${of.state}`)}</strong>
        <span>
          {bytes(done)} / {bytes(of.totalBytes)} · {t('intake.per_second', { n: count(of.perSecond) })}
          {left === null
            ? ''
            : ` · ${left * SECOND < 2 * MINUTE ? t('intake.seconds_left', { n: left }) : t('intake.minutes_left', { n: Math.ceil(left / 60) })}`}
        </span>
      </div>
      <Meter value={percent(done, of.totalBytes)} label={t('intake.progress')} />
      <p className="quiet">{t('intake.may_leave')}</p>
    </section>
  )
}

/** What could not be read: kept with its bytes, its place and the reason. Nothing is dropped. */
function Quarantine({ of }: { of: Import }) {
  const { t } = useTranslation()
  const list = useQuery({
    ...quarantineQuery(of.id),
    enabled: of.counts.quarantined > 0 || of.counts.quarantinedBytes > 0,
  })
  const columns: Column<Quarantined>[] = [
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
  ]
  return (
    <section className="panel panel-flush">
      <h2>{t('intake.quarantine')}</h2>
      {list.isLoading ? <Shape lines={3} /> : null}
      <ProblemNote error={list.error} retry={() => list.refetch()} />
      <Table
        label={t('intake.quarantine')}
        columns={columns}
        rows={list.data ?? []}
        rowKey={(row) => row.id}
        height="420px"
        empty={list.isLoading ? null : <Empty title={t('intake.quarantine_empty')} />}
      />
    </section>
  )
}
