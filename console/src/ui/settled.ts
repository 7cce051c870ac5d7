import { useEffect, useState } from 'react'

/** A text once nobody has typed for a moment: every look-up of a person is an act in the audit, not every keystroke. */
export function useSettled(text: string, after = 350): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), text === '' ? 0 : after)
    return () => clearTimeout(timer)
  }, [text, after])
  return settled
}
