import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { bytes, count } from '../../figures.ts'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { Field, Shape } from '../../ui/parts.tsx'
import { Turn } from '../../ui/turn.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import type { ExportPreview, ExportView } from '../../wire.ts'
import { PreviewPages } from './preview-pages.tsx'
import { PreviewTable, PreviewText } from './preview-parts.tsx'

const FIRST = 'data/records.csv'

/** The package as it lies there, file by file and page by page. Each look is an act: it is asked for, never fetched by a clock. */
export function PreviewPane({ of }: { of: ExportView }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [page, setPage] = useState<ExportPreview | null>(null)
  const [file, setFile] = useState(FIRST)
  const look = useMutation({
    mutationFn: (wanted: { file: string; from: number }) =>
      api.send<ExportPreview>(`/api/exports/${of.id}/preview`, wanted),
    onSuccess: setPage,
    // having looked opens the yes; a changed byte ends the package
    onSettled: () => queries.invalidateQueries({ queryKey: ['export', of.id] }),
  })
  const verdict = of.can.preview
  if (!verdict?.allowed && verdict?.reason !== 'step_up_needed') return null
  const choose = (wanted: string) => {
    setFile(wanted)
    look.reset()
    if (formOf(page, wanted) !== 'pages') look.mutate({ file: wanted, from: 0 })
  }
  return (
    <div className="stack stack-tight">
      <div className="row">
        <VerdictButton verdict={verdict} loading={look.isPending} onClick={() => choose(FIRST)}>
          {t('release.preview')}
        </VerdictButton>
        <span className="quiet">{t('release.preview_why')}</span>
      </div>
      {page === null ? null : <Files files={page.files} file={file} choose={choose} />}
      <ProblemNote error={look.error} />
      {look.isPending && page?.file !== file ? <Shape lines={6} /> : null}
      {page?.file === file ? (
        <Page key={file} of={of} page={page} busy={look.isPending} go={(from) => look.mutate({ file, from })} />
      ) : null}
      {formOf(page, file) === 'pages' ? <PreviewPages key={file} of={of} file={file} /> : null}
    </div>
  )
}

function formOf(page: ExportPreview | null, file: string): ExportPreview['form'] | undefined {
  return page?.files.find(({ name }) => name === file)?.form
}

/** What a person reads first, then what proves it. */
function Files({
  files,
  file,
  choose,
}: {
  files: ExportPreview['files']
  file: string
  choose: (file: string) => void
}) {
  const { t } = useTranslation()
  const isRead = (name: string) => name.startsWith('data/records')
  const order = [...files].sort((a, b) => Number(isRead(b.name)) - Number(isRead(a.name)))
  return (
    <Field label={t('release.preview_file', { n: count(files.length) })}>
      {(control) => (
        <Select
          {...control}
          showSearch
          value={file}
          options={order.map(({ name, size }) => ({ value: name, label: `${name} · ${bytes(size)}` }))}
          onChange={choose}
        />
      )}
    </Field>
  )
}

interface PageProps {
  of: ExportView
  page: ExportPreview
  busy: boolean
  go: (from: number) => void
}

function Page({ of, page, busy, go }: PageProps) {
  const { t } = useTranslation()
  // where earlier pages of a text began, nobody knows but who came from there
  const [before, setBefore] = useState<number[]>([])
  const label = useLabel(page)
  return (
    <>
      <Note tone={page.sha256 === of.sha256 ? 'accent' : 'red'} title={t('release.preview_digest')}>
        <code className="sha">{page.sha256}</code>
      </Note>
      {page.form === 'table' ? <PreviewTable page={page} label={label} /> : <PreviewText page={page} label={label} />}
      <div className="spread">
        <span className="quiet">
          {label}
          {page.form === 'table' && page.file !== 'data/production.dat' ? ` · ${t('release.preview_order')}` : null}
        </span>
        <span className="row">
          <Turn
            label={t('release.earlier')}
            why={before.length === 0 ? t('words.first_part') : undefined}
            busy={busy}
            turn={() => {
              go(before.at(-1) ?? 0)
              setBefore(before.slice(0, -1))
            }}
          />
          <Turn
            label={t('release.later')}
            why={page.next === null ? t('words.last_part') : undefined}
            busy={busy}
            turn={() => {
              if (page.next === null) return
              go(page.next)
              setBefore([...before, page.from])
            }}
          />
        </span>
      </div>
    </>
  )
}

function useLabel({ file, files, form, from, next, rows }: ExportPreview): string {
  const { t } = useTranslation()
  const all = files.find(({ name }) => name === file)?.size ?? 0
  if (form === 'table')
    return t('release.preview_rows', { from: count(rows.length === 0 ? 0 : from + 1), to: count(from + rows.length) })
  // its places are those of what was decoded
  if (file.endsWith('.rsmf')) return t('release.preview_part', { from: count(from), all: count(all) })
  return t('release.preview_bytes', { from: count(from), to: count(next ?? all), all: count(all) })
}
