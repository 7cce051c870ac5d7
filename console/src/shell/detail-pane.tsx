import { CloseOutlined } from '@ant-design/icons'
import { type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../ui/icon-button.tsx'
import { useKeys } from './keys.ts'

/** What was chosen, beside its list. Left by its button or Escape, the list has the whole width again. */
export function DetailPane({ close, children }: { close: () => void; children: ReactNode }) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  useKeys({
    // a form may hold what nobody has sent yet: it is left on purpose only
    Escape: () => {
      if (!box.current?.querySelector('form')) close()
    },
  })
  return (
    <div className="split-detail" ref={box}>
      <div className="split-close no-print">
        <IconButton label={t('acts.close')} icon={<CloseOutlined />} press={close} />
      </div>
      {children}
    </div>
  )
}
