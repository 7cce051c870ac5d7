import { Button } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { photoOf } from './photos.ts'

/** Of a record of a sealed medium, in the order of its frames (server: papers/templates/media_seal.typ). */
const FRAMES = ['front', 'back', 'seal', 'after'] as const

/** The photographs of a sealed medium: each shown small, taken away again, and read by this browser alone until it is sent. */
export function PhotoFields({ photos, change }: { photos: readonly string[]; change: (photos: string[]) => void }) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  const [isBad, setBad] = useState(false)
  const add = async (files: FileList | null) => {
    const chosen = [...(files ?? [])].slice(0, FRAMES.length - photos.length)
    const read = await Promise.all(chosen.map(photoOf))
    setBad(read.includes(null))
    change([...photos, ...read.filter((one) => one !== null)])
    if (input.current) input.current.value = '' // the same file may be chosen again
  }
  const next = FRAMES[photos.length]
  return (
    <div className="field">
      <span className="field-label">{t('papers.photos')}</span>
      <ul className="photos">
        {photos.map((photo, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: its frame is what it is
          <li key={i}>
            <img src={`data:image/jpeg;base64,${photo}`} alt={t(`papers.frames.${FRAMES[i] ?? 'after'}`)} />
            <span className="quiet">{t(`papers.frames.${FRAMES[i] ?? 'after'}`)}</span>
            <Button
              size="small"
              type="link"
              aria-label={t('acts.remove_what', { what: t(`papers.frames.${FRAMES[i] ?? 'after'}`) })}
              onClick={() => change(photos.filter((_, at) => at !== i))}
            >
              {t('acts.remove')}
            </Button>
          </li>
        ))}
      </ul>
      {next === undefined ? null : (
        <div className="row">
          <input
            ref={input}
            type="file"
            accept="image/*"
            multiple
            hidden
            aria-label={t('papers.photos')}
            onChange={(event) => add(event.target.files)}
          />
          <Button onClick={() => input.current?.click()}>
            {t('papers.add_photo', { frame: t(`papers.frames.${next}`) })}
          </Button>
        </div>
      )}
      <div className={isBad ? 'field-error' : 'field-hint'} role={isBad ? 'alert' : undefined}>
        {t(isBad ? 'papers.photo_unreadable' : 'papers.photos_means')}
      </div>
    </div>
  )
}
