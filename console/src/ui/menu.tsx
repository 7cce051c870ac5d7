import { Button } from 'antd'
import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'

/** A small menu under a button: arrow keys walk it, Escape and leaving it close it. */
export function Menu({
  label,
  face,
  head,
  items,
}: {
  label: string
  face: ReactNode
  head: string
  items: { name: string; act: () => void }[]
}) {
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const id = useId()
  const choices = () => Array.from(box.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])

  useEffect(() => {
    if (open) box.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus()
  }, [open])

  const key = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      setOpen(false)
      box.current?.querySelector<HTMLElement>('button')?.focus()
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0 || !open) return
    event.preventDefault()
    const all = choices()
    const here = all.findIndex((one) => one.contains(document.activeElement))
    all[(here + step + all.length) % all.length]?.focus()
  }
  const leave = (event: FocusEvent) => {
    if (!box.current?.contains(event.relatedTarget)) setOpen(false)
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the button and the menu inside
    <div className="menu" ref={box} onKeyDown={key} onBlur={leave}>
      <Button
        type="text"
        size="small"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        title={label}
        onClick={() => setOpen(!open)}
      >
        {face}
      </Button>
      {open ? (
        <div className="menu-sheet">
          <p className="quiet">{head}</p>
          <div id={id} role="menu" aria-label={label}>
            {items.map((item) => (
              <button
                key={item.name}
                type="button"
                role="menuitem"
                tabIndex={-1}
                onClick={() => {
                  setOpen(false)
                  item.act()
                }}
              >
                {item.name}
              </button>
            ))}
          </div>
        </div>
      ) : null}
    </div>
  )
}
