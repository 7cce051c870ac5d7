import { useSyncExternalStore } from 'react'

// Marks are a reader's own place-keepers for this visit: record numbers only, in this browser tab, gone with it.

const KEPT = 'cunzhen.marks'
const watchers = new Set<() => void>()

function read(): ReadonlySet<number> {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEPT) ?? '[]')
    return new Set(Array.isArray(kept) ? kept.filter((n) => Number.isSafeInteger(n)) : [])
  } catch {
    return new Set() // not ours: start without marks
  }
}

let marks = read()

function keep(next: ReadonlySet<number>): void {
  marks = next
  sessionStorage.setItem(KEPT, JSON.stringify([...marks]))
  for (const watcher of watchers) watcher()
}

export function toggleMark(record: number): void {
  const next = new Set(marks)
  if (!next.delete(record)) next.add(record)
  keep(next)
}

export function clearMarks(): void {
  keep(new Set())
}

export function useMarks(): ReadonlySet<number> {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => marks,
  )
}
