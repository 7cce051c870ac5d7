import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { useNarrow } from './preference.ts'

export interface Column<Row> {
  key: string
  title: ReactNode
  cell: (row: Row) => ReactNode
  width?: number | string
  align?: 'right'
  /** A cell that may break into lines; others stay on one and end in an ellipsis. */
  breaks?: boolean
  /** Left out where the window is narrow; the detail has it. */
  wideOnly?: boolean
  /** A state in one word: on a telephone it stands at the head of the card. */
  badge?: boolean
}

interface TableProps<Row> {
  label: string
  columns: Column<Row>[]
  rows: Row[]
  rowKey: (row: Row) => string
  /** Opens a row: a click anywhere on it, or Enter while it has the focus. */
  open?: (row: Row) => void
  selected?: string | null
  /** Called when the last rows come into view, to fetch the next page. */
  reachEnd?: () => void
  empty?: ReactNode
  rowHeight?: number
  height?: string
}

// The page of a list is 100 rows: a list that goes on is virtual from its first page, and the next is fetched when its
// place comes into view, not at once. To read the audit is an act in the audit.
const VIRTUAL_FROM = 100
/** A line of a card, in pixels: what a card's height is guessed from until it is measured. */
const CARD_LINE = 22

/**
 * A plain table that stays quick: from 100 rows only those in view are in the page. Rows that open something are reached
 * with Tab once and walked with the arrow keys. On a telephone each row is a card, its values named by their columns: nothing
 * stands beyond the edge of the screen.
 */
export function Table<Row>({
  label,
  columns,
  rows,
  rowKey,
  open,
  selected,
  reachEnd,
  empty,
  rowHeight = 32,
  height,
}: TableProps<Row>) {
  const box = useRef<HTMLElement>(null)
  const virtual = rows.length >= VIRTUAL_FROM
  const asCards = useNarrow() && columns.length > 1
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => (asCards ? CARD_LINE * (columns.length + 1) : rowHeight),
    overscan: 12,
    enabled: virtual,
  })
  const items = virtualizer.getVirtualItems()
  const first = virtual ? (items[0]?.index ?? 0) : 0
  const last = virtual ? (items.at(-1)?.index ?? 0) : rows.length - 1
  const before = virtual ? (items[0]?.start ?? 0) : 0
  const after = virtual ? virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0) : 0

  useEffect(() => {
    if (reachEnd && rows.length > 0 && last >= rows.length - 10) reachEnd()
  }, [last, rows.length, reachEnd])

  const walk = (event: KeyboardEvent<HTMLTableSectionElement>) => {
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key] ?? 0
    const target = event.target
    if (!(target instanceof HTMLTableRowElement) || step === 0) return
    event.preventDefault()
    const next = step === 1 ? target.nextElementSibling : target.previousElementSibling
    if (next instanceof HTMLTableRowElement) next.focus()
  }

  if (rows.length === 0) return <div className="table-box">{empty}</div>
  return (
    <section
      className="table-box"
      ref={box}
      style={height ? { maxHeight: height } : undefined}
      tabIndex={open ? -1 : 0}
      aria-label={label}
    >
      <table className={asCards ? 'table table-cards' : 'table'} aria-rowcount={rows.length}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" style={{ width: column.width }} className={classOf(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={walk}>
          {before > 0 ? <tr className="spacer" style={{ height: before }} /> : null}
          {rows.slice(first, last + 1).map((row, i) => {
            const key = rowKey(row)
            return (
              <TableRow
                key={key}
                row={row}
                columns={columns}
                open={open}
                selected={selected === key}
                reach={first + i === 0 || selected === key}
                index={first + i}
                measure={virtual ? virtualizer.measureElement : null}
              />
            )
          })}
          {after > 0 ? <tr className="spacer" style={{ height: after }} /> : null}
        </tbody>
      </table>
    </section>
  )
}

function classOf<Row>(column: Column<Row>): string {
  const { align, breaks, wideOnly, badge } = column
  return ['table-cell', align, breaks && 'breaks', wideOnly && 'wide-only', badge && 'badge'].filter(Boolean).join(' ')
}

function TableRow<Row>({
  row,
  columns,
  open,
  selected,
  reach,
  index,
  measure,
}: {
  row: Row
  columns: Column<Row>[]
  open: ((row: Row) => void) | undefined
  selected: boolean
  reach: boolean
  index: number
  /** Tells how tall the row is: cards are taller than lines. */
  measure: ((row: HTMLTableRowElement | null) => void) | null
}) {
  const cells = columns.map((column) => (
    <td
      key={column.key}
      className={classOf(column)}
      data-label={typeof column.title === 'string' ? column.title : null}
    >
      {column.cell(row)}
    </td>
  ))
  const place = { ref: measure, 'data-index': index }
  if (!open) return <tr {...place}>{cells}</tr>
  return (
    <tr
      {...place}
      className={selected ? 'opens selected' : 'opens'}
      aria-current={selected ? 'true' : undefined}
      tabIndex={reach ? 0 : -1}
      onClick={() => open(row)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target === event.currentTarget) open(row)
      }}
    >
      {cells}
    </tr>
  )
}
