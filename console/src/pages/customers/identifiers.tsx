import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Modal, Select } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { count } from '../../figures.ts'
import { useVerdict } from '../../session.ts'
import { ProblemNote } from '../../ui/note.tsx'
import { Empty, Field, Tag } from '../../ui/parts.tsx'
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
  const add = useMutation({
    mutationFn: () => api.send(`/api/subjects/${subject.id}/identifiers`, { kind, value: value.trim() }),
    onSuccess: () => {
      setValue('')
      changed()
    },
  })
  const remove = useMutation({
    mutationFn: (id: string) => api.remove(`/api/subjects/${subject.id}/identifiers/${id}`),
    onSuccess: changed,
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
        <VerdictButton size="small" type="text" verdict={identify} onClick={() => remove.mutate(row.id)}>
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
          if (value.trim() !== '') add.mutate()
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
      <ProblemNote error={add.error ?? remove.error} />
    </section>
  )
}

/** Identifiers of many customers from a CSV, bad lines named. */
export function ImportIdentifiers({ close }: { close: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [csv, setCsv] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const send = useMutation({
    mutationFn: () => api.send<IdentifiersImported>('/api/subjects/identifiers/import', { csv }),
    onSuccess: () => {
      for (const key of ['subjects', 'subject', 'proposals']) queries.invalidateQueries({ queryKey: [key] })
    },
  })
  return (
    <Modal open title={t('identifiers.import')} onCancel={close} footer={null} width={640} mask={{ closable: false }}>
      {send.data ? (
        <Result of={send.data} close={close} />
      ) : (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault()
            if (csv.trim() !== '') send.mutate()
          }}
        >
          <p className="quiet">{t('identifiers.csv_columns')}</p>
          <div className="row">
            <input
              ref={input}
              type="file"
              accept=".csv,text/csv"
              className="only-heard"
              tabIndex={-1}
              aria-label={t('people.csv_file')}
              onChange={(event) => event.target.files?.[0]?.text().then(setCsv)}
            />
            <Button onClick={() => input.current?.click()}>{t('people.csv_file')}</Button>
          </div>
          <Field label={t('people.csv')}>
            {(control) => (
              <Input.TextArea
                {...control}
                className="mono"
                rows={8}
                value={csv}
                onChange={(event) => setCsv(event.target.value)}
                placeholder={t('identifiers.csv_header')}
                spellCheck={false}
              />
            )}
          </Field>
          <ProblemNote error={send.error} />
          <div className="row row-end">
            <Button onClick={close}>{t('acts.cancel')}</Button>
            <Button type="primary" htmlType="submit" disabled={csv.trim() === ''} loading={send.isPending}>
              {t('people.import_now')}
            </Button>
          </div>
        </form>
      )}
    </Modal>
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
