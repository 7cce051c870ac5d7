import { useVirtualizer } from '@tanstack/react-virtual'
import { Button } from 'antd'
import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../shell/keys.ts'
import { clockWithSeconds, dayOf, exactOf } from '../../time.ts'
import { MaskedText } from '../../ui/masked-text.tsx'
import type { Hit, Mark, SearchAnswer } from '../../wire.ts'
import { MarkFlag, MarkTags } from '../marks/mark-panel.tsx'
import { useMarking, useMarksByRecord } from '../marks/marks-query.ts'
import { groupHits, type HitRow } from './hits.ts'

interface HitListProps {
  permit: string
  pages: SearchAnswer[]
  opened: number | null
  focused: number | null
  focus: (record: number) => void
  /** Whether the person waits for these hits at the box: the first one then has the keyboard. */
  arrival: { isDue: boolean; arrived: () => void }
  open: (hit: Hit) => void
  only: (conversation: number) => void
  more: (() => void) | undefined
  loading: boolean
}

/** The hits, by conversation; only those in view are in the page. j/k moves, Enter opens, m marks. */
export function HitList({ permit, pages, opened, focused, focus, arrival, open, only, more, loading }: HitListProps) {
  const { t } = useTranslation()
  const marks = useMarksByRecord(permit)
  const { add, remove } = useMarking(permit)
  const toggleMark = (record: number) => {
    const own = marks.get(record)?.find(({ kind, own: isOwn }) => kind === 'mark' && isOwn)
    if (own) remove.mutate(own.id)
    else add.mutate({ records: [record], kind: 'mark', text: '' })
  }
  const box = useRef<HTMLElement>(null)
  const rows = useMemo(() => groupHits(pages), [pages])
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: (i) => (rows[i]?.row === 'hit' ? 44 : 34),
    getItemKey: (i) => rows[i]?.key ?? i,
    overscan: 10,
  })
  const items = virtualizer.getVirtualItems()
  const last = items.at(-1)?.index ?? 0

  useEffect(() => {
    if (more && last >= rows.length - 12) more()
  }, [last, rows.length, more])

  const move = (step: 1 | -1, from = focused ?? opened) => {
    const here = rows.findIndex((row) => row.row === 'hit' && row.hit.record === from)
    let next = here + step
    while (rows[next] && rows[next]?.row !== 'hit') next += step
    const row = rows[next]
    if (row?.row !== 'hit') return
    focus(row.hit.record)
    virtualizer.scrollToIndex(next, { align: 'auto' })
    // The row may not be in the page yet when it is far; it is after the next frame.
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-record="${row.hit.record}"]`)?.focus())
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each arrival
  useEffect(() => {
    if (!arrival.isDue) return
    arrival.arrived()
    move(1, null)
  }, [arrival.isDue])
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    m: () => {
      const record = focused ?? opened
      if (record !== null) toggleMark(record)
    },
  })

  return (
    <section className="hits" ref={box} aria-label={t('search.hits')}>
      <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {items.map((item) => {
          const row = rows[item.index]
          if (!row) return null
          return (
            <div
              key={item.key}
              data-index={item.index}
              ref={virtualizer.measureElement}
              className="hit-place"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {row.row === 'hit' ? (
                <HitLine
                  hit={row.hit}
                  isOpen={row.hit.record === opened}
                  permit={permit}
                  marks={marks.get(row.hit.record) ?? []}
                  open={open}
                  focus={focus}
                />
              ) : (
                <ConversationLine row={row} only={only} />
              )}
            </div>
          )
        })}
      </div>
      {loading ? <p className="quiet hits-end">{t('state.loading_more')}</p> : null}
    </section>
  )
}

function ConversationLine({
  row,
  only,
}: {
  row: Extract<HitRow, { row: 'conversation' }>
  only: (no: number) => void
}) {
  const { t } = useTranslation()
  return (
    <div className="hit-conversation">
      <strong>
        {row.hit.conversationTitle ? <MaskedText of={row.hit.conversationTitle} /> : `#${row.conversation}`}
      </strong>
      <span className="quiet">{t('search.in_group', { count: row.count })}</span>
      <Button type="link" size="small" onClick={() => only(row.conversation)}>
        {t('search.only_this')}
      </Button>
    </div>
  )
}

function HitLine({
  hit,
  isOpen,
  permit,
  marks,
  open,
  focus,
}: {
  hit: Hit
  isOpen: boolean
  permit: string
  marks: readonly Mark[]
  open: (hit: Hit) => void
  focus: (record: number) => void
}) {
  const { t } = useTranslation()
  return (
    <div className="hit-row">
      <button
        type="button"
        className={isOpen ? 'hit hit-open' : 'hit'}
        data-record={hit.record}
        aria-current={isOpen ? 'true' : undefined}
        onClick={() => open(hit)}
        onFocus={() => focus(hit.record)}
      >
        <span className="hit-time" title={hit.time === null ? t('time.undated') : exactOf(hit.time)}>
          {hit.time === null ? (
            t('time.undated')
          ) : (
            <>
              {dayOf(hit.time)} <b>{clockWithSeconds(hit.time)}</b>
            </>
          )}
        </span>
        <span className="hit-sender">{hit.senderName ? <MaskedText of={hit.senderName} /> : `#${hit.sender}`}</span>
        <span className="hit-text">
          {hit.kind === 'text' ? null : <span className="hit-kind">{t(`kinds.${hit.kind}`)}</span>}
          {hit.text ? <MaskedText of={hit.text} /> : null}
          {hit.attachments?.length ? (
            <span className="quiet"> {t('attachments.in_hit', { count: hit.attachments.length })}</span>
          ) : null}
        </span>
      </button>
      <span className="hit-mark">
        <MarkTags marks={marks} />
        <MarkFlag permit={permit} record={hit.record} marks={marks} />
      </span>
    </div>
  )
}
