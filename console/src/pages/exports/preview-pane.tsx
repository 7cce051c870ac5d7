import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { bytes, count } from '../../figures.ts'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import type { ExportPreview, ExportView } from '../../wire.ts'

/** The package as it lies there, page by page. Each page is an act: it is asked for, never fetched by a clock. */
export function PreviewPane({ of }: { of: ExportView }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const look = useMutation({
    mutationFn: (from: number) => api.send<ExportPreview>(`/api/exports/${of.id}/preview`, { from }),
    // having looked opens the yes; a changed byte ends the package
    onSettled: () => queries.invalidateQueries({ queryKey: ['export', of.id] }),
  })
  const page = look.data
  const verdict = of.can.preview
  if (!verdict?.allowed && verdict?.reason !== 'step_up_needed') return null
  return (
    <div className="stack stack-tight">
      <div className="row">
        <VerdictButton verdict={verdict} loading={look.isPending} onClick={() => look.mutate(0)}>
          {t('release.preview')}
        </VerdictButton>
        <span className="quiet">{t('release.preview_why')}</span>
      </div>
      <ProblemNote error={look.error} />
      {page === undefined ? null : <Page of={of} page={page} busy={look.isPending} go={look.mutate} />}
    </div>
  )
}

interface PageProps {
  of: ExportView
  page: ExportPreview
  busy: boolean
  go: (from: number) => void
}

const STEP = 50
/** Places of the line number, the time, the sender's account and name, and the text among a package's columns (proof/src/render.ts). */
const READ_FIRST = [0, 4, 7, 8, 10]

function Page({ of, page, busy, go }: PageProps) {
  const { t } = useTranslation()
  const places = page.headings.map((_, place) => place)
  const order = [
    ...READ_FIRST.filter((place) => place < places.length),
    ...places.filter((one) => !READ_FIRST.includes(one)),
  ]
  const label = t('release.preview_rows', {
    from: count(page.rows.length === 0 ? 0 : page.from + 1),
    to: count(page.from + page.rows.length),
    all: count(of.rows ?? 0),
  })
  return (
    <>
      <Note tone={page.sha256 === of.sha256 ? 'accent' : 'red'} title={t('release.preview_digest')}>
        <code className="sha">{page.sha256}</code>
      </Note>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1) */}
      <section className="leaving" tabIndex={0} aria-label={label}>
        <table>
          <thead>
            <tr>
              {order.map((place) => (
                <th key={place} scope="col">
                  {page.headings[place]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {page.rows.map((cells, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a sealed file have no other name than their place
              <tr key={page.from + row}>
                {order.map((place) => (
                  <td key={place}>{cells[place]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div className="spread">
        <span className="quiet">
          {label} · {t('release.preview_order')}
        </span>
        <span className="row">
          <Button size="small" disabled={busy || page.from === 0} onClick={() => go(Math.max(0, page.from - STEP))}>
            {t('release.earlier')}
          </Button>
          <Button
            size="small"
            disabled={busy || page.next === null}
            onClick={() => (page.next === null ? undefined : go(page.next))}
          >
            {t('release.later')}
          </Button>
        </span>
      </div>
      <details>
        <summary>{t('release.preview_files', { n: page.files.length })}</summary>
        <ul className="leaving-files">
          {page.files.map(({ name, size }) => (
            <li key={name}>
              <code>{name}</code> <span className="quiet">{bytes(size)}</span>
            </li>
          ))}
        </ul>
      </details>
    </>
  )
}
