import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Input, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { count } from '../../figures.ts'
import { ActForm } from '../../ui/act-form.tsx'
import { Box } from '../../ui/box.tsx'
import { MaskedText } from '../../ui/masked-text.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Empty, Field, Shape, Tag } from '../../ui/parts.tsx'
import { toast } from '../../ui/toast.tsx'
import { NotYet } from '../../ui/verdict-button.tsx'
import type { FormsAnswer } from '../../wire.ts'
import './masking.css'

type Verdict = 'name' | 'none'

/** Names that the detector is not sure of, each once for the whole case, the weightiest first. */
export function FormsBox({ grant, caseNo, close }: { grant: string; caseNo: string; close: () => void }) {
  const { t } = useTranslation()
  const forms = useQuery({
    queryKey: ['forms', grant],
    queryFn: ({ signal }) => api.send<FormsAnswer>('/api/masking/forms', { permit: grant }, signal),
    retry: false, // each look is an act: never repeated behind the person's back
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  return (
    <Box open title={t('forms.title', { number: caseNo })} onCancel={close} width={760} destroyOnHidden>
      <div className="stack">
        <p className="quiet">{t('forms.means')}</p>
        {forms.isFetching ? <Shape lines={6} /> : null}
        <ProblemNote error={forms.error} retry={() => forms.refetch()} />
        {forms.data && !forms.isFetching ? (
          <Choices of={forms.data} grant={grant} again={() => forms.refetch()} close={close} />
        ) : null}
      </div>
    </Box>
  )
}

function Choices({
  of,
  grant,
  again,
  close,
}: {
  of: FormsAnswer
  grant: string
  again: () => void
  close: () => void
}) {
  const { t } = useTranslation()
  const [said, setSaid] = useState<Record<string, Verdict>>({})
  const judge = useMutation({
    mutationFn: () =>
      api.send('/api/masking/judge', {
        permit: grant,
        judged: Object.entries(said).map(([form, verdict]) => ({ form, verdict })),
      }),
    onSuccess: () => {
      toast(t('forms.saved'))
      setSaid({})
      again()
    },
  })
  const take = (form: string) => setSaid(({ [form]: _, ...rest }) => rest)
  const listed = new Set([...of.waiting, ...of.judged].map(({ form }) => form))
  const byHand = Object.keys(said).filter((form) => !listed.has(form))
  const choice = (form: string, now: Verdict | undefined) => (
    <span className="row">
      {said[form] === undefined ? null : (
        <Button type="link" size="small" aria-label={t('forms.undo_of', { form })} onClick={() => take(form)}>
          {t('forms.undo')}
        </Button>
      )}
      <Radio.Group
        aria-label={form}
        optionType="button"
        size="small"
        value={said[form] ?? now}
        options={(['name', 'none'] as const).map((one) => ({ value: one, label: t(`forms.verdicts.${one}`) }))}
        onChange={(event) => setSaid({ ...said, [form]: event.target.value === 'name' ? 'name' : 'none' })}
      />
    </span>
  )
  return (
    <ActForm
      act={t('forms.act')}
      needs="masking.judge"
      isReady={Object.keys(said).length > 0}
      busy={judge.isPending}
      error={judge.error}
      send={() => judge.mutate()}
      close={close}
      leave="close"
    >
      <p>{t('forms.looked', { n: count(of.looked), all: count(of.inScope) })}</p>
      {of.waiting.length === 0 ? <Empty title={t('forms.none')} /> : null}
      <ul className="form-choices">
        {of.waiting.map(({ form, messages, around }) => (
          <li key={form}>
            <b>{form}</b>
            <span className="quiet">{t('forms.messages', { count: messages, n: count(messages) })}</span>
            <span className="form-around">
              <MaskedText of={around} />
            </span>
            {choice(form, undefined)}
          </li>
        ))}
        {byHand.map((form) => (
          <li key={form}>
            <b>{form}</b> <span className="form-around quiet">{t('forms.added')}</span>
            {choice(form, undefined)}
          </li>
        ))}
      </ul>
      <AddForm add={(form) => setSaid({ ...said, [form]: 'name' })} />
      {of.judged.length === 0 ? null : (
        <details>
          <summary>{t('forms.judged', { n: count(of.judged.length) })}</summary>
          <ul className="form-choices">
            {of.judged.map(({ form, verdict, by }) => (
              <li key={form}>
                <b>{form}</b> <Tag>{by}</Tag>
                <span className="form-around" />
                {choice(form, verdict)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </ActForm>
  )
}

/** As long as the house takes one. */
const LONGEST_FORM = 40

/** A name that somebody reads in the open and that is not on the list. */
function AddForm({ add }: { add: (form: string) => void }) {
  const { t } = useTranslation()
  const [form, setForm] = useState('')
  const written = form.trim()
  const take = () => {
    if (written === '') return
    add(written)
    setForm('')
  }
  return (
    <Field label={t('forms.by_hand')} hint={t('forms.by_hand_means')}>
      {(control) => (
        <div className="row form-by-hand">
          <Input
            {...control}
            value={form}
            maxLength={LONGEST_FORM}
            autoComplete="off"
            onChange={(event) => setForm(event.target.value)}
            onPressEnter={(event) => {
              event.preventDefault() // adds to the list; saving is an act of its own
              take()
            }}
          />
          {written === '' ? <NotYet>{t('forms.add')}</NotYet> : <Button onClick={take}>{t('forms.add')}</Button>}
        </div>
      )}
    </Field>
  )
}

/** Opens the box. */
export function FormsButton({ grant, caseNo }: { grant: string; caseNo: string }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('forms.open')}
      </Button>
      {open ? <FormsBox grant={grant} caseNo={caseNo} close={() => setOpen(false)} /> : null}
    </>
  )
}
