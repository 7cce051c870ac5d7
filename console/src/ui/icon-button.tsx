import { Button, Tooltip } from 'antd'
import type { ReactNode } from 'react'

/** A small button that shows an icon alone: its name is heard, and seen on hover and focus. */
export function IconButton({ label, icon, press }: { label: string; icon: ReactNode; press: () => void }) {
  return (
    <Tooltip title={label}>
      <Button type="text" size="small" icon={icon} aria-label={label} onClick={press} />
    </Tooltip>
  )
}
