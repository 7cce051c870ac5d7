import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { Button } from 'antd'
import { type FocusEvent, memo, type RefObject, useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { count } from '../../figures.ts'
import type { Hit } from '../../wire.ts'
import { Bubble } from './bubble.tsx'
import { Strip } from './strip.tsx'
import type { TalkRow } from './talk.ts'
import { heightOf, offsetOf } from './talk-heights.ts'
import { placeOf, useFocusKept, useMoreAtEnds, usePlaceKept } from './talk-place.ts'

interface TalkProps {
  rows: TalkRow[]
  /** Who stands at the right, where two people face each other. */
  right: number | null
  hits: ReadonlyMap<number, Hit>
  /** The record that the page was opened at. */
  target: number | null
  /** The time that it was opened at. */
  around: number | null
  older: (() => void) | undefined
  newer: (() => void) | undefined
  loading: 'older' | 'newer' | null
  /** Whether the keyboard was in the lines when another place took theirs. */
  held: RefObject<boolean>
}

/** The messages, only those in view in the page. Older ones appear above without moving what is being read. */
export function Talk({ rows, right, hits, target, around, older, newer, loading, held }: TalkProps) {
  const { t } = useTranslation()
  const box = useRef<HTMLElement>(null)
  const [focused, setFocused] = useState<string | null>(null)
  const virtualizer = useRowsInView(box, rows, target, around, focused)
  usePlaceKept(box, virtualizer, rows, target, around)
  useMoreAtEnds(box, { older, newer, loading })
  useFocusKept(box, held)
  return (
    <div className="talk-body">
      <section
        className="talk-scroll"
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
        tabIndex={0}
        aria-label={t('conversation.messages')}
        onFocus={(event) => setFocused(keyOfRow(event))}
        onBlur={() => setFocused(null)}
      >
        <div className="talk-lines" ref={virtualizer.containerRef}>
          <Edge at="top" more={older} loading={loading === 'older'} />
          {virtualizer.getVirtualItems().map((item) => {
            const row = rows[item.index]
            if (!row) return null
            const record = row.row === 'record' ? row.record : null
            return (
              <Line
                key={item.key}
                index={item.index}
                row={row}
                measure={virtualizer.measureElement}
                isRight={record !== null && right !== null && record.sender === right}
                hit={record === null ? null : (hits.get(record.record) ?? null)}
                isTarget={record !== null && record.record === target}
              />
            )
          })}
          <Edge at="bottom" more={newer} loading={loading === 'newer'} />
        </div>
      </section>
      <Strip rows={rows} hits={hits} target={target} box={box} />
    </div>
  )
}

const PADDING = 44
/** Of the box before it was measured. */
const LIKELY = { width: 1000, height: 640 }

/** Rows move in the page without being drawn again; only those that come into view are drawn. */
function useRowsInView(
  box: RefObject<HTMLElement | null>,
  rows: readonly TalkRow[],
  target: number | null,
  around: number | null,
  focused: string | null,
) {
  return useVirtualizer<HTMLElement, Element>({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: (i) => {
      const row = rows[i]
      return row ? heightOf(row) : 0
    },
    getItemKey: useCallback((i: number) => rows[i]?.key ?? i, [rows]),
    // the one that has the keyboard stays, however far it is scrolled away
    rangeExtractor: (range) => {
      const inView = defaultRangeExtractor(range)
      const at = focused === null ? -1 : rows.findIndex(({ key }) => key === focused)
      return at < 0 || inView.includes(at) ? inView : [...inView, at].sort((a, b) => a - b)
    },
    // drawn once, where they will be read, instead of first at the top
    initialOffset: () => {
      const at = placeOf(rows, target, around)
      return Math.max(0, offsetOf(rows, Math.max(0, at), PADDING) - LIKELY.height / 2)
    },
    initialRect: LIKELY,
    overscan: 8,
    paddingStart: PADDING,
    paddingEnd: PADDING,
    directDomUpdates: true,
    directDomUpdatesMode: 'position',
  })
}

function keyOfRow(event: FocusEvent): string | null {
  return event.target.closest<HTMLElement>('.talk-place')?.dataset.key ?? null
}

/** One row; drawn again only when something of it changed. */
const Line = memo(function Line({
  index,
  row,
  measure,
  isRight,
  hit,
  isTarget,
}: {
  index: number
  row: TalkRow
  measure: (element: Element | null) => void
  isRight: boolean
  hit: Hit | null
  isTarget: boolean
}) {
  return (
    <div data-index={index} data-key={row.key} ref={measure} className="talk-place">
      {row.row === 'day' ? (
        <DayLine day={row.day} gapDays={row.gapDays} />
      ) : (
        <Bubble row={row} side={isRight ? 'right' : 'left'} hit={hit} isTarget={isTarget} />
      )}
    </div>
  )
})

function Edge({ at, more, loading }: { at: 'top' | 'bottom'; more: (() => void) | undefined; loading: boolean }) {
  const { t } = useTranslation()
  const isTop = at === 'top'
  return (
    <div className="talk-edge" style={{ [at]: 8 }}>
      {more && !loading ? (
        <Button size="small" onClick={more}>
          {t(isTop ? 'conversation.older' : 'conversation.newer')}
        </Button>
      ) : (
        <span className="quiet">
          {loading ? t('state.loading_more') : t(isTop ? 'conversation.begins' : 'conversation.ends')}
        </span>
      )}
    </div>
  )
}

function DayLine({ day, gapDays }: { day: string; gapDays: number }) {
  const { t } = useTranslation()
  return (
    <div className="day-line">
      <span>
        {day}
        {gapDays > 1 ? <em>{t('conversation.gap', { count: gapDays, n: count(gapDays) })}</em> : null}
      </span>
    </div>
  )
}
