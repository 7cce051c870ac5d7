import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { auditQuery, peopleQuery } from '../../api/queries.ts'
import { useMe } from '../../session.ts'
import { DetailPane } from '../../shell/detail-pane.tsx'
import type { AuditState } from '../../states.ts'
import { DayFigure } from '../../ui/bars.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Empty, PageHead, Shape, Tag } from '../../ui/parts.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { TimeRange } from '../../ui/time-range.tsx'
import { When } from '../../ui/when.tsx'
import type { Act, AuditPage as Answer } from '../../wire.ts'
import { reasonOf, wordOf } from '../../words.ts'
import { AlarmLine } from '../alarms/alarm-line.tsx'
import { barsOf } from '../search/hits.ts'
import { ActDetail } from './act-detail.tsx'
import { permitWord, Who } from './act-words.tsx'
import { ACTIONS } from './actions.ts'
import './audit.css'

const route = getRouteApi('/house/audit')

/** Every act in this house: who, what, on what ground, and how it ended. */
export function AuditPage() {
  const { t } = useTranslation()
  const { id, ...state } = route.useSearch()
  const navigate = route.useNavigate()
  const change = (next: Partial<AuditState>) =>
    navigate({ search: (before: AuditState) => ({ ...before, id: undefined, ...next }) })
  const acts = useInfiniteQuery(
    auditQuery({
      person: state.person ?? null,
      action: state.action ?? null,
      outcome: state.outcome ?? null,
      from: state.from ?? null,
      to: state.to ?? null,
      limit: 100,
    }),
  )
  const rows = useMemo(() => acts.data?.pages.flatMap((page) => page.acts) ?? [], [acts.data])
  const chosen = rows.find((one) => one.id === id)
  const columns: Column<Act>[] = [
    { key: 'at', title: t('audit.at'), width: 168, cell: (row) => <When at={row.at} form="second" /> },
    {
      key: 'who',
      title: t('audit.who'),
      cell: (row) => <Who of={row} />,
    },
    { key: 'act', title: t('audit.act'), cell: (row) => wordOf(t, 'actions', row.action) },
    {
      key: 'outcome',
      title: t('audit.outcome'),
      badge: true,
      cell: (row) => <Tag tone={row.outcome === 'refused' ? 'red' : 'plain'}>{t(`audit.outcomes.${row.outcome}`)}</Tag>,
    },
    ...(chosen
      ? []
      : ([
          {
            key: 'reason',
            title: t('audit.reason'),
            cell: (row) => (row.reason ? reasonOf(t, row.reason) : ''),
          },
          { key: 'class', wideOnly: true, title: t('audit.class'), cell: (row) => wordOf(t, 'act_classes', row.class) },
          { key: 'permit', title: t('audit.permit'), cell: (row) => permitWord(t, row) },
          { key: 'ip', wideOnly: true, title: t('audit.ip'), cell: (row) => <code>{row.ip ?? ''}</code> },
          { key: 'ledger', title: t('audit.ledger'), align: 'right', cell: (row) => row.ledgerIndex ?? '' },
        ] as Column<Act>[])),
  ]
  return (
    <div className={chosen ? 'split split-audit' : 'split split-alone'}>
      <div className="split-list">
        <PageHead title={t('pages.audit')} lead={chosen ? undefined : t('audit.lead')} />
        {chosen ? null : <AlarmLine />}
        <Filters state={state} change={change} />
        {chosen ? null : (
          <div className="audit-figures">
            <PerDay days={acts.data?.pages[0]?.perDay ?? []} change={change} />
            <PerPerson people={acts.data?.pages[0]?.perPerson ?? []} change={change} />
          </div>
        )}
        {acts.isPending ? <Shape lines={10} /> : null}
        <ProblemNote error={acts.error} retry={() => acts.refetch()} />
        {acts.data ? (
          <Table
            label={t('pages.audit')}
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
            open={(row) => navigate({ search: (before: AuditState) => ({ ...before, id: row.id }) })}
            selected={id ?? null}
            empty={<Empty title={t('audit.none')}>{t('audit.none_why')}</Empty>}
            {...(acts.hasNextPage && !acts.isFetchingNextPage ? { reachEnd: () => acts.fetchNextPage() } : {})}
          />
        ) : null}
      </div>
      {chosen ? (
        <DetailPane close={() => navigate({ search: (before: AuditState) => ({ ...before, id: undefined }) })}>
          <ActDetail act={chosen} />
        </DetailPane>
      ) : null}
    </div>
  )
}

