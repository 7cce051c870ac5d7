import { useTranslation } from 'react-i18next'
import type { Calendar } from '../../wire.ts'

/** The holidays of a year and the weekend days that are worked for them. */
export function DaysOff({ of }: { of: Pick<Calendar['years'][number], 'holidays' | 'makeUpDays'> }) {
  const { t } = useTranslation()
  const short = (date: string) => date.slice(5)
  return (
    <div className="stack stack-tight">
      <span>
        {of.holidays.length === 0
          ? t('calendar.none')
          : of.holidays
              .map(({ name, from, to }) => `${name} ${from === to ? short(from) : `${short(from)} – ${short(to)}`}`)
              .join(' · ')}
      </span>
      <span className="quiet">
        {t('calendar.make_up')} {of.makeUpDays.length === 0 ? t('calendar.none') : of.makeUpDays.map(short).join(' · ')}
      </span>
    </div>
  )
}
