import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '../../ui/note.tsx'
import { Empty, Shape } from '../../ui/parts.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { When } from '../../ui/when.tsx'
import type { MaskingPolicies, MaskingVersion } from '../../wire.ts'
import { wordOf } from '../../words.ts'
import { changesOf } from './looser.ts'
import { maskingHistoryQuery } from './queries.ts'

/** Every version of the rules: who put it in force and why, and what it does otherwise than the one before. */
export function History({ packs }: { packs: MaskingPolicies['policies'] }) {
  const { t } = useTranslation()
  const history = useQuery(maskingHistoryQuery)
  const columns: Column<MaskingVersion>[] = [
    { key: 'version', title: t('masking.version'), cell: (row) => <span className="number">{row.version}</span> },
    { key: 'recipient', title: t('masking.recipient'), cell: (row) => t(`masking.recipients.${row.recipient}`) },
    {
      key: 'what',
      title: t('masking.what'),
      breaks: true,
      cell: (row) => <WhatChanged of={row} all={history.data ?? []} packs={packs} />,
    },
    { key: 'reason', title: t('masking.reason'), breaks: true, cell: (row) => row.reason },
    {
      key: 'by',
      title: t('masking.by'),
      cell: (row) => (row.second === null ? row.by : t('masking.by_two', { by: row.by, second: row.second })),
    },
    { key: 'at', title: t('masking.at'), cell: (row) => <When at={row.at} /> },
  ]
  return (
    <section className="panel stack">
      <h2>{t('masking.history')}</h2>
      {history.isPending ? <Shape lines={3} /> : null}
      <ProblemNote error={history.error} retry={() => history.refetch()} />
      {history.data ? (
        <Table
          label={t('masking.history')}
          columns={columns}
          rows={history.data}
          rowKey={(row) => String(row.version)}
          empty={<Empty title={t('masking.no_history')} />}
        />
      ) : null}
    </section>
  )
}

/** Each kind with what was done with it before and what is done since; where nothing else is done, whose word it is. */
function WhatChanged({
  of,
  all,
  packs,
}: {
  of: MaskingVersion
  all: readonly MaskingVersion[]
  packs: MaskingPolicies['policies']
}) {
  const { t } = useTranslation()
  const pack = packs.find(({ recipient }) => recipient === of.recipient)?.pack ?? {}
  const changes = changesOf(of, all, pack)
  return (
    <>
      {t(of.rules === null ? 'masking.from_pack' : 'masking.from_house')}
      <ul className="mask-changes">
        {changes.map(({ kind, from, to }) => (
          <li key={kind}>
            {t('masking.from_to', {
              kind: wordOf(t, 'masking.kinds', kind),
              from: wordOf(t, 'masking.rules', from),
              to: wordOf(t, 'masking.rules', to),
            })}
          </li>
        ))}
      </ul>
    </>
  )
}
