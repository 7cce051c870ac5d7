import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { Button } from 'antd'
import { memo, type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { count } from '../../figures.ts'
import type { ConversationAnswer, Hit } from '../../wire.ts'
import { Bubble } from './bubble.tsx'
import { isEvent, sideOf, type TalkRow } from './talk.ts'

interface TalkProps {
  rows: TalkRow[]
  participants: ConversationAnswer['participants']
  hits: ReadonlyMap<number, Hit>
  /** The record that the page was opened at. */
  target: number | null
  /** The time that it was opened at. */
  around: number | null
  older: (() => void) | undefined
  newer: (() => void) | undefined
  loading: 'older' | 'newer' | null
}

const PADDING = 44
const NEAR = 200

/** The messages, only those in view in the page. Older ones appear above without moving what is being read. */
export function Talk({ rows, participants, hits, target, around, older, newer, loading }: TalkProps) {
  const { t } = useTranslation()
  const box = useRef<HTMLElement>(null)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: (i) => (rows[i]?.row === 'day' ? 36 : 62),
    getItemKey: (i) => rows[i]?.key ?? i,
    overscan: 12,
    paddingStart: PADDING,
    paddingEnd: PADDING,
  })

  usePlaceKept(box, virtualizer, rows, target, around)

  useMoreAtEnds(box, older, newer)

  return (
    <div className="talk-body">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1) */}
      <section className="talk-scroll" ref={box} tabIndex={0} aria-label={t('conversation.messages')}>
        <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
          <div className="talk-edge" style={{ top: 8 }}>
            {older ? (
              <Button size="small" onClick={older}>
                {t('conversation.older')}
              </Button>
            ) : (
              <span className="quiet">{t(loading === 'older' ? 'state.loading_more' : 'conversation.begins')}</span>
            )}
          </div>
          {virtualizer.getVirtualItems().map((item) => {
            const row = rows[item.index]
            if (!row) return null
            return (
              <div
                key={item.key}
                data-index={item.index}
                ref={virtualizer.measureElement}
                className="talk-place"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {row.row === 'day' ? (
                  <DayLine day={row.day} gapDays={row.gapDays} />
                ) : (
                  <Bubble
                    row={row}
                    side={isEvent(row.record) ? 'left' : sideOf(row.record.sender, participants)}
                    hit={hits.get(row.record.record) ?? null}
                    isTarget={row.record.record === target}
                  />
                )}
              </div>
            )
          })}
          <div className="talk-edge" style={{ bottom: 8 }}>
            {newer ? (
              <Button size="small" onClick={newer}>
                {t('conversation.newer')}
              </Button>
            ) : (
              <span className="quiet">{t(loading === 'newer' ? 'state.loading_more' : 'conversation.ends')}</span>
            )}
          </div>
        </div>
      </section>
      <Strip rows={rows} hits={hits} target={target} />
    </div>
  )
}

/** More is loaded when a person scrolls to an end, never by the page's own placement: each load is an act. */
function useMoreAtEnds(
  box: RefObject<HTMLElement | null>,
  older: (() => void) | undefined,
  newer: (() => void) | undefined,
): void {
  const moved = useRef(false)
  useEffect(() => {
    const element = box.current
    if (!element) return
    const look = () => {
      if (!moved.current) return
      if (element.scrollTop < NEAR) older?.()
      if (element.scrollHeight - element.scrollTop - element.clientHeight < NEAR) newer?.()
    }
    // at the very end nothing scrolls any more, but the person still turns the wheel
    const move = () => {
      moved.current = true
      look()
    }
    const causes = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const
    for (const cause of causes) element.addEventListener(cause, move, { passive: true })
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      for (const cause of causes) element.removeEventListener(cause, move)
      element.removeEventListener('scroll', look)
    }
  }, [box, older, newer])
}

/**
 * First what was asked for stands in the middle. When pages come at one end or go at the other, the line that is being
 * read keeps its place.
 */
function usePlaceKept(
  box: RefObject<HTMLElement | null>,
  virtualizer: Virtualizer<HTMLElement, Element>,
  rows: readonly TalkRow[],
  target: number | null,
  around: number | null,
): void {
  const read = useRef<{ key: string; below: number } | null>(null)
  const isPlaced = useRef(false)
  const placedAt = useRef(target)
  useEffect(() => {
    const element = box.current
    if (!element) return
    const note = () => {
      const top = element.scrollTop
      const item = virtualizer.getVirtualItems().find(({ end }) => end > top)
      read.current = item ? { key: String(item.key), below: top - item.start } : null
    }
    element.addEventListener('scroll', note, { passive: true })
    return () => element.removeEventListener('scroll', note)
  }, [box, virtualizer])
  useLayoutEffect(() => {
    if (rows.length === 0) return
    if (!isPlaced.current) {
      isPlaced.current = true
      const at = placeOf(rows, target, around)
      virtualizer.scrollToIndex(Math.max(0, at), { align: target === null && around === null ? 'end' : 'center' })
      return
    }
    if (target !== placedAt.current) {
      placedAt.current = target
      const at = target === null ? -1 : placeOf(rows, target, null)
      if (at >= 0) virtualizer.scrollToIndex(at, { align: 'center' })
      return
    }
    const was = read.current
    const place = was === null ? -1 : rows.findIndex((row) => row.key === was.key)
    const start = virtualizer.measurementsCache[place]?.start
    if (was !== null && start !== undefined) virtualizer.scrollToOffset(start + was.below)
  }, [rows, target, around, virtualizer])
}

/** The row of a record, or the first at or after a time; otherwise the last. */
function placeOf(rows: readonly TalkRow[], target: number | null, around: number | null): number {
  const last = rows.length - 1
  if (target !== null) return rows.findIndex((row) => row.key === String(target))
  if (around === null) return last
  const at = rows.findIndex((row) => row.row === 'record' && row.record.time !== null && row.record.time >= around)
  return at < 0 ? last : at
}

const DayLine = memo(function DayLine({ day, gapDays }: { day: string; gapDays: number }) {
  const { t } = useTranslation()
  return (
    <div className="day-line">
      <span>
        {day}
        {gapDays > 1 ? <em>{t('conversation.gap', { count: gapDays, n: count(gapDays) })}</em> : null}
      </span>
    </div>
  )
})

/** A thin strip beside the scroll bar: where hits, recalls and silent days lie in what is loaded. */
const Strip = memo(function Strip({
  rows,
  hits,
  target,
}: {
  rows: TalkRow[]
  hits: ReadonlyMap<number, Hit>
  target: number | null
}) {
  const ticks = rows.flatMap((row, i) => {
    const top = `${(i / Math.max(1, rows.length)) * 100}%`
    if (row.row === 'day') return row.gapDays > 1 ? [{ key: row.key, top, kind: 'gap' }] : []
    if (row.record.record === target) return [{ key: row.key, top, kind: 'target' }]
    return hits.has(row.record.record) ? [{ key: row.key, top, kind: 'hit' }] : []
  })
  return (
    <div className="strip-density" aria-hidden="true">
      {ticks.map((tick) => (
        <i key={tick.key} className={`tick-${tick.kind}`} style={{ top: tick.top }} />
      ))}
    </div>
  )
})
