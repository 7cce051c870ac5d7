import { useMutation } from '@tanstack/react-query'
import { Button, Input, Radio } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { count } from '../../figures.ts'
import { useMe } from '../../session.ts'
import { ActForm } from '../../ui/act-form.tsx'
import { Box } from '../../ui/box.tsx'
import { CodeField } from '../../ui/code-field.tsx'
import { MaskedText } from '../../ui/masked-text.tsx'
import { Note } from '../../ui/note.tsx'
import { Field, GroupField } from '../../ui/parts.tsx'
import type { RevealAnswer, RevealInput } from '../../wire.ts'
import './masking.css'

const FIELDS = ['body', 'senderName', 'sender'] as const

type RevealField = (typeof FIELDS)[number]

interface RevealBoxProps {
  permit: string
  record: number
  /** The field that is chosen to begin with. */
  first: RevealField
  close: () => void
}

/** A reason and a fresh code for one field; what was shown is gone from the page when its time is over or the box is closed. */
export function RevealBox({ permit, record, first, close }: RevealBoxProps) {
  const { t } = useTranslation()
  const { house } = useMe()
  const [field, setField] = useState<RevealField>(first)
  const [reason, setReason] = useState('')
  const [code, setCode] = useState('')
  const [isOver, setOver] = useState(false)
  const reveal = useMutation({
    mutationFn: () => {
      const input: RevealInput = { permit, record, field, reason, code }
      return api.send<RevealAnswer>('/api/masking/reveal', input)
    },
    gcTime: 0, // content is not kept once the box is closed
    onSettled: () => setCode(''),
  })
  const end = () => {
    reveal.reset()
    setOver(true)
  }
  return (
    <Box
      open
      title={t('reveal.of', { no: count(record) })}
      onCancel={close}
      width={560}
      destroyOnHidden
      mask={{ closable: false }}
    >
      {reveal.data ? (
        <Shown of={reveal.data} field={field} end={end} close={close} />
      ) : isOver ? (
        <div className="stack">
          <Note>{t('reveal.over')}</Note>
          <div className="row row-end">
            <Button onClick={close}>{t('acts.close')}</Button>
          </div>
        </div>
      ) : (
        <ActForm
          act={t('reveal.act')}
          isReady={reason.trim().length >= 4 && code.length === 6}
          busy={reveal.isPending}
          error={reveal.error}
          send={() => reveal.mutate()}
          close={close}
          besides={
            house.demo ? (
              <Button
                type="link"
                onClick={() => api.read<{ code: string }>('/api/session/demo-code').then((demo) => setCode(demo.code))}
              >
                {t('step_up.demo')}
              </Button>
            ) : null
          }
        >
          <p className="quiet">{t('reveal.means')}</p>
          <GroupField label={t('reveal.field')}>
            {(group) => (
              <Radio.Group
                {...group}
                value={field}
                options={FIELDS.map((one) => ({ value: one, label: t(`reveal.fields.${one}`) }))}
                onChange={(event) => setField(FIELDS.find((one) => one === event.target.value) ?? 'body')}
              />
            )}
          </GroupField>
          <Field label={t('reveal.reason')} hint={t('reveal.reason_hint')}>
            {(control) => (
              <Input.TextArea
                {...control}
                value={reason}
                maxLength={500}
                rows={2}
                autoFocus
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Field>
          <CodeField label={t('step_up.code')} hint={t('reveal.code_hint')} value={code} change={setCode} />
        </ActForm>
      )}
    </Box>
  )
}

interface ShownProps {
  of: RevealAnswer
  field: RevealField
  end: () => void
  close: () => void
}

function Shown({ of, field, end, close }: ShownProps) {
  const { t } = useTranslation()
  const [left, setLeft] = useState(() => secondsTo(of.until))
  useEffect(() => {
    const timer = setInterval(() => {
      const now = secondsTo(of.until)
      setLeft(now)
      if (now <= 0) end()
    }, 500)
    return () => clearInterval(timer)
  }, [of.until, end])
  return (
    <div className="stack">
      <span className="field-label">{t(`reveal.fields.${field}`)}</span>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1) */}
      <section className="reveal-shown" tabIndex={0} aria-label={t('reveal.shown')}>
        {of.shown.text === '' ? <span className="quiet">{t('reveal.empty')}</span> : <MaskedText of={of.shown} />}
      </section>
      <p className="quiet">{t('reveal.left', { n: Math.max(0, left) })}</p>
      <p className="quiet">{t('reveal.counted', { today: of.today, most: of.most })}</p>
      <div className="row row-end">
        <Button type="primary" onClick={close}>
          {t('reveal.done')}
        </Button>
      </div>
    </div>
  )
}

/** The clocks of the page and of the house may differ: never longer than the minute that the house gives. */
function secondsTo(until: number): number {
  return Math.min(60, Math.ceil((until - Date.now()) / 1000))
}
