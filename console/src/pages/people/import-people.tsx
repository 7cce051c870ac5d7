import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Input, Modal } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { ProblemNote } from '../../ui/note.tsx'
import { Copyable, Field } from '../../ui/parts.tsx'
import type { PeopleImported } from '../../wire.ts'
import { ImportDiff } from './import-diff.tsx'

/** People from a CSV: first what would change, then the change, then the links of the new ones, shown once. */
export function ImportPeople({ close }: { close: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [csv, setCsv] = useState('')
  const [absent, setAbsent] = useState<'keep' | 'disable'>('keep')
  const attempt = useMutation({
    mutationFn: () => api.send<PeopleImported>('/api/people/import', { csv, absent, trial: true }),
  })
  const send = useMutation({
    mutationFn: () => api.send<PeopleImported>('/api/people/import', { csv, absent, trial: false }),
    onSuccess: () => {
      queries.invalidateQueries({ queryKey: ['people'] })
      queries.invalidateQueries({ queryKey: ['groups'] })
    },
  })
  return (
    <Modal open title={t('people.import')} onCancel={close} footer={null} width={760} mask={{ closable: false }}>
      {send.data ? (
        <Result of={send.data} close={close} />
      ) : attempt.data ? (
        <div className="stack">
          <ImportDiff of={attempt.data} trial />
          <ProblemNote error={send.error} />
          <div className="row row-end">
            <Button onClick={() => attempt.reset()}>{t('acts.back')}</Button>
            <Button
              type="primary"
              loading={send.isPending}
              disabled={attempt.data.lines.length === 0}
              onClick={() => send.mutate()}
            >
              {t('import_diff.apply')}
            </Button>
          </div>
        </div>
      ) : (
        <CsvForm
          csv={csv}
          setCsv={setCsv}
          absent={absent}
          setAbsent={setAbsent}
          busy={attempt.isPending}
          error={attempt.error}
          send={() => attempt.mutate()}
          close={close}
        />
      )}
    </Modal>
  )
}

function CsvForm({
  csv,
  setCsv,
  absent,
  setAbsent,
  busy,
  error,
  send,
  close,
}: {
  csv: string
  setCsv: (csv: string) => void
  absent: 'keep' | 'disable'
  setAbsent: (absent: 'keep' | 'disable') => void
  busy: boolean
  error: unknown
  send: () => void
  close: () => void
}) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (csv.trim() !== '') send()
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
      <Checkbox
        checked={absent === 'disable'}
        onChange={(event) => setAbsent(event.target.checked ? 'disable' : 'keep')}
      >
        {t('import_diff.absent')}
      </Checkbox>
      <ProblemNote error={error} />
      <div className="row row-end">
        <Button onClick={close}>{t('acts.cancel')}</Button>
        <Button type="primary" htmlType="submit" disabled={csv.trim() === ''} loading={busy}>
          {t('import_diff.look')}
        </Button>
      </div>
    </form>
  )
}

function Result({ of, close }: { of: PeopleImported; close: () => void }) {
  const { t } = useTranslation()
  return (
    <div className="stack">
      <ImportDiff of={of} trial={false} />
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
