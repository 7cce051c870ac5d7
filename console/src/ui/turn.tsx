import { Button } from 'antd'
import { NotYet } from './verdict-button.tsx'

/** One page on or back. At an end it stays in its place and says that this is the end. */
export function Turn({
  label,
  why,
  busy = false,
  turn,
}: {
  label: string
  /** What ends here; undefined: there is more. */
  why: string | undefined
  busy?: boolean
  turn: () => void
}) {
  if (why !== undefined) {
    return (
      <NotYet size="small" why={why}>
        {label}
      </NotYet>
    )
  }
  return (
    <Button size="small" loading={busy} onClick={turn}>
      {label}
    </Button>
  )
}
