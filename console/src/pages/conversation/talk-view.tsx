import { useVirtualizer } from '@tanstack/react-virtual'
import { Button } from 'antd'
import { useEffect, useLayoutEffect, useRef } from 'react'
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
  older: (() => void) | undefined
  newer: (() => void) | undefined
  loading: 'older' | 'newer' | null
}

const PADDING = 44
const NEAR = 200

/** The messages, only those in view in the page. Older ones appear above without moving what is being read. */
export function Talk({ rows, participants, hits, target, older, newer, loading }: TalkProps) {
  const { t } = useTranslation()
  const box = useRef<HTMLElement>(null)
  const firstKey = useRef<string | null>(null)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: (i) => (rows[i]?.row === 'day' ? 36 : 62),
    getItemKey: (i) => rows[i]?.key ?? i,
    overscan: 12,
    paddingStart: PADDING,
    paddingEnd: PADDING,
  })

  // First the record that was asked for stands in the middle; when older ones come, what is read keeps its place.
  useLayoutEffect(() => {
    if (rows.length === 0) return
    const before = firstKey.current
    firstKey.current = rows[0]?.key ?? null
    if (before === null) {
      const at = target === null ? rows.length - 1 : rows.findIndex((row) => row.key === String(target))
      virtualizer.scrollToIndex(Math.max(0, at), { align: target === null ? 'end' : 'center' })
      return
    }
    const was = rows.findIndex((row) => row.key === before)
    const start = virtualizer.measurementsCache[was]?.start
    if (was <= 0 || start === undefined) return
    virtualizer.scrollToOffset((virtualizer.scrollOffset ?? 0) + start - PADDING)
  }, [rows, target, virtualizer])

  // More is loaded when a person scrolls to an end, never by the page's own first placement: each load is an act.
  useEffect(() => {
    const element = box.current
    if (!element) return
    let moved = false
    const move = () => {
      moved = true
    }
    const scroll = () => {
      if (!moved) return
      if (element.scrollTop < NEAR) older?.()
      if (element.scrollHeight - element.scrollTop - element.clientHeight < NEAR) newer?.()
    }
    const causes = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const
    for (const cause of causes) element.addEventListener(cause, move, { passive: true })
    element.addEventListener('scroll', scroll, { passive: true })
    return () => {
      for (const cause of causes) element.removeEventListener(cause, move)
      element.removeEventListener('scroll', scroll)
    }
  }, [older, newer])

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

/** A thin strip beside the scroll bar: where hits, recalls and silent days lie in what is loaded. */
function Strip({ rows, hits, target }: { rows: TalkRow[]; hits: ReadonlyMap<number, Hit>; target: number | null }) {
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
}
