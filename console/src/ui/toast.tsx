import { useSyncExternalStore } from 'react'

// A short word that something was done. It goes by itself; nothing that matters is told only here.

interface Toast {
  id: number
  text: string
  tone: 'done' | 'failed'
}

const SHOWN_FOR = 4000
let toasts: readonly Toast[] = []
let nextId = 1
const watchers = new Set<() => void>()

function set(next: readonly Toast[]): void {
  toasts = next
  for (const watcher of watchers) watcher()
}

export function toast(text: string, tone: Toast['tone'] = 'done'): void {
  const id = nextId++
  set([...toasts.slice(-2), { id, text, tone }])
  setTimeout(() => set(toasts.filter((one) => one.id !== id)), SHOWN_FOR)
}

export function Toasts() {
  const shown = useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => toasts,
  )
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((one) => (
        <p key={one.id} className={`toast toast-${one.tone}`}>
          {one.text}
        </p>
      ))}
    </div>
  )
}
