import { useSyncExternalStore } from 'react'
import type { Density, Shade } from './theme.ts'

// What a person prefers about the look. It stays on this machine; it says nothing about what was read.

interface Preference {
  shade: Shade
  density: Density
  railOpen: boolean
}

const KEPT = 'cunzhen.look'
const watchers = new Set<() => void>()

function read(): Preference {
  const systemDark = matchMedia('(prefers-color-scheme: dark)').matches
  const first: Preference = { shade: systemDark ? 'dark' : 'light', density: 'compact', railOpen: true }
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? '{}')
    if (typeof kept !== 'object' || kept === null) return first
    return {
      shade: 'shade' in kept && (kept.shade === 'dark' || kept.shade === 'light') ? kept.shade : first.shade,
      density: 'density' in kept && kept.density === 'comfortable' ? 'comfortable' : 'compact',
      railOpen: !('railOpen' in kept && kept.railOpen === false),
    }
  } catch {
    return first // somebody else's text under our name: start from the system's preference
  }
}

let now = read()

function show(): void {
  document.documentElement.dataset.shade = now.shade
  document.documentElement.dataset.density = now.density
}
show()

export function prefer(change: Partial<Preference>): void {
  now = { ...now, ...change }
  localStorage.setItem(KEPT, JSON.stringify(now))
  show()
  for (const watcher of watchers) watcher()
}

export function usePreference(): Preference {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => now,
  )
}

const follow = (media: MediaQueryList) => (watcher: () => void) => {
  media.addEventListener('change', watcher)
  return () => media.removeEventListener('change', watcher)
}
const calm = matchMedia('(prefers-reduced-motion: reduce)')
const roomy = matchMedia('(min-width: 1100px)')
const hand = matchMedia('(max-width: 640px)')

/** Whether the rail shows its words: as preferred, and never where the window has no room for them. */
export function useRail(): { hasRoom: boolean; isOpen: boolean } {
  const { railOpen } = usePreference()
  const hasRoom = useSyncExternalStore(follow(roomy), () => roomy.matches)
  return { hasRoom, isOpen: hasRoom && railOpen }
}

/** Whether the window is as narrow as a telephone: rows are cards there (the same width as in the style sheets). */
export function useNarrow(): boolean {
  return useSyncExternalStore(follow(hand), () => hand.matches)
}

/** Whether this person has asked their system for less motion. */
export function useCalm(): boolean {
  return useSyncExternalStore(follow(calm), () => calm.matches)
}
