import { useTranslation } from 'react-i18next'
import { bytes } from '../../figures.ts'
import { Tag } from '../../ui/parts.tsx'
import type { HouseStatus } from '../../wire.ts'
import './status.css'

const TIGHT = 0.1

/** What lies on the disk and for what, as one bar; the list beside it carries the figures. */
export function DiskPanel({ of }: { of: HouseStatus['disk'] }) {
  const { t } = useTranslation()
  const shares = of.shares.filter(({ bytes }) => bytes > 0).sort((one, other) => other.bytes - one.bytes)
  const total = shares.reduce((sum, { bytes }) => sum + bytes, 0)
  return (
    <section className="panel stack">
      <div className="spread">
        <h2>{t('status.disk')}</h2>
        <span>
          {t('status.disk_free', { free: bytes(of.free), total: bytes(of.total) })}{' '}
          {of.free < of.total * TIGHT ? <Tag tone="ink">{t('status.disk_tight')}</Tag> : null}
        </span>
      </div>
      {total === 0 ? null : (
        <div className="disk-bar" aria-hidden="true">
          {shares.map((each) => (
            <span key={each.share} className={`disk-${each.share}`} style={{ flexGrow: each.bytes / total }} />
          ))}
        </div>
      )}
      <ul className="disk-shares">
        {shares.map((each) => (
          <li key={each.share}>
            <i className={`disk-${each.share}`} aria-hidden="true" />
            {t(`status.shares.${each.share}`)} <b>{bytes(each.bytes)}</b>
          </li>
        ))}
      </ul>
    </section>
  )
}
