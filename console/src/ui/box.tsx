import { Modal, type ModalProps } from 'antd'
import { useEffect, useRef } from 'react'

/**
 * A box over the page; Escape leaves it, and leaving it gives the focus back to what opened it. antd would give it back at the
 * end of an animation, and by then our boxes are off the page.
 */
export function Box(props: ModalProps) {
  useFocusGivenBack()
  return <Modal footer={null} {...props} />
}

function useFocusGivenBack(): void {
  const opener = useRef(document.activeElement) // as it is while the box is first drawn: the box has not taken the focus yet
  useEffect(() => {
    const from = opener.current
    return () => {
      setTimeout(() => giveBack(from))
    }
  }, [])
}

function giveBack(to: Element | null): void {
  if (document.activeElement !== null && document.activeElement !== document.body) return // somebody has it by now
  const isThere = to instanceof HTMLElement && to !== document.body && to.isConnected
  const place = isThere ? to : document.querySelector('[role=dialog]') ? null : document.getElementById('main')
  place?.focus({ preventScroll: true })
}
