import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { papersQuery } from '../../api/queries.ts'
import { bytes } from '../../figures.ts'
import { ActForm } from '../../ui/act-form.tsx'
import { Box } from '../../ui/box.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Copyable, Empty, Field, Shape } from '../../ui/parts.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { toast } from '../../ui/toast.tsx'
import { When } from '../../ui/when.tsx'
import type { NewPaper, PaperKind, PapersOf, PaperView } from '../../wire.ts'
import { PaperBox } from './paper-box.tsx'

/** Which thing the papers are about. */
export interface PapersAbout {
  of: 'requests' | 'exports'
  id: string
}

/** What the house says on paper about a request or an export. Read when asked for: each look is an act in the audit. */
export function PapersPanel({ about }: { about: PapersAbout }) {
  const { t } = useTranslation()
  const [shown, setShown] = useState(false)
  return (
    <section className="panel stack">
      <div className="spread">
        <h2>{t('papers.title')}</h2>
        {shown ? null : <Button onClick={() => setShown(true)}>{t('papers.show')}</Button>}
      </div>
      {shown ? <Listed about={about} /> : <p className="quiet">{t('papers.lead')}</p>}
    </section>
  )
}

function Listed({ about }: { about: PapersAbout }) {
  const { t } = useTranslation()
  const [issuing, setIssuing] = useState(false)
  const papers = useQuery(papersQuery(about.of, about.id))
  if (papers.isPending) return <Shape lines={3} />
  if (papers.isError) return <ProblemNote error={papers.error} retry={() => papers.refetch()} />
  return (
    <div className="stack">
      <PaperTable papers={papers.data.papers} />
      {papers.data.may.length === 0 ? (
        <p className="quiet">{t('papers.none_to_issue')}</p>
      ) : (
        <div className="row row-end">
          <Button type="primary" onClick={() => setIssuing(true)}>
            {t('papers.issue')}
          </Button>
        </div>
      )}
      {issuing ? <IssueBox about={about} may={papers.data.may} close={() => setIssuing(false)} /> : null}
    </div>
  )
}

function PaperTable({ papers }: { papers: PaperView[] }) {
  const { t } = useTranslation()
  const [shown, look] = useState<PaperView | null>(null)
  const columns: Column<PaperView>[] = [
    {
      key: 'what',
      title: t('papers.paper'),
      breaks: true,
      cell: (row) => (
        <div>
          <a href={`/api/papers/${row.id}/file`} download>
            {t(`papers.kinds.${row.kind}`)} <b className="number">{row.number}</b>
          </a>{' '}
          <Button
            size="small"
            type="link"
            aria-label={t('papers.look_at', { number: row.number })}
            onClick={() => look(row)}
          >
            {t('papers.look')}
          </Button>
          <div className="quiet">
            {t(`papers.languages.${row.language}`)} · {t('papers.pages', { count: row.pages })} · {bytes(row.bytes)} ·{' '}
            {row.seal === null ? null : `${t('papers.sealed', { seal: row.seal })} · `}
            {row.ledgerIndex === null ? t('papers.waiting') : t('papers.entry', { index: row.ledgerIndex })}
          </div>
        </div>
      ),
    },
    { key: 'by', title: t('papers.by'), cell: (row) => row.issuedByName },
    { key: 'at', title: t('papers.at'), cell: (row) => <When at={row.issuedAt} /> },
    {
      key: 'sha',
      wideOnly: true,
      title: 'SHA-256',
      cell: (row) => <Copyable value={row.sha256} shown={`${row.sha256.slice(0, 12)}…`} label="SHA-256" />,
    },
  ]
  return (
    <>
      <Table
        label={t('papers.title')}
        columns={columns}
        rows={papers}
        rowKey={(row) => row.id}
        empty={<Empty title={t('papers.none')}>{t('papers.none_why')}</Empty>}
      />
      {shown === null ? null : <PaperBox of={shown} close={() => look(null)} />}
    </>
  )
}

/** What is typed for a paper besides what the house knows. */
const TYPED: Partial<Record<PaperKind, readonly TypedField[]>> = {
  confirmation_letter: ['recipient', 'document', 'independence'],
  media_seal: ['medium', 'serial', 'seal', 'place'],
  customer_report: ['overview', 'followUp'],
}
type TypedField =
  | 'recipient'
  | 'document'
  | 'independence'
  | 'medium'
  | 'serial'
  | 'seal'
  | 'place'
  | 'overview'
  | 'followUp'

function IssueBox({ about, may, close }: { about: PapersAbout; may: PapersOf['may']; close: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [kind, setKind] = useState<PaperKind | undefined>(may[0])
  const [language, setLanguage] = useState<'zh' | 'en'>('zh')
  const [typed, setTyped] = useState<Partial<Record<TypedField, string>>>({})
  const [note, setNote] = useState('')
  const fields = (kind && TYPED[kind]) ?? []
  const issue = useMutation({
    mutationFn: (what: PaperKind) => {
      const input: NewPaper = {
        kind: what,
        language,
        about: about.of === 'requests' ? { request: about.id } : { export: about.id },
        typed: Object.fromEntries(fields.map((field) => [field, typed[field]?.trim() ?? ''])),
        note: note.trim(),
      }
      return api.send<PaperView>('/api/papers', input)
    },
    onSuccess: (made) => {
      toast(t('papers.issued', { number: made.number }))
      queries.invalidateQueries({ queryKey: ['papers', about.of, about.id] })
      close()
    },
  })
  return (
    <Box open title={t('papers.issue')} onCancel={close} width={520} destroyOnHidden>
      <ActForm
        act={t('papers.issue')}
        isReady={kind !== undefined}
        busy={issue.isPending}
        error={issue.error}
        send={() => kind && issue.mutate(kind)}
        close={close}
      >
        <Field label={t('papers.kind')}>
          {({ id }) => (
            <Select
              id={id}
              value={kind}
              options={may.map((one) => ({ value: one, label: t(`papers.kinds.${one}`) }))}
              onChange={setKind}
            />
          )}
        </Field>
        <Field label={t('papers.language')}>
          {({ id }) => (
            <Radio.Group
              id={id}
              value={language}
              options={(['zh', 'en'] as const).map((one) => ({ value: one, label: t(`papers.languages.${one}`) }))}
              onChange={(event) => setLanguage(event.target.value === 'en' ? 'en' : 'zh')}
            />
          )}
        </Field>
        {fields.map((field) => (
          <Field key={field} label={t(`papers.typed.${field}`)}>
            {(control) => (
              <Input
                {...control}
                maxLength={1000}
                value={typed[field] ?? ''}
                onChange={(event) => setTyped({ ...typed, [field]: event.target.value })}
              />
            )}
          </Field>
        ))}
        <Field label={t('papers.note')}>
          {(control) => (
            <Input.TextArea
              {...control}
              rows={2}
              maxLength={1000}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        <p className="quiet">{t('papers.fixed')}</p>
      </ActForm>
    </Box>
  )
}
