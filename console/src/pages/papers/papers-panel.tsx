import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { papersQuery } from '../../api/queries.ts'
import { bytes } from '../../figures.ts'
import { ProblemNote } from '../../ui/note.tsx'
import { Copyable, Empty, Shape } from '../../ui/parts.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { When } from '../../ui/when.tsx'
import type { PapersAbout, PaperView } from '../../wire.ts'
import { IssueBox } from './issue-box.tsx'
import { PaperBox } from './paper-box.tsx'

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
