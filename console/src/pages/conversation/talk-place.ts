import type { Virtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import type { TalkRow } from './talk.ts'

// Where somebody is in a conversation, and that they stay there while pages come and go around them.

/** More is asked for this far from an end: about what a turned wheel passes while an answer comes. */
const NEAR = 2400

interface Ends {
  older: (() => void) | undefined
  newer: (() => void) | undefined
  loading: 'older' | 'newer' | null
}

/** More is loaded when a person nears an end, never by the page's own placement: each load is an act. */
export function useMoreAtEnds(box: RefObject<HTMLElement | null>, { older, newer, loading }: Ends): void {
  const moved = useRef(false)
  const ends = useRef<Ends>({ older, newer, loading })
  useEffect(() => {
    ends.current = { older, newer, loading }
    // what came may be less than what is near
    if (box.current && moved.current) lookForMore(box.current, ends.current)
  }, [box, older, newer, loading])
  useEffect(() => {
    const element = box.current
    const around = element?.parentElement
    if (!element || !around) return
    const look = () => {
      if (moved.current) lookForMore(element, ends.current)
    }
    // at the very end nothing scrolls any more, but the person still turns the wheel
    const move = () => {
      moved.current = true
      look()
    }
    const causes = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const
    for (const cause of causes) around.addEventListener(cause, move, { passive: true })
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      for (const cause of causes) around.removeEventListener(cause, move)
      element.removeEventListener('scroll', look)
    }
  }, [box])
}

function lookForMore(element: HTMLElement, { older, newer, loading }: Ends): void {
  if (loading !== null) return
  const above = element.scrollTop
  const below = element.scrollHeight - above - element.clientHeight
  const end = endToLoad(above, below, { older: older !== undefined, newer: newer !== undefined })
  if (end === 'older') older?.()
  if (end === 'newer') newer?.()
}

/** Which end is near and has more; the nearer one first. `above` and `below`: px to scroll until there. */
export function endToLoad(
  above: number,
  below: number,
  has: { older: boolean; newer: boolean },
): 'older' | 'newer' | null {
  const older = has.older && above < NEAR
  const newer = has.newer && below < NEAR
  if (older && newer) return above <= below ? 'older' : 'newer'
  return older ? 'older' : newer ? 'newer' : null
}

/**
 * First what was asked for stands in the middle. When pages come at one end or go at the other, the line that is being
 * read keeps its place.
 */
export function usePlaceKept(
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
      const align = target === null && around === null ? 'end' : 'center'
      virtualizer.scrollToIndex(Math.max(0, placeOf(rows, target, around)), { align })
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
export function placeOf(rows: readonly TalkRow[], target: number | null, around: number | null): number {
  const last = rows.length - 1
  if (target !== null) return rows.findIndex((row) => row.key === String(target))
  if (around === null) return last
  const at = rows.findIndex((row) => row.row === 'record' && row.record.time !== null && row.record.time >= around)
  return at < 0 ? last : at
}

/**
 * Whoever went on from a line of the old place by keyboard goes on from the new one, not from the top of the page.
 * @param held survives the change of place
 */
export function useFocusKept(box: RefObject<HTMLElement | null>, held: RefObject<boolean>): void {
  useLayoutEffect(() => {
    const element = box.current
    if (held.current) element?.focus({ preventScroll: true })
    held.current = false
    return () => {
      held.current = element?.contains(document.activeElement) ?? false
    }
  }, [box, held])
}
