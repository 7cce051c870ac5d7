import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { rangeOf } from '../../time.ts'
import { useNarrow } from '../../ui/preference.ts'
import { type Column, Table } from '../../ui/table.tsx'
import { When } from '../../ui/when.tsx'
import type { RequestRow } from '../../wire.ts'
import { Due } from './request-line.tsx'
import { RiskTag, StateTag } from './state-tag.tsx'

/** Requests as rows: wide over the page, or narrow beside a detail. */
export function RequestRows({
  label,
  rows,
  narrow,
  more,
  selected,
  open,
  empty,
}: {
  label: string
  rows: RequestRow[]
  narrow: boolean
  more: (() => void) | undefined
  selected: string | null
  open: (row: RequestRow) => void
  empty: ReactNode
}) {
  const { t } = useTranslation()
  const asLines = useNarrow() || narrow
  const number: Column<RequestRow> = {
    key: 'number',
    title: t('requests.number'),
    cell: (row) => <b className="number">{row.number}</b>,
  }
  const state: Column<RequestRow> = {
    key: 'state',
    title: t('requests.state'),
    cell: (row) => <StateTag state={row.state} />,
  }
  const clock: Column<RequestRow> = {
    key: 'clock',
    title: t('requests.clock'),
    cell: (row) =>
      row.waitingFor?.due ? <Due at={row.waitingFor.due} /> : <span className="quiet">{t('words.none')}</span>,
  }
  const columns: Column<RequestRow>[] = asLines
    ? [
        {
          key: 'what',
          title: t('requests.request'),
          breaks: true,
          cell: (row) => (
            <div className="request-card">
              <div className="spread">
                <b className="number">{row.number}</b>
                <StateTag state={row.state} />
              </div>
              <div>
                {t(`purposes.${row.purpose}`)} · {row.caseNo}
              </div>
              <div className="spread quiet">
                <span>{row.requesterName}</span>
                {row.waitingFor?.due ? <Due at={row.waitingFor.due} /> : <When at={row.askedAt} form="day" />}
              </div>
            </div>
          ),
        },
      ]
    : [
        number,
        state,
        { key: 'purpose', title: t('requests.purpose'), cell: (row) => t(`purposes.${row.purpose}`) },
        { key: 'case', title: t('requests.case_no'), cell: (row) => row.caseNo },
        { key: 'basis', wideOnly: true, title: t('requests.basis'), cell: (row) => t(`bases.${row.basis}`) },
        { key: 'risk', wideOnly: true, title: t('requests.risk'), cell: (row) => <RiskTag risk={row.risk} /> },
        { key: 'range', title: t('requests.time'), cell: (row) => rangeOf(row.scope.from, row.scope.to) },
        { key: 'by', title: t('requests.requester'), cell: (row) => row.requesterName },
        { key: 'asked', title: t('requests.asked'), cell: (row) => <When at={row.askedAt} /> },
        clock,
      ]
  return (
    <Table
      label={label}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      open={open}
      selected={selected}
      empty={empty}
      {...(more ? { reachEnd: more } : {})}
      rowHeight={asLines ? 74 : 32}
    />
  )
}
