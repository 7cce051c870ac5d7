import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Checkbox, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { subjectQuery } from '../../api/queries.ts'
import { useVerdict } from '../../session.ts'
import { KINDS } from '../../states.ts'
import { addMonths, startOfDay } from '../../time.ts'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { Field, PageHead, Shape } from '../../ui/parts.tsx'
import { EndDay, TimeRange } from '../../ui/time-range.tsx'
import { NotYet, VerdictButton } from '../../ui/verdict-button.tsx'
import type { Basis, Purpose, RequestView, Subject } from '../../wire.ts'
import { type Draft, latestUse, missingIn, requestOf } from './draft.ts'
import { forgetDraft, useKeptDraft } from './kept-draft.ts'
import { ScopeSentence } from './scope-facts.tsx'
import { STAGES } from './stops.ts'
import { Whose } from './whose.tsx'
import './requests.css'

const PURPOSES: Purpose[] = [
  'complaint',
  'fund_anomaly',
  'decision_support',
  'dispute',
  'security_monitoring',
  'legal_evidence',
  'internal_audit',
  'service_quality',
  'training_material',
  'authority_request',
  'other',
]
const BASES: Basis[] = [
  'consent',
  'contract',
  'hr_rules',
  'legal_duty',
  'emergency',
  'news_public_interest',
  'already_public',
  'other_law',
]

const route = getRouteApi('/house/requests/new')

/** 数据调取申请表: whose, when, why, until when; at the right the request as a sentence and what happens next. */
export function RequestForm() {
  const { subject: id } = route.useSearch()
  const subject = useQuery({ ...subjectQuery(id ?? ''), enabled: id !== undefined })
  if (id !== undefined && subject.isPending) return <Shape lines={10} style={{ padding: 24 }} />
  return <Form subject={subject.data ?? null} />
}

function Form({ subject }: { subject: Subject | null }) {
  const { t } = useTranslation()
  const start = route.useSearch()
  const fresh = (): Draft => ({
    subjects: subject ? [{ id: subject.id, name: subject.name }] : [],
    people: (start.people ?? []).map((no) => ({ no, name: t('request_form.account_no', { no }) })),
    conversations: (start.conversations ?? []).map((no) => ({ no, title: t('request_form.conversation_no', { no }) })),
    from: start.from ?? null,
    to: start.to ?? null,
    kinds: [],
    undated: false,
    purpose: null,
    basis: null,
    caseNo: '',
    reason: '',
    useUntil: addMonths(startOfDay(Date.now()), 1),
  })
  const { draft, change, isKept, startAnew } = useKeptDraft(fresh, Object.keys(start).length > 0)
  return (
    <div className="page">
      <PageHead title={t('request_form.title')} lead={t('request_form.lead')} />
      {isKept ? (
        <div className="kept-draft">
          <Note
            title={t('request_form.kept')}
            act={
              <Button size="small" onClick={startAnew}>
                {t('request_form.start_anew')}
              </Button>
            }
          />
        </div>
      ) : null}
      <div className="form-page">
        <div className="stack">
          <section className="panel">
            <h2>{t('request_form.whose')}</h2>
            <Whose draft={draft} change={change} />
          </section>
          <section className="panel">
            <h2>{t('request_form.when')}</h2>
            <When draft={draft} change={change} />
          </section>
          <section className="panel">
            <h2>{t('request_form.why')}</h2>
            <Why draft={draft} change={change} />
          </section>
        </div>
        <Side draft={draft} />
      </div>
    </div>
  )
}

type Part = { draft: Draft; change: (next: Partial<Draft>) => void }

