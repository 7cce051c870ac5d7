import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { count } from '../../figures.ts'
import { useVerdict } from '../../session.ts'
import { ActForm } from '../../ui/act-form.tsx'
import { Box } from '../../ui/box.tsx'
import { ConfirmBox } from '../../ui/confirm-box.tsx'
import { FileTextField } from '../../ui/file-text-field.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Empty, Tag } from '../../ui/parts.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import { When } from '../../ui/when.tsx'
import type { Identifier, IdentifiersImported, Subject } from '../../wire.ts'
import { wordOf } from '../../words.ts'

const KINDS = ['order', 'customer_no', 'phone', 'email', 'other'] as const

/** Order numbers and the like: found by the whole, shown by their end. */
export function Identifiers({ subject, changed }: { subject: Subject; changed: () => void }) {
  const { t } = useTranslation()
  const identify = useVerdict('subject.identify')
  const [kind, setKind] = useState<Identifier['kind']>('order')
  const [value, setValue] = useState('')
  const [removing, setRemoving] = useState<Identifier | null>(null)
  const add = useMutation({
    mutationFn: () => api.send(`/api/subjects/${subject.id}/identifiers`, { kind, value: value.trim() }),
    onSuccess: () => {
      setValue('')
      changed()
    },
  })
  const remove = useMutation({
    mutationFn: (id: string) => api.remove(`/api/subjects/${subject.id}/identifiers/${id}`),
    onSuccess: () => {
      setRemoving(null)
      changed()
    },
  })
  const columns: Column<Identifier>[] = [
    { key: 'kind', title: t('identifiers.kind'), cell: (row) => <Tag>{t(`identifiers.kinds.${row.kind}`)}</Tag> },
    { key: 'hint', title: t('identifiers.hint'), cell: (row) => <code>{row.hint}</code> },
    { key: 'added', title: t('identifiers.added'), cell: (row) => <When at={row.addedAt} form="day" /> },
    {
      key: 'act',
      title: <span className="only-heard">{t('words.acts')}</span>,
      align: 'right',
      cell: (row) => (
        <VerdictButton size="small" type="text" verdict={identify} onClick={() => setRemoving(row)}>
          {t('acts.remove')}
        </VerdictButton>
      ),
    },
  ]
  return (
    <section className="panel panel-flush">
      <h2>{t('identifiers.title')}</h2>
      <Table
        label={t('identifiers.title')}
        columns={columns}
        rows={subject.identifiers}
        rowKey={(row) => row.id}
        empty={<Empty title={t('identifiers.none')}>{t('identifiers.none_why')}</Empty>}
      />
      <form
        className="row identifier-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (value.trim() !== '' && !add.isPending) add.mutate()
        }}
      >
        <Select
          value={kind}
          onChange={setKind}
          aria-label={t('identifiers.kind')}
          options={KINDS.map((one) => ({ value: one, label: t(`identifiers.kinds.${one}`) }))}
          style={{ width: 130 }}
        />
        <Input
          value={value}
          maxLength={200}
          autoComplete="off"
          aria-label={t('identifiers.value')}
          placeholder={t('identifiers.value')}
          onChange={(event) => setValue(event.target.value)}
        />
        <VerdictButton verdict={identify} htmlType="submit" disabled={value.trim() === ''} loading={add.isPending}>
          {t('identifiers.add')}
        </VerdictButton>
      </form>
      <ProblemNote error={add.error} />
      {removing ? (
        <ConfirmBox
          title={t('identifiers.remove_title', { kind: t(`identifiers.kinds.${removing.kind}`), hint: removing.hint })}
          consequence={t('identifiers.remove_means')}
          act={t('acts.remove')}
          busy={remove.isPending}
          error={remove.error}
          confirm={() => remove.mutate(removing.id)}
          close={() => {
            setRemoving(null)
            remove.reset()
          }}
        />
      ) : null}
    </section>
  )
}

/** Identifiers of many customers from a CSV, bad lines named. */
export function ImportIdentifiers({ close }: { close: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [csv, setCsv] = useState('')
  const send = useMutation({
    mutationFn: () => api.send<IdentifiersImported>('/api/subjects/identifiers/import', { csv }),
    onSuccess: () => {
      for (const key of ['subjects', 'subject', 'proposals']) queries.invalidateQueries({ queryKey: [key] })
    },
  })
  return (
    <Box open title={t('identifiers.import')} onCancel={close} width={640} mask={{ closable: false }}>
      {send.data ? (
        <Result of={send.data} close={close} />
      ) : (
        <ActForm
          act={t('people.import_now')}
          isReady={csv.trim() !== ''}
          busy={send.isPending}
          error={send.error}
          send={() => send.mutate()}
          close={close}
        >
          <p className="quiet">{t('identifiers.csv_columns')}</p>
          <FileTextField
            label={t('people.csv')}
            pick={t('people.csv_file')}
            accept=".csv,text/csv"
            value={csv}
            change={setCsv}
            placeholder={t('identifiers.csv_header')}
          />
        </ActForm>
      )}
    </Box>
  )
}

type RefusedLine = IdentifiersImported['refused'][number]

function Result({ of, close }: { of: IdentifiersImported; close: () => void }) {
  const { t } = useTranslation()
  const columns: Column<RefusedLine>[] = [
    { key: 'line', title: t('people.line'), align: 'right', width: 80, cell: (row) => row.line },
    { key: 'why', title: t('intake.reason'), cell: (row) => wordOf(t, 'import_refusals', row.code) },
  ]
  return (
    <div className="stack">
      <p role="status">
        {t('identifiers.imported', {
          added: count(of.added),
          created: count(of.created),
          known: count(of.known),
          refused: count(of.refused.length),
        })}
      </p>
      {of.refused.length > 0 ? (
        <Table
          label={t('people.refused')}
          columns={columns}
          rows={of.refused}
          rowKey={(row) => `${row.line}/${row.code}`}
          height="220px"
        />
      ) : null}
      <div className="row row-end">
        <Button type="primary" onClick={close}>
          {t('acts.close')}
        </Button>
      </div>
    </div>
  )
}
