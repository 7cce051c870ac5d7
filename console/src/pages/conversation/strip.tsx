import { memo, type PointerEvent, type RefObject } from 'react'
import type { Hit } from '../../wire.ts'
import type { TalkRow } from './talk.ts'

/**
 * A thin strip beside the messages: where hits, recalls and silent days lie in what is loaded. Dragged, it leads there; the
 * keyboard has the messages themselves, so it is nothing to a screen reader.
 */
export const Strip = memo(function Strip({
  rows,
  hits,
  target,
  box,
}: {
  rows: TalkRow[]
  hits: ReadonlyMap<number, Hit>
  target: number | null
  box: RefObject<HTMLElement | null>
}) {
  const ticks = rows.flatMap((row, i) => {
    const top = `${(i / Math.max(1, rows.length)) * 100}%`
    if (row.row === 'day') return row.gapDays > 1 ? [{ key: row.key, top, kind: 'gap' }] : []
    if (row.record.record === target) return [{ key: row.key, top, kind: 'target' }]
    return hits.has(row.record.record) ? [{ key: row.key, top, kind: 'hit' }] : []
  })
  const lead = (event: PointerEvent<HTMLDivElement>) => {
    const element = box.current
    if (!element || event.buttons !== 1) return
    const { top, height } = event.currentTarget.getBoundingClientRect()
    const share = Math.min(1, Math.max(0, (event.clientY - top) / Math.max(1, height)))
    element.scrollTop = share * (element.scrollHeight - element.clientHeight)
  }
  return (
    <div
      className="strip-density"
      aria-hidden="true"
      onPointerDown={(event) => {
        event.preventDefault() // the keyboard stays where it is, and no text is marked
        event.currentTarget.setPointerCapture(event.pointerId)
        lead(event)
      }}
      onPointerMove={lead}
    >
      {ticks.map((tick) => (
        <i key={tick.key} className={`tick-${tick.kind}`} style={{ top: tick.top }} />
      ))}
    </div>
  )
})