function Filters({ state, change }: { state: AuditState; change: (next: Partial<AuditState>) => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const people = useQuery({ ...peopleQuery, enabled: me.can['people.read']?.allowed ?? false })
  const any = state.person ?? state.action ?? state.outcome ?? state.from ?? state.to
  return (
    <div className="row">
      <TimeRange
        label={t('audit.period')}
        value={{ from: state.from ?? null, to: state.to ?? null }}
        change={({ from, to }) => change({ from: from ?? undefined, to: to ?? undefined })}
      />
      <Select
        className="filter"
        aria-label={t('audit.who')}
        placeholder={t('audit.who')}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={state.person ?? null}
        options={(people.data ?? []).map((one) => ({ value: one.id, label: `${one.name} (${one.username})` }))}
        onChange={(person) => change({ person: person ?? undefined })}
      />
      <Select
        className="filter"
        aria-label={t('audit.act')}
        placeholder={t('audit.act')}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={state.action ?? null}
        options={ACTIONS.map((action) => ({ value: action, label: wordOf(t, 'actions', action) }))}
        onChange={(action) => change({ action: action ?? undefined })}
      />
      <Select
        className="filter-order"
        aria-label={t('audit.outcome')}
        placeholder={t('audit.outcome')}
        allowClear
        value={state.outcome ?? null}
        options={(['allowed', 'refused'] as const).map((one) => ({ value: one, label: t(`audit.outcomes.${one}`) }))}
        onChange={(outcome) => change({ outcome: outcome ?? undefined })}
      />
      {any === undefined ? null : (
        <Button
          type="link"
          size="small"
          onClick={() =>
            change({ person: undefined, action: undefined, outcome: undefined, from: undefined, to: undefined })
          }
        >
          {t('search.clear')}
        </Button>
      )}
    </div>
  )
}

function PerDay({ days, change }: { days: Answer['perDay']; change: (next: Partial<AuditState>) => void }) {
  const { t } = useTranslation()
  // the same days twice: their bars stand for the same stretches
  const allowed = useMemo(() => barsOf(days.map(({ day, acts, refused }) => ({ day, hits: acts - refused }))), [days])
  const refused = useMemo(() => barsOf(days.map((one) => ({ day: one.day, hits: one.refused }))), [days])
  const bars = useMemo(
    () => ({
      names: allowed.map(({ name }) => name),
      series: [
        { name: t('audit.outcomes.allowed'), values: allowed.map(({ hits }) => hits), tone: 'accent' as const },
        { name: t('audit.outcomes.refused'), values: refused.map(({ hits }) => hits), tone: 'red' as const },
      ],
    }),
    [allowed, refused, t],
  )
  if (allowed.length < 2) return null
  return (
    <DayFigure
      label={t('audit.per_day')}
      bars={bars}
      height={96}
      pick={(first, last) => {
        const from = allowed[first]?.from
        const to = allowed[last]?.to
        if (from !== undefined && to !== undefined) change({ from, to })
      }}
    />
  )
}

/** Who looked at how much: content opened stands out, for that is what nobody does without a reason. */
function PerPerson({ people, change }: { people: Answer['perPerson']; change: (next: Partial<AuditState>) => void }) {
  const { t } = useTranslation()
  const bars = useMemo(
    () => ({
      names: people.map(({ id, name }) => name ?? id),
      series: [
        { name: t('audit.content'), values: people.map(({ content }) => content), tone: 'accent' as const },
        { name: t('audit.other_acts'), values: people.map(({ other }) => other), tone: 'quiet' as const },
        {
          name: t('audit.outcomes.refused'),
          values: people.map(({ refused }) => refused),
          tone: 'red' as const,
        },
      ],
    }),
    [people, t],
  )
  if (people.length < 2) return null
  return (
    <DayFigure
      label={t('audit.per_person')}
      bars={bars}
      height={96}
      pick={(first, last) => {
        const person = people[first]?.id
        // one bar is a person; a stretch of them is nothing that can be asked for
        if (person !== undefined && first === last) change({ person })
      }}
    />
  )
}
