import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Modal } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { ProblemNote } from '../../ui/note.tsx'
import { Copyable, Field } from '../../ui/parts.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import type { PeopleImported } from '../../wire.ts'
import { wordOf } from '../../words.ts'

/** People from a CSV: what was made, what was refused and why, and the links of the new ones, shown once. */
export function ImportPeople({ close }: { close: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [csv, setCsv] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const send = useMutation({
    mutationFn: () => api.send<PeopleImported>('/api/people/import', { csv }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['people'] }),
  })
  return (
    <Modal open title={t('people.import')} onCancel={close} footer={null} width={720} mask={{ closable: false }}>
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
          <p className="quiet">{t('people.csv_columns')}</p>
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
                rows={10}
                value={csv}
                onChange={(event) => setCsv(event.target.value)}
                placeholder={t('people.csv_header')}
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

type RefusedLine = PeopleImported['refused'][number]

function Result({ of, close }: { of: PeopleImported; close: () => void }) {
  const { t } = useTranslation()
  const refused: Column<RefusedLine>[] = [
    { key: 'line', title: t('people.line'), align: 'right', width: 80, cell: (row) => row.line },
    { key: 'why', title: t('intake.reason'), cell: (row) => wordOf(t, 'import_refusals', row.code) },
  ]
  return (
    <div className="stack">
      <p role="status">
        {t('people.imported', { created: of.created, updated: of.updated, refused: of.refused.length })}
      </p>
      {of.refused.length > 0 ? (
        <Table
          label={t('people.refused')}
          columns={refused}
          rows={of.refused}
          rowKey={(row) => `${row.line}/${row.code}`}
          height="200px"
        />
      ) : null}
      {of.links.length > 0 ? (
        <>
          <p>{t('people.links_once')}</p>
          <ul className="links">
            {of.links.map((one) => (
              <li key={one.username}>
                <strong>{one.username}</strong>
                <Copyable value={one.link} label={t('people.link_for', { name: one.username })} />
              </li>
            ))}
          </ul>
          <Copyable
            value={of.links.map((one) => `${one.username},${one.link}`).join('\n')}
            shown={t('people.all_links')}
            label={t('people.all_links')}
          />
        </>
      ) : null}
      <div className="row row-end">
        <Button type="primary" onClick={close}>
          {t('acts.close')}
        </Button>
      </div>
    </div>
  )
}
