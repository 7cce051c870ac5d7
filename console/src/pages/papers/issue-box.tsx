import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { ActForm } from '../../ui/act-form.tsx'
import { Box } from '../../ui/box.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Field, Shape } from '../../ui/parts.tsx'
import { PdfFrame } from '../../ui/pdf-frame.tsx'
import { toast } from '../../ui/toast.tsx'
import type { NewPaper, PaperKind, PapersAbout, PapersOf, PaperView } from '../../wire.ts'
import { PhotoFields } from './photo-fields.tsx'
import './papers.css'
import { type TypedField, typedFields } from './typed-fields.ts'

/** Issues a paper: what is typed for it, a look at it as a draft, then number and ledger. */
export function IssueBox({ about, may, close }: { about: PapersAbout; may: PapersOf['may']; close: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [kind, setKind] = useState<PaperKind | undefined>(may[0])
  const [language, setLanguage] = useState<'zh' | 'en'>('zh')
  const [typed, setTyped] = useState<Partial<Record<TypedField, string>>>({})
  const [note, setNote] = useState('')
  const [photos, setPhotos] = useState<string[]>([])
  const fields = typedFields(kind)
  const paperOf = (what: PaperKind): NewPaper => ({
    kind: what,
    language,
    about: about.of === 'requests' ? { request: about.id } : { export: about.id },
    typed: Object.fromEntries(fields.map(({ key }) => [key, typed[key]?.trim() ?? ''])),
    note: note.trim(),
    photos: kind === 'media_seal' ? photos : [],
  })
  const draft = useMutation({
    mutationFn: (what: PaperKind) => api.hand('/api/papers/preview', paperOf(what)),
    gcTime: 0, // not kept once the box is closed
  })
  const issue = useMutation({
    mutationFn: (what: PaperKind) => api.send<PaperView>('/api/papers', paperOf(what)),
    onSuccess: (made) => {
      toast(t('papers.issued', { number: made.number }))
      queries.invalidateQueries({ queryKey: ['papers', about.of, about.id] })
      // a record of a sealed medium is an item of the checklist
      if (about.of === 'exports') queries.invalidateQueries({ queryKey: ['export', about.id] })
      close()
    },
  })
  /** What is drawn is a draft of what stands in the fields, and of nothing else. */
  const changed =
    <Value,>(set: (value: Value) => void) =>
    (value: Value) => {
      set(value)
      draft.reset()
    }
  const isOwedThere = fields.every(({ key, isOwed }) => !isOwed || (typed[key] ?? '').trim() !== '')
  const isDrawn = draft.isPending || draft.data !== undefined
  return (
    <Box open title={t('papers.issue')} onCancel={close} width={isDrawn ? 900 : 520} destroyOnHidden>
      <ActForm
        act={t('papers.issue')}
        isReady={kind !== undefined && isOwedThere}
        busy={issue.isPending}
        error={issue.error}
        send={() => kind && issue.mutate(kind)}
        close={close}
        besides={
          <Button loading={draft.isPending} onClick={() => kind && draft.mutate(kind)}>
            {t('papers.preview')}
          </Button>
        }
      >
        <Field label={t('papers.kind')}>
          {({ id }) => (
            <Select
              id={id}
              value={kind}
              options={may.map((one) => ({ value: one, label: t(`papers.kinds.${one}`) }))}
              onChange={changed(setKind)}
            />
          )}
        </Field>
        <Field label={t('papers.language')}>
          {({ id }) => (
            <Radio.Group
              id={id}
              value={language}
              options={(['zh', 'en'] as const).map((one) => ({ value: one, label: t(`papers.languages.${one}`) }))}
              onChange={(event) => changed(setLanguage)(event.target.value === 'en' ? 'en' : 'zh')}
            />
          )}
        </Field>
        {fields.map(({ key, isOwed, isLong }) => (
          <Field key={key} label={t(`papers.typed.${key}`)} hint={isOwed ? t('papers.owed') : undefined}>
            {(control) => (
              <Text
                {...control}
                isLong={isLong}
                value={typed[key] ?? ''}
                change={(text) => changed(setTyped)({ ...typed, [key]: text })}
              />
            )}
          </Field>
        ))}
        {kind === 'media_seal' ? <PhotoFields photos={photos} change={changed(setPhotos)} /> : null}
        <Field label={t('papers.note')}>
          {(control) => <Text {...control} isLong value={note} change={changed(setNote)} />}
        </Field>
        {draft.isPending ? <Shape lines={8} /> : null}
        <ProblemNote error={draft.error} />
        {draft.data ? (
          <div ref={intoView} className="paper-draft">
            <PdfFrame bytes={draft.data.bytes} label={t('papers.preview')} />
          </div>
        ) : null}
        <p className="quiet">{t('papers.fixed')}</p>
      </ActForm>
    </Box>
  )
}

/** What was asked for is below many fields. */
function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'start' })
}

const LONGEST = 1000

function Text({
  isLong,
  change,
  ...control
}: {
  id: string
  'aria-describedby': string
  isLong: boolean
  value: string
  change: (text: string) => void
}) {
  if (!isLong)
    return (
      <Input {...control} maxLength={LONGEST} autoComplete="off" onChange={(event) => change(event.target.value)} />
    )
  return (
    <Input.TextArea
      {...control}
      maxLength={LONGEST}
      autoSize={{ minRows: 2, maxRows: 6 }}
      onChange={(event) => change(event.target.value)}
    />
  )
}
