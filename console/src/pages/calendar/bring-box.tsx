import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Checkbox, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { count } from '../../figures.ts'
import { dayOf } from '../../time.ts'
import { ActForm } from '../../ui/act-form.tsx'
import { Box } from '../../ui/box.tsx'
import { FileTextField } from '../../ui/file-text-field.tsx'
import { Note } from '../../ui/note.tsx'
import { Copyable, Facts, Field, Tag } from '../../ui/parts.tsx'
import { toast } from '../../ui/toast.tsx'
import type { Calendar, CalendarPreview } from '../../wire.ts'
import { DaysOff } from './days-off.tsx'

/** A table of days: first what it would change, then, with a reason, the change. */
export function BringBox({ close }: { close: () => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const look = useMutation({ mutationFn: () => api.send<CalendarPreview>('/api/calendar/preview', { text }) })
  return (
    <Box open title={t('calendar.bring')} onCancel={close} width={760} mask={{ closable: false }}>
      {look.data ? (
        <Confirm text={text} of={look.data} back={() => look.reset()} close={close} />
      ) : (
        <ActForm
          act={t('calendar.see')}
          needs="calendar.bring"
          isReady={text.trim() !== ''}
          busy={look.isPending}
          error={look.error}
          send={() => look.mutate()}
          close={close}
        >
          <p className="quiet">{t('calendar.where')}</p>
          <FileTextField
            label={t('calendar.yaml')}
            hint={t('calendar.yaml_hint')}
            pick={t('calendar.file')}
            accept=".yaml,.yml,text/yaml"
            value={text}
            change={setText}
            placeholder={t('calendar.shape')}
            rows={12}
          />
        </ActForm>
      )}
    </Box>
  )
}

function Confirm({
  text,
  of,
  back,
  close,
}: {
  text: string
  of: CalendarPreview
  back: () => void
  close: () => void
}) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const replaced = of.years.filter(({ what }) => what === 'replaced').map(({ year }) => year)
  const [agreed, setAgreed] = useState<readonly number[]>([])
  const bring = useMutation({
    mutationFn: () => api.send<Calendar>('/api/calendar', { text, replaces: agreed, seen: of.seen, reason }),
    onSuccess: () => {
      toast(t('calendar.brought'))
      close()
      return queries.invalidateQueries({ queryKey: ['calendar'] })
    },
  })
  return (
    <ActForm
      act={t('calendar.put')}
      needs="calendar.bring"
      isReady={reason.trim() !== '' && replaced.every((year) => agreed.includes(year))}
      busy={bring.isPending}
      error={bring.error}
      send={() => bring.mutate()}
      close={back}
    >
      <Facts
        of={[
          [t('calendar.until'), of.knownUntil === null ? '—' : dayOf(of.knownUntil - 1)],
          [t('calendar.computable'), `${count(of.computable)} / ${count(of.flagged)}`],
          [t('calendar.digest'), <Copyable key="digest" value={of.sha256} label={t('calendar.digest')} />],
        ]}
      />
      {of.years.map((year) => (
        <section key={year.year} className="stack stack-tight">
          <h3>
            {year.year} <Tag tone={year.what === 'replaced' ? 'amber' : 'plain'}>{t(`calendar.what.${year.what}`)}</Tag>{' '}
            <span className="quiet">{t('calendar.worked_n', { n: count(year.workedDays) })}</span>
          </h3>
          <DaysOff of={year} />
          {year.changed.length === 0 ? null : (
            <Note tone="amber" title={t('calendar.changed', { count: year.changed.length })}>
              {year.changed
                .map((one) => `${one.day} ${t(one.worked ? 'calendar.now_worked' : 'calendar.now_off')}`)
                .join(' · ')}
            </Note>
          )}
          {year.what === 'replaced' ? (
            <Checkbox
              checked={agreed.includes(year.year)}
              onChange={({ target }) =>
                setAgreed(target.checked ? [...agreed, year.year] : agreed.filter((one) => one !== year.year))
              }
            >
              {t('calendar.replace', { year: year.year })}
            </Checkbox>
          ) : null}
        </section>
      ))}
      <p className="quiet">{t('calendar.running')}</p>
      <Field label={t('calendar.reason')} hint={t('calendar.reason_hint')}>
        {(control) => (
          <Input {...control} value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        )}
      </Field>
    </ActForm>
  )
}
