import {
  AudioOutlined,
  FileImageOutlined,
  FileOutlined,
  FileTextOutlined,
  FileUnknownOutlined,
  VideoCameraOutlined,
} from '@ant-design/icons'
import type { TFunction } from 'i18next'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { bytes } from '../../figures.ts'
import { MaskedText } from '../../ui/masked-text.tsx'
import type { Attachment } from '../../wire.ts'
import { wordOf } from '../../words.ts'
import { familyOf, typeWord } from './file-kind.ts'
import './attachments.css'

const AttachmentBox = lazy(() => import('./attachment-box.tsx').then((one) => ({ default: one.AttachmentBox })))

/** The files of one record, each a chip: its name, its kind by its first bytes, its size; or why it is not there. */
export function Attachments({ permit, record, of }: { permit: string; record: number; of: readonly Attachment[] }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<Attachment | null>(null)
  if (of.length === 0) return null
  return (
    <>
      <ul className="files" aria-label={t('attachments.title')}>
        {of.map((one) => (
          <li key={one.at}>
            {one.missing === null ? (
              <button type="button" className="file-chip" aria-haspopup="dialog" onClick={() => setOpen(one)}>
                <ChipWords of={one} />
              </button>
            ) : (
              <span className="file-chip file-missing">
                <ChipWords of={one} />
              </span>
            )}
          </li>
        ))}
      </ul>
      {open ? (
        <Suspense fallback={null}>
          <AttachmentBox permit={permit} record={record} of={open} close={() => setOpen(null)} />
        </Suspense>
      ) : null}
    </>
  )
}

function ChipWords({ of }: { of: Attachment }) {
  const { t } = useTranslation()
  return (
    <>
      <span aria-hidden="true">{iconOf(of)}</span>
      <span className="file-name">{of.name.text === '' ? t('attachments.unnamed') : <MaskedText of={of.name} />}</span>
      <span className="quiet">
        {of.missing === null
          ? `${typeWord(t, of)} · ${bytes(of.bytes ?? 0)}`
          : `${t('attachments.missing')}: ${missingWord(t, of.missing)}`}
      </span>
    </>
  )
}

/** A container's own refusal is told in quarantine's words. */
function missingWord(t: TFunction, why: string): string {
  const refused = /^unreadable_(.+)$/.exec(why)?.[1]
  return refused ? wordOf(t, 'quarantine', refused) : wordOf(t, 'attachments.why', why)
}

function iconOf(of: Attachment): ReactNode {
  if (of.missing !== null) return <FileUnknownOutlined aria-hidden />
  const icons = {
    image: <FileImageOutlined aria-hidden />,
    audio: <AudioOutlined aria-hidden />,
    video: <VideoCameraOutlined aria-hidden />,
    text: <FileTextOutlined aria-hidden />,
    file: <FileOutlined aria-hidden />,
  }
  return icons[familyOf(of)]
}
