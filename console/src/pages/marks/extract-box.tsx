import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { count } from '../../figures.ts'
import { minuteOf } from '../../time.ts'
import { Box } from '../../ui/box.tsx'
import { MaskedText } from '../../ui/masked-text.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Empty, Shape } from '../../ui/parts.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import type { ExtractAnswer } from '../../wire.ts'
import { MarkTags } from './mark-panel.tsx'
import { extractQuery, useMarksByRecord } from './marks-query.ts'

type Row = ExtractAnswer['records'][number]

const MOST = 1000

/** The marked records of a permit in order of time: "23 of 4,120 in scope". */
export function ExtractBox({ permit, open, close }: { permit: string; open: (row: Row) => void; close: () => void }) {
  const { t } = useTranslation()
  const [tag, setTag] = useState<string | null>(null)
  const extract = useQuery(extractQuery({ permit, tag, limit: MOST }))
  const marks = useMarksByRecord(permit)
  const tags = [...new Set([...marks.values()].flat().flatMap(({ kind, text }) => (kind === 'tag' ? [text.text] : [])))]
  const columns: Column<Row>[] = [
    {
      key: 'time',
      title: t('marks.time'),
      width: 140,
      cell: (row) => (row.time === null ? t('time.undated') : minuteOf(row.time)),
    },
    {
      key: 'who',
      title: t('marks.sender'),
      width: 120,
      cell: (row) => (row.senderName ? <MaskedText of={row.senderName} /> : null),
    },
    {
      key: 'text',
      title: t('marks.record'),
      breaks: true,
      cell: (row) => (
        <>
          {row.text ? <MaskedText of={row.text} /> : null} <MarkTags marks={row.marks} />
          {row.marks
            .filter(({ kind }) => kind === 'note')
            .map((note) => (
              <p key={note.id} className="quiet">
                <MaskedText of={note.text} />
              </p>
            ))}
        </>
      ),
    },
  ]
  return (
    <Box open title={t('marks.extract')} onCancel={close} width={860}>
      <div className="stack">
        <div className="spread">
          <span role="status">
            {extract.data
              ? t('marks.of', { marked: count(extract.data.marked), n: count(extract.data.inScope) })
              : null}
          </span>
          <Select
            allowClear
            value={tag}
            aria-label={t('marks.by_tag')}
            placeholder={t('marks.by_tag')}
            style={{ width: 180 }}
            options={tags.map((word) => ({ value: word, label: word }))}
            onChange={(word) => setTag(word ?? null)}
          />
        </div>
        {extract.isPending ? <Shape lines={6} /> : null}
        <ProblemNote error={extract.error} retry={() => extract.refetch()} />
        {extract.data ? (
          <Table
            label={t('marks.extract')}
            columns={columns}
            rows={extract.data.records}
            rowKey={(row) => String(row.record)}
            open={(row) => {
              close()
              open(row)
            }}
            height="60vh"
            empty={<Empty title={t('marks.nothing')}>{t('marks.nothing_why')}</Empty>}
          />
        ) : null}
      </div>
    </Box>
  )
}
