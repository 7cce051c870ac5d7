import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { alarmQuery } from '../../api/queries.ts'
import { count } from '../../figures.ts'
import { rangeOf } from '../../time.ts'
import { ProblemNote } from '../../ui/note.tsx'
import { Facts, Field, Shape } from '../../ui/parts.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { toast } from '../../ui/toast.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import { When } from '../../ui/when.tsx'
import type { AlarmReport } from '../../wire.ts'
import { reasonOf, wordOf } from '../../words.ts'
import { AlarmState } from './alarm-state.tsx'

/** One alarm: the facts of the house, the report on it, the excerpt of the log. Prints as the report. */
export function AlarmDetail({ id }: { id: string }) {
  const { t } = useTranslation()
  const alarm = useQuery(alarmQuery(id))
  if (alarm.isPending) return <Shape lines={10} />
  if (alarm.isError) return <ProblemNote error={alarm.error} retry={() => alarm.refetch()} />
  const of = alarm.data
  return (
    <div className="stack">
      <header className="spread">
        <h2>
          {t('alarms.report')} <span className="number">{of.number}</span> <AlarmState of={of} />
        </h2>
        <Button className="no-print" onClick={() => window.print()}>
          {t('alarms.print')}
        </Button>
      </header>
      <section className="panel">
        <AlarmFacts of={of} />
      </section>
      <Report of={of} />
      <Log of={of} />
    </div>
  )
}

function AlarmFacts({ of }: { of: AlarmReport }) {
  const { t } = useTranslation()
  const about = [of.exportNumber, of.grantNumber, of.caseNo].filter((one) => one !== null).join(' · ')
  const { weight } = of
  const facts: [string, ReactNode][] = [
    [t('alarms.who'), of.personName ?? t('alarms.nobody')],
    [t('alarms.tried'), wordOf(t, 'actions', of.action.replaceAll('.', '_'))],
    [t('alarms.refused_for'), reasonOf(t, of.reason)],
    [t('alarms.times'), count(of.times)],
    [t('alarms.about'), about === '' ? t('alarms.unknown_scope') : about],
    [
      t('alarms.scope'),
      weight === null
        ? t('alarms.unknown_scope')
        : t('alarms.scope_is', { subjects: count(weight.subjects), conversations: count(weight.conversations) }),
    ],
    [
      t('alarms.period'),
      weight?.from == null || weight.to === null ? t('words.none') : rangeOf(weight.from, weight.to),
    ],
    [t('alarms.first'), <When key="first" at={of.firstAt} />],
    [t('alarms.last'), <When key="last" at={of.lastAt} />],
    [t('alarms.due'), <When key="due" at={of.reportDue} />],
  ]
  return <Facts of={facts} />
}

function Report({ of }: { of: AlarmReport }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [cause, setCause] = useState('')
  const [measures, setMeasures] = useState('')
  const file = useMutation({
    mutationFn: () => api.send<AlarmReport>(`/api/alarms/${of.id}/report`, { cause, measures }),
    onSuccess: (filed) => {
      toast(t('alarms.filed'))
      queries.setQueryData(['alarm', of.id], filed)
      queries.invalidateQueries({ queryKey: ['alarms'] })
    },
  })
  if (of.reportedAt !== null) return <Filed of={of} />
  const isReady = cause.trim().length >= 4 && measures.trim().length >= 4
  const fields = [
    ['cause', cause, setCause],
    ['measures', measures, setMeasures],
  ] as const
  return (
    <section className="panel stack">
      <p>{t('alarms.report_lead')}</p>
      {fields.map(([key, value, change]) => (
        <Field key={key} label={t(`alarms.${key}`)}>
          {(control) => (
            <Input.TextArea
              {...control}
              value={value}
              maxLength={4000}
              rows={3}
              onChange={(event) => change(event.target.value)}
            />
          )}
        </Field>
      ))}
      <p className="quiet">{t('alarms.fixed')}</p>
      <ProblemNote error={file.error} />
      <div className="row row-end no-print">
        <VerdictButton
          type="primary"
          verdict={isReady ? of.can.report : { allowed: false, reason: 'report_text_missing' }}
          loading={file.isPending}
          onClick={() => file.mutate()}
        >
          {t('alarms.file')}
        </VerdictButton>
      </div>
    </section>
  )
}

function Filed({ of }: { of: AlarmReport }) {
  const { t } = useTranslation()
  return (
    <section className="panel stack">
      <Facts
        columns={1}
        of={[
          [t('alarms.cause'), of.cause ?? ''],
          [t('alarms.measures'), of.measures ?? ''],
          [t('alarms.by'), of.reportedByName ?? ''],
          [t('alarms.reported_at'), of.reportedAt === null ? '' : <When key="at" at={of.reportedAt} />],
        ]}
      />
      {of.ledgerIndex === null ? null : <p className="quiet">{t('alarms.entry', { index: of.ledgerIndex })}</p>}
    </section>
  )
}

function Log({ of }: { of: AlarmReport }) {
  const { t } = useTranslation()
  if (of.acts.length === 0) return null
  const columns: Column<AlarmReport['acts'][number]>[] = [
    { key: 'at', title: t('audit.at'), cell: (row) => <When at={row.at} form="exact" /> },
    {
      key: 'what',
      title: t('alarms.log_what'),
      breaks: true,
      cell: (row) => wordOf(t, 'actions', row.action.replaceAll('.', '_')),
    },
    {
      key: 'end',
      title: t('alarms.log_end'),
      breaks: true,
      cell: (row) => (row.reason === null ? wordOf(t, 'alarms.outcomes', row.outcome) : reasonOf(t, row.reason)),
    },
  ]
  return (
    <section className="panel stack">
      <h3>{t('alarms.log')}</h3>
      <Table
        label={t('alarms.log')}
        columns={columns}
        rows={of.acts}
        rowKey={(row) => `${row.at}-${row.action}-${row.reason ?? ''}`}
        empty={null}
      />
    </section>
  )
}