function When({ draft, change }: Part) {
  const { t } = useTranslation()
  const [clock, setClock] = useState(false)
  return (
    <div className="fields">
      <Field label={t('requests.time')} hint={t('request_form.time_hint')}>
        {({ id }) => (
          <TimeRange
            id={id}
            label={t('requests.time')}
            clock={clock}
            value={{ from: draft.from, to: draft.to }}
            change={({ from, to }) => change({ from, to })}
          />
        )}
      </Field>
      <Field label={t('search.kinds')} hint={t('request_form.kinds_hint')}>
        {({ id }) => (
          <Select
            id={id}
            mode="multiple"
            placeholder={t('requests.all_kinds')}
            value={draft.kinds}
            maxTagCount="responsive"
            options={KINDS.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
            optionFilterProp="label"
            onChange={(kinds) => change({ kinds })}
          />
        )}
      </Field>
      <div className="field-wide row">
        <Checkbox checked={clock} onChange={(event) => setClock(event.target.checked)}>
          {t('request_form.to_the_minute')}
        </Checkbox>
        <Checkbox checked={draft.undated} onChange={(event) => change({ undated: event.target.checked })}>
          {t('request_form.undated')}
        </Checkbox>
      </div>
    </div>
  )
}

function Why({ draft, change }: Part) {
  const { t } = useTranslation()
  return (
    <div className="fields">
      <Field label={t('requests.purpose')}>
        {({ id }) => (
          <Select
            id={id}
            placeholder={t('words.choose')}
            value={draft.purpose}
            options={PURPOSES.map((one) => ({ value: one, label: t(`purposes.${one}`) }))}
            onChange={(purpose) => change({ purpose })}
          />
        )}
      </Field>
      <Field
        label={t('requests.basis')}
        hint={draft.basis ? t(`citations.${draft.basis}`) : t('request_form.basis_hint')}
      >
        {({ id }) => (
          <Select
            id={id}
            placeholder={t('words.choose')}
            value={draft.basis}
            options={BASES.map((one) => ({ value: one, label: t(`bases.${one}`) }))}
            onChange={(basis) => change({ basis })}
          />
        )}
      </Field>
      <Field label={t('requests.case_no')} hint={t('request_form.case_hint')}>
        {(control) => (
          <Input
            {...control}
            value={draft.caseNo}
            maxLength={60}
            onChange={(event) => change({ caseNo: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('requests.use_until')} hint={t('request_form.use_hint')}>
        {({ id }) => (
          <EndDay
            id={id}
            value={draft.useUntil}
            max={latestUse(Date.now())}
            change={(useUntil) => change({ useUntil })}
          />
        )}
      </Field>
      <Field label={t('requests.reason')} hint={t('request_form.reason_hint')} wide>
        {(control) => (
          <Input.TextArea
            {...control}
            value={draft.reason}
            rows={4}
            maxLength={4000}
            onChange={(event) => change({ reason: event.target.value })}
          />
        )}
      </Field>
    </div>
  )
}

function Side({ draft }: { draft: Draft }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const verdict = useVerdict('request.ask')
  const now = Date.now()
  const missing = missingIn(draft, now)
  const send = useMutation({
    mutationFn: () => {
      const request = requestOf(draft, Date.now())
      if (!request) throw new Error('the button is disabled while something is missing')
      return api.send<RequestView>('/api/requests', request)
    },
    onSuccess: (request) => {
      forgetDraft(queries)
      queries.invalidateQueries({ queryKey: ['requests'] })
      navigate({ to: '/requests/$id', params: { id: request.id }, search: {} })
    },
  })
  const missingWords = t('request_form.missing', {
    list: missing.map((one) => t(`request_form.missing_${one}`)).join(t('words.and')),
  })
  const hasScope = !missing.includes('whose') && draft.from !== null && draft.to !== null
  return (
    <aside className="panel stack form-side" aria-label={t('request_form.summary')}>
      <h2>{t('request_form.summary')}</h2>
      <p className={hasScope ? 'scope-sentence' : 'quiet'}>
        {hasScope && draft.from !== null && draft.to !== null ? (
          <ScopeSentence
            subjects={draft.subjects.map(({ name }) => name)}
            people={draft.people.map(({ name }) => name)}
            conversations={draft.conversations.map(({ title }) => title)}
            from={draft.from}
            to={draft.to}
            kinds={draft.kinds.length > 0 ? draft.kinds : null}
            undated={draft.undated}
          />
        ) : (
          t('request_form.sentence_comes')
        )}
      </p>
      <h3>{t('request_form.next')}</h3>
      <ol className="numbered">
        {draft.basis === 'consent' ? <li>{t('request_form.next_consent')}</li> : null}
        {STAGES.map((stage) => (
          <li key={stage}>{t('request_form.next_stage', { stage: t(`stages.${stage}`) })}</li>
        ))}
        <li>{t('request_form.next_grant')}</li>
      </ol>
      {missing.length > 0 ? (
        <p className="quiet" role="status">
          {missingWords}
        </p>
      ) : null}
      <ProblemNote error={send.error} />
      {missing.length > 0 ? (
        <NotYet size="large" block why={missingWords}>
          {t('request_form.send')}
        </NotYet>
      ) : (
        <VerdictButton
          verdict={verdict}
          type="primary"
          size="large"
          block
          loading={send.isPending}
          onClick={() => send.mutate()}
        >
          {t('request_form.send')}
        </VerdictButton>
      )}
    </aside>
  )
}
