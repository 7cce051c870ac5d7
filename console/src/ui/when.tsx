import { Tooltip } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { clockWithSeconds, dayOf, distance, exactOf, MINUTE, minuteOf, secondOf } from '../time.ts'

type Form = 'minute' | 'second' | 'day' | 'clock' | 'exact' | 'relative'

/** A time. Shown short, with the full time and its zone on hover; null is undated and says so. */
export function When({ at, form = 'minute' }: { at: number | null; form?: Form }) {
  const { t } = useTranslation()
  const ago = useAgo(form === 'relative' ? at : null)
  if (at === null) return <span className="quiet">{t('time.undated')}</span>
  const shown = {
    minute: minuteOf,
    second: secondOf,
    day: dayOf,
    clock: clockWithSeconds,
    exact: exactOf,
    relative: () => ago,
  }[form](at)
  return (
    <Tooltip title={exactOf(at)}>
      <time dateTime={new Date(at).toISOString()} className="nowrap">
        {shown}
      </time>
    </Tooltip>
  )
}

/** "3 hours ago" / "in 2 days", kept current once a minute. */
export function useAgo(at: number | null): string {
  const { t } = useTranslation()
  const now = useNow(at === null ? null : MINUTE / 2)
  if (at === null) return ''
  const { n, unit } = distance(at - now)
  return at <= now ? t(`time.ago.${unit}`, { count: n }) : t(`time.in.${unit}`, { count: n })
}

/** The browser's clock, looked at every `every` ms; null stands still. */
export function useNow(every: number | null): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (every === null) return
    const timer = setInterval(() => setNow(Date.now()), every)
    return () => clearInterval(timer)
  }, [every])
  return now
}
