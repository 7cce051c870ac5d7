import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '../../ui/note.tsx'
import { Empty, Shape, Tag } from '../../ui/parts.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { When } from '../../ui/when.tsx'
import type { Subject, SubjectConversations } from '../../wire.ts'
import { wordOf } from '../../words.ts'
import { subjectTalksQuery } from './subject-queries.ts'

type Talk = SubjectConversations['conversations'][number]

/** Every conversation of a customer, over all their accounts; opened under what one's own role may see. */
export function SubjectTalks({ subject }: { subject: Subject }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const talks = useQuery(subjectTalksQuery(subject.id))
  const accounts = new Map(subject.participants.map((one) => [one.no, one.account]))
  // times are told only to whoever may see them: a column of blanks would say that there are none
  const hasTimes = talks.data?.some(({ to }) => to !== null) ?? false
  const last: Column<Talk> = {
    key: 'last',
    title: t('customers.talk_last'),
    cell: (row) => (row.to === null ? <span className="quiet">{t('words.none')}</span> : <When at={row.to} />),
    wideOnly: true,
  }
  const columns: Column<Talk>[] = [
    {
      key: 'platform',
      title: t('customers.platform'),
      cell: (row) => <Tag>{wordOf(t, 'platforms', row.platform)}</Tag>,
    },
    { key: 'title', title: t('customers.talk_title'), cell: (row) => row.title },
    {
      key: 'own',
      title: t('customers.account'),
      cell: (row) => row.own.map((no) => accounts.get(no) ?? String(no)).join(t('words.and')),
    },
    ...(hasTimes ? [last] : []),
  ]
  return (
    <section className="panel panel-flush">
      <h2>{t('customers.talks')}</h2>
      {talks.isPending ? <Shape lines={3} /> : null}
      <ProblemNote error={talks.error} retry={() => talks.refetch()} />
      {talks.data ? (
        <Table
          label={t('customers.talks')}
          columns={columns}
          rows={talks.data}
          rowKey={(row) => String(row.no)}
          open={(row) =>
            navigate({ to: '/conversations/$no', params: { no: String(row.no) }, search: { permit: 'window' } })
          }
          height="340px"
          empty={<Empty title={t('customers.no_talks')} />}
        />
      ) : null}
    </section>
  )
}
