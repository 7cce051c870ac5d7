import { EyeOutlined } from '@ant-design/icons'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { count } from '../../figures.ts'
import { useVerdict } from '../../session.ts'

const RevealBox = lazy(() => import('./reveal-box.tsx').then((one) => ({ default: one.RevealBox })))

interface RevealFlagProps {
  permit: string
  record: number
  /** The field that hides something, the text before the sender; null: none does. */
  masked: 'body' | 'senderName' | 'sender' | null
}

/** Beside a record under a grant: asks for one field of it as it was written. */
export function RevealFlag({ permit, record, masked }: RevealFlagProps) {
  const { t } = useTranslation()
  const may = useVerdict('conversation.reveal')
  const [open, setOpen] = useState(false)
  // in a role's window everything stays masked
  if (masked === null || permit === 'window' || !may?.allowed) return null
  return (
    <>
      <button
        type="button"
        className="mark-flag"
        aria-label={t('reveal.of', { no: count(record) })}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <EyeOutlined />
      </button>
      {open ? (
        <Suspense fallback={null}>
          <RevealBox permit={permit} record={record} first={masked} close={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  )
}
