import { Button, Tooltip } from 'antd'
import type { ReactNode } from 'react'
import { NotYet } from './verdict-button.tsx'

/**
 * A small button that shows an icon alone: its name is heard, and seen on hover and focus. With `why` it rests, and says
 * that instead.
 */
export function IconButton({
  label,
  icon,
  press,
  why,
}: {
  label: string
  icon: ReactNode
  press: () => void
  why?: string | undefined
}) {
  if (why !== undefined) return <NotYet size="small" icon={icon} aria-label={label} why={why} />
  return (
    <Tooltip title={label}>
      <Button type="text" size="small" icon={icon} aria-label={label} onClick={press} />
    </Tooltip>
  )
}
