import { useMutation } from '@tanstack/react-query'
import { Button, Select, Switch } from 'antd'
import { Fragment, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { useVerdict } from '../../session.ts'
import { exactOf } from '../../time.ts'
import { Box } from '../../ui/box.tsx'
import { MaskedText } from '../../ui/masked-text.tsx'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { Empty, Field, Shape, Tag } from '../../ui/parts.tsx'
import type { PackageRecipient, PreviewAnswer, SearchAnswer } from '../../wire.ts'
import { PACKAGE_RECIPIENTS } from './queries.ts'
import './masking.css'

const MOST = 20

/** The newest records of a grant as a class of recipients would get them, beside the original or beside what a screen shows. */
export function PreviewBox({ grant, number, close }: { grant: string; number: string; close: () => void }) {
  const { t } = useTranslation()
  const mayOriginals = useVerdict('conversation.preview_original')?.allowed ?? false
  const [recipient, setRecipient] = useState<PackageRecipient>('internal')
  const [originals, setOriginals] = useState(false)
  const switchLabel = useId()
  const preview = useMutation({
    mutationFn: async () => {
      const asked = { permit: grant, query: '', order: 'newest', limit: MOST, open: false }
      const { hits } = await api.send<SearchAnswer>('/api/search', asked)
      const records = hits.map(({ record }) => record)
      if (records.length === 0) return null
      return api.send<PreviewAnswer>('/api/masking/preview', { permit: grant, records, recipient, originals })
    },
    gcTime: 0,
  })
  const change = (on: boolean) => {
    setOriginals(on)
    preview.reset()
  }
  return (
    <Box open title={t('preview.title', { number })} onCancel={close} width={980} destroyOnHidden>
      <div className="stack">
        <div className="row mask-asked">
          <Field label={t('masking.recipient')}>
            {({ id }) => (
              <Select
                id={id}
                value={recipient}
                style={{ minWidth: 220 }}
                options={PACKAGE_RECIPIENTS.map((one) => ({ value: one, label: t(`masking.recipients.${one}`) }))}
                onChange={(one) => {
                  setRecipient(one)
                  preview.reset() // what is shown is what was asked for
                }}
              />
            )}
          </Field>
          {mayOriginals ? (
            <span className="row">
              <Switch aria-labelledby={switchLabel} checked={originals} onChange={change} />
              <span id={switchLabel}>{t('preview.originals')}</span>
            </span>
          ) : null}
          <Button type="primary" loading={preview.isPending} onClick={() => preview.mutate()}>
            {t('preview.act')}
          </Button>
        </div>
        <p className="quiet">{t(mayOriginals ? 'preview.means' : 'preview.means_masked', { n: MOST })}</p>
        <ProblemNote error={preview.error} />
        {preview.isPending ? <Shape lines={6} /> : null}
        {preview.data === null ? <Empty title={t('preview.none')} /> : null}
        {preview.data ? <Sides of={preview.data} /> : null}
      </div>
    </Box>
  )
}

function Sides({ of }: { of: PreviewAnswer }) {
  const { t } = useTranslation()
  const original = of.left === 'original' ? 'mask-side-original' : undefined
  return (
    <div className="mask-sides">
      <h2>{t(`preview.left.${of.left}`)}</h2>
      <h2>{t('preview.right')}</h2>
      {of.rows.map((row) => (
        <Fragment key={row.record}>
          <div className={original}>
            <span className="mask-side-name">{t(`preview.left.${of.left}`)}</span>
            <span className="quiet">{row.time === null ? t('time.undated') : exactOf(row.time)}</span>
            <br />
            <b>
              <MaskedText of={row.left.name} />
            </b>{' '}
            <MaskedText of={row.left.text} />
          </div>
          <div>
            <span className="mask-side-name">{t('preview.right')}</span>
            <b>
              <MaskedText of={row.right.name} />
            </b>{' '}
            {row.unreadable === null ? (
              <MaskedText of={row.right.text} />
            ) : (
              <Tag tone="red">{t(`preview.unreadable.${row.unreadable}`)}</Tag>
            )}
          </div>
        </Fragment>
      ))}
      {of.rows.some(({ unreadable }) => unreadable === 'block') ? <Note tone="red">{t('preview.blocks')}</Note> : null}
    </div>
  )
}
