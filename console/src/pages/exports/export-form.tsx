import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Checkbox, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { grantsQuery } from '../../api/queries.ts'
import { useVerdict } from '../../session.ts'
import { ProblemNote } from '../../ui/note.tsx'
import { Empty, Field, GroupField, PageHead, Shape } from '../../ui/parts.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import type { ExportFormat, ExportView, Grant, NewExport, PackageRecipient } from '../../wire.ts'
import { PACKAGE_RECIPIENTS } from '../masking/queries.ts'
import { GrantFacts } from './grant-facts.tsx'
import '../requests/requests.css'

const route = getRouteApi('/house/exports/new')

/** The executor prepares a package from a running grant; it runs only when the monitor has confirmed it. */
export function ExportForm() {
  const { t } = useTranslation()
  const grants = useQuery(grantsQuery)
  const running = (grants.data ?? []).filter((one) => one.state === 'running')
  return (
    <div className="page">
      <PageHead title={t('export_form.title')} lead={t('export_form.lead')} />
      {grants.isPending ? <Shape lines={5} /> : null}
      <ProblemNote error={grants.error} retry={() => grants.refetch()} />
      {grants.data && running.length === 0 ? (
        <Empty title={t('export_form.no_grant')}>{t('export_form.no_grant_why')}</Empty>
      ) : null}
      {running.length > 0 ? <Form grants={running} /> : null}
    </div>
  )
}

/** The CSV is in every package: the verifier compares it. */
const FORMATS = ['csv', 'xlsx', 'xlsx_locked', 'json', 'pdf', 'rsmf', 'load'] as const satisfies readonly ExportFormat[]

function Form({ grants }: { grants: Grant[] }) {
  const { t } = useTranslation()
  const { grant: start } = route.useSearch()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const verdict = useVerdict('export.ask')
  const [grantId, setGrantId] = useState(grants.some((one) => one.id === start) ? start : grants[0]?.id)
  const [formats, setFormats] = useState<ExportFormat[]>(['csv', 'xlsx'])
  const [names, setNames] = useState<'mask' | 'pseudonym'>('mask')
  const [recipient, setRecipient] = useState<PackageRecipient>('internal')
  const [isAge, setIsAge] = useState(false)
  const [ageKey, setAgeKey] = useState('')
  const [bulkReason, setBulkReason] = useState('')
  const grant = grants.find((one) => one.id === grantId)
  const prepare = useMutation({
    mutationFn: () => {
      const input: NewExport = {
        grantId: grantId ?? '',
        formats,
        names,
        recipient,
        ageRecipient: isAge ? ageKey.trim() : null,
        bulkReason: bulkReason.trim() === '' ? null : bulkReason.trim(),
      }
      return api.send<ExportView>('/api/exports', input)
    },
    onSuccess: (made) => {
      queries.invalidateQueries({ queryKey: ['exports'] })
      navigate({ to: '/exports/$id', params: { id: made.id } })
    },
  })
  return (
    <div className="form-page">
      <section className="panel stack">
        <Field label={t('exports.grant')}>
          {({ id }) => (
            <Select
              id={id}
              value={grantId}
              options={grants.map((one) => ({
                value: one.id,
                label: `${one.number} · ${one.holderName} · ${one.caseNo}`,
              }))}
              onChange={setGrantId}
            />
          )}
        </Field>
        <GroupField label={t('exports.formats')}>
          {(group) => (
            <Checkbox.Group
              {...group}
              value={formats}
              className="export-formats"
              options={FORMATS.map((one) => ({
                value: one,
                label: t(`export_form.${one}`),
                disabled: one === 'csv' || (one === 'xlsx_locked' && isAge),
              }))}
              onChange={(values) => setFormats(FORMATS.filter((one) => one === 'csv' || values.includes(one)))}
            />
          )}
        </GroupField>
        <Field label={t('masking.recipient')} hint={t(`masking.recipient_means.${recipient}`)}>
          {(control) => (
            <Select
              id={control.id}
              aria-describedby={control['aria-describedby']}
              value={recipient}
              options={PACKAGE_RECIPIENTS.map((one) => ({ value: one, label: t(`masking.recipients.${one}`) }))}
              onChange={setRecipient}
            />
          )}
        </Field>
        <GroupField label={t('exports.names')} hint={t(`export_form.${names}_means`)}>
          {(group) => (
            <Radio.Group
              {...group}
              value={names}
              options={[
                { value: 'mask', label: t('export_form.by_rules') },
                { value: 'pseudonym', label: t('exports.name_ways.pseudonym') },
              ]}
              onChange={(event) => setNames(event.target.value === 'pseudonym' ? 'pseudonym' : 'mask')}
            />
          )}
        </GroupField>
        <GroupField label={t('export_form.sealed')}>
          {(group) => (
            <>
              <Radio.Group
                {...group}
                value={isAge}
                options={[
                  { value: false, label: t('export_form.sealed_password') },
                  { value: true, label: t('export_form.sealed_age') },
                ]}
                onChange={(event) => {
                  setIsAge(event.target.value === true)
                  // a workbook's password is made from the package's, and here it has none
                  if (event.target.value === true) setFormats(formats.filter((one) => one !== 'xlsx_locked'))
                }}
              />
              {isAge ? (
                <Field label={t('export_form.age_key')} hint={t('export_form.age_means')}>
                  {(control) => (
                    <Input
                      {...control}
                      value={ageKey}
                      maxLength={100}
                      spellCheck={false}
                      autoComplete="off"
                      onChange={(event) => setAgeKey(event.target.value)}
                    />
                  )}
                </Field>
              ) : null}
            </>
          )}
        </GroupField>
        <Field label={t('release.bulk_reason_field')} hint={t('release.bulk_reason_hint')}>
          {(control) => (
            <Input.TextArea
              {...control}
              value={bulkReason}
              maxLength={1000}
              rows={2}
              onChange={(event) => setBulkReason(event.target.value)}
            />
          )}
        </Field>
      </section>
      <aside className="panel stack form-side" aria-label={t('export_form.leaves')}>
        <h2>{t('export_form.leaves')}</h2>
        {grant ? <GrantFacts of={grant} /> : null}
        <ol className="numbered">
          <li>{t('export_form.next_monitor')}</li>
          <li>{t('export_form.next_run')}</li>
          <li>{t('export_form.next_release')}</li>
          <li>{t('export_form.next_ready')}</li>
        </ol>
        <ProblemNote error={prepare.error} />
        <VerdictButton
          type="primary"
          size="large"
          block
          verdict={formats.length === 0 ? { allowed: false, reason: 'no_format' } : verdict}
          loading={prepare.isPending}
          onClick={() => prepare.mutate()}
        >
          {t('export_form.prepare')}
        </VerdictButton>
      </aside>
    </div>
  )
}
