import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Input } from 'antd'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { participantsQuery, subjectQuery } from '../../api/queries.ts'
import { count } from '../../figures.ts'
import { useVerdict } from '../../session.ts'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { Empty, Facts, Field, Shape, Tag } from '../../ui/parts.tsx'
import { useSettled } from '../../ui/settled.ts'
import { type Column, Table } from '../../ui/table.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import { When } from '../../ui/when.tsx'
import type { Participant, Subject } from '../../wire.ts'
import { wordOf } from '../../words.ts'
import { Identifiers } from './identifiers.tsx'
import { MergeBox } from './merge-box.tsx'
import { Merges } from './merges.tsx'
import { SplitBox } from './split-box.tsx'
import { SubjectTalks } from './talks.tsx'

export function SubjectDetail({ id }: { id: string }) {
  const subject = useQuery(subjectQuery(id))
  if (subject.isPending) return <Shape lines={8} />
  if (subject.isError) return <ProblemNote error={subject.error} retry={() => subject.refetch()} />
  return <Detail subject={subject.data} />
}

function Detail({ subject }: { subject: Subject }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const ask = useVerdict('request.ask')
  const refresh = () => {
    queries.invalidateQueries({ queryKey: ['subject', subject.id] })
    queries.invalidateQueries({ queryKey: ['subjects'] })
    queries.invalidateQueries({ queryKey: ['participants'] })
  }
  const split = useVerdict('subject.split')
  const merge = useVerdict('subject.merge')
  const [box, setBox] = useState<{ box: 'merge' } | { box: 'split'; chosen: number[] } | null>(null)
  const changed = () => {
    setBox(null)
    refresh()
    queries.invalidateQueries({ queryKey: ['proposals'] })
  }
  const columns: Column<Participant>[] = [
    ...accountColumns(t),
    {
      key: 'act',
      title: <span className="only-heard">{t('words.acts')}</span>,
      align: 'right',
      cell: (row) => (
        <VerdictButton
          size="small"
          type="text"
          verdict={split}
          onClick={() => setBox({ box: 'split', chosen: [row.no] })}
        >
          {t('customers.unlink')}
        </VerdictButton>
      ),
    },
  ]
  return (
    <div className="stack">
      <header className="spread">
        <h2>{subject.name}</h2>
        <span className="row">
          <VerdictButton verdict={merge} onClick={() => setBox({ box: 'merge' })}>
            {t('merge.open')}
          </VerdictButton>
          <VerdictButton verdict={split} onClick={() => setBox({ box: 'split', chosen: [] })}>
            {t('split.open')}
          </VerdictButton>
          <VerdictButton
            type="primary"
            verdict={ask}
            onClick={() => navigate({ to: '/requests/new', search: { subject: subject.id } })}
          >
            {t('customers.ask')}
          </VerdictButton>
        </span>
      </header>
      {subject.mergedInto ? (
        <Note title={t('merge.is_gone')}>
          <Link to="/customers" search={{ id: subject.mergedInto }}>
            {t('merge.go_to')}
          </Link>
        </Note>
      ) : null}
      <section className="panel">
        <Facts
          of={[
            [t('customers.phone'), subject.phone ?? t('words.none')],
            [t('customers.created'), <When key="c" at={subject.createdAt} />],
            [t('customers.note'), subject.note || t('words.none')],
          ]}
        />
      </section>
      <section className="panel panel-flush">
        <h2>{t('customers.linked', { count: subject.participants.length })}</h2>
        <Table
          label={t('customers.accounts')}
          columns={columns}
          rows={subject.participants}
          rowKey={(row) => String(row.no)}
          empty={<Empty title={t('customers.no_accounts')}>{t('customers.no_accounts_why')}</Empty>}
        />
      </section>
      <SubjectTalks subject={subject} />
      <Identifiers subject={subject} changed={changed} />
      <LinkAccounts subject={subject} linked={changed} />
      <Merges subject={subject} changed={changed} />
      {box?.box === 'merge' ? <MergeBox subject={subject} close={() => setBox(null)} done={changed} /> : null}
      {box?.box === 'split' ? (
        <SplitBox subject={subject} chosen={box.chosen} close={() => setBox(null)} done={changed} />
      ) : null}
    </div>
  )
}

function accountColumns(t: TFunction): Column<Participant>[] {
  return [
    {
      key: 'platform',
      title: t('customers.platform'),
      cell: (row) => <Tag>{wordOf(t, 'platforms', row.platform)}</Tag>,
    },
    { key: 'account', title: t('customers.account'), cell: (row) => <code>{row.account}</code> },
    { key: 'name', title: t('customers.shown_name'), cell: (row) => row.name },
    { key: 'talks', title: t('customers.conversations'), align: 'right', cell: (row) => count(row.conversations) },
  ]
}

/** Finds accounts of this customer and links them: confirmed by hand, written to the audit. */
function LinkAccounts({ subject, linked }: { subject: Subject; linked: () => void }) {
  const { t } = useTranslation()
  const manage = useVerdict('subject.manage')
  const [find, setFind] = useState('')
  const term = useSettled(find.trim())
  const found = useQuery(participantsQuery(term))
  const link = useMutation({
    mutationFn: (no: number) => api.send(`/api/subjects/${subject.id}/participants`, { participants: [no] }),
    onSuccess: linked,
  })
  const columns: Column<Participant>[] = [
    ...accountColumns(t),
    {
      key: 'act',
      title: <span className="only-heard">{t('words.acts')}</span>,
      align: 'right',
      cell: (row) =>
        row.subjectId === subject.id ? (
          <span className="quiet">{t('customers.is_linked')}</span>
        ) : row.subjectId !== null ? (
          <span className="quiet">{t('customers.linked_elsewhere')}</span>
        ) : (
          <VerdictButton
            size="small"
            verdict={manage}
            loading={link.isPending && link.variables === row.no}
            onClick={() => link.mutate(row.no)}
          >
            {t('customers.link')}
          </VerdictButton>
        ),
    },
  ]
  return (
    <section className="panel stack">
      <Field label={t('customers.link_title')} hint={t('customers.link_hint')}>
        {(control) => (
          <Input
            {...control}
            value={find}
            onChange={(event) => setFind(event.target.value)}
            allowClear
            autoComplete="off"
          />
        )}
      </Field>
      <ProblemNote error={found.error ?? link.error} />
      {term !== '' && found.data ? (
        <Table
          label={t('request_form.found')}
          columns={columns}
          rows={found.data}
          rowKey={(row) => String(row.no)}
          height="340px"
          empty={<Empty title={t('request_form.nobody_short')} />}
        />
      ) : null}
    </section>
  )
}
