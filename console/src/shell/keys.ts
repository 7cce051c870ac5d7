import { useEffect, useRef } from 'react'

type Keys = Record<string, (event: KeyboardEvent) => void>

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** Over the page, with keys of its own. */
const BOX = '.ant-modal-wrap:not([style*="display: none"]), .menu-sheet'

/**
 * Single-letter keys, and two in a row (`g s`), while nobody is typing and no box is open. The first of a pair waits a
 * second for its second.
 */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    let first = ''
    let timer: ReturnType<typeof setTimeout> | undefined
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      if (document.querySelector(BOX)) return
      const pair = first === '' ? event.key : `${first} ${event.key}`
      const act = latest.current[pair] ?? latest.current[event.key]
      clearTimeout(timer)
      const opensPair = first === '' && Object.keys(latest.current).some((key) => key.startsWith(`${event.key} `))
      first = opensPair ? event.key : ''
      if (opensPair) timer = setTimeout(() => (first = ''), 1000)
      if (act) {
        event.preventDefault()
        act(event)
      }
    }
    // before any box hears the key: one that Escape has just closed is no longer there to keep it from the page below
    window.addEventListener('keydown', press, true)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('keydown', press, true)
    }
  }, [])
}
