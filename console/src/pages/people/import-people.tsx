import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { ActForm } from '../../ui/act-form.tsx'
import { Box } from '../../ui/box.tsx'
import { FileTextField } from '../../ui/file-text-field.tsx'
import { Copyable } from '../../ui/parts.tsx'
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
    <Box open title={t('people.import')} onCancel={close} width={760} mask={{ closable: false }}>
      {send.data ? (
        <Result of={send.data} close={close} />
      ) : attempt.data ? (
        <ActForm
          act={t('import_diff.apply')}
          isReady={attempt.data.lines.length > 0}
          busy={send.isPending}
          error={send.error}
          send={() => send.mutate()}
          close={() => attempt.reset()}
        >
          <ImportDiff of={attempt.data} trial />
        </ActForm>
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
    </Box>
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
  return (
    <ActForm
      act={t('import_diff.look')}
      isReady={csv.trim() !== ''}
      busy={busy}
      error={error}
      send={send}
      close={close}
    >
      <p className="quiet">{t('people.csv_columns')}</p>
      <FileTextField
        label={t('people.csv')}
        pick={t('people.csv_file')}
        accept=".csv,text/csv"
        value={csv}
        change={setCsv}
        placeholder={t('people.csv_header')}
        rows={10}
      />
      <Checkbox
        checked={absent === 'disable'}
        onChange={(event) => setAbsent(event.target.checked ? 'disable' : 'keep')}
      >
        {t('import_diff.absent')}
      </Checkbox>
    </ActForm>
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
