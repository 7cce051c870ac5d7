import { useMutation, useQuery } from '@tanstack/react-query'
import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { subjectsQuery } from '../../api/queries.ts'
import { count } from '../../figures.ts'
import { ActForm } from '../../ui/act-form.tsx'
import { Box } from '../../ui/box.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Empty, Facts, Field, Shape } from '../../ui/parts.tsx'
import { useSettled } from '../../ui/settled.ts'
import { type Column, Table } from '../../ui/table.tsx'
import { toast } from '../../ui/toast.tsx'
import type { Subject } from '../../wire.ts'
import { isReason, ReasonField } from './reason-field.tsx'
import { mergePlanQuery } from './subject-queries.ts'

/** Another customer turns out to be this one: find them, see what changes, say why. */
export function MergeBox({ subject, close, done }: { subject: Subject; close: () => void; done: () => void }) {
  const { t } = useTranslation()
  const [find, setFind] = useState('')
  const [other, setOther] = useState<Subject | null>(null)
  const term = useSettled(find.trim())
  const found = useQuery({ ...subjectsQuery(term), enabled: term !== '' })
  const columns: Column<Subject>[] = [
    { key: 'name', title: t('customers.name'), cell: (row) => row.name },
    { key: 'phone', title: t('customers.phone'), cell: (row) => row.phone ?? t('words.none') },
    { key: 'accounts', title: t('customers.accounts'), align: 'right', cell: (row) => row.participants.length },
  ]
  return (
    <Box open title={t('merge.title', { name: subject.name })} onCancel={close} width={560}>
      {other ? (
        <Weigh subject={subject} other={other} back={() => setOther(null)} done={done} />
      ) : (
        <div className="stack">
          <Field label={t('merge.find')} hint={t('merge.find_hint')}>
            {(control) => (
              <Input
                {...control}
                value={find}
                allowClear
                autoComplete="off"
                autoFocus
                onChange={(event) => setFind(event.target.value)}
              />
            )}
          </Field>
          <ProblemNote error={found.error} />
          {term !== '' && found.data ? (
            <Table
              label={t('merge.find')}
              columns={columns}
              rows={found.data.filter(({ id }) => id !== subject.id)}
              rowKey={(row) => row.id}
              open={setOther}
              height="300px"
              empty={<Empty title={t('customers.none')} />}
            />
          ) : null}
        </div>
      )}
    </Box>
  )
}

function Weigh({
  subject,
  other,
  back,
  done,
}: {
  subject: Subject
  other: Subject
  back: () => void
  done: () => void
}) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const plan = useQuery(mergePlanQuery(subject.id, other.id))
  const merge = useMutation({
    mutationFn: () => api.send(`/api/subjects/${subject.id}/merge`, { other: other.id, reason: reason.trim() }),
    onSuccess: () => {
      toast(t('merge.done'))
      done()
    },
  })
  const isComplete = isReason(reason) && plan.data !== undefined
  return (
    <ActForm
      act={t('merge.act')}
      isReady={isComplete}
      busy={merge.isPending}
      error={merge.error}
      send={() => merge.mutate()}
      close={back}
    >
      <p>{t('merge.means', { kept: subject.name, gone: other.name })}</p>
      {plan.isPending ? <Shape lines={4} /> : null}
      <ProblemNote error={plan.error} retry={() => plan.refetch()} />
      {plan.data ? (
        <Facts
          of={[
            [t('merge.accounts'), count(plan.data.participants.length)],
            [t('merge.identifiers'), count(plan.data.identifiers)],
            [
              t('merge.talks'),
              t('merge.talks_change', {
                before: count(plan.data.kept.conversations),
                after: count(plan.data.conversations),
              }),
            ],
            [t('merge.phone'), t(plan.data.takesPhone ? 'merge.phone_taken' : 'merge.phone_stays')],
          ]}
        />
      ) : null}
      <p className="quiet">{t('merge.sealed')}</p>
      <ReasonField value={reason} change={setReason} />
    </ActForm>
  )
}
