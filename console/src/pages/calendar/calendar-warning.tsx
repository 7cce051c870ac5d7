import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useVerdict } from '../../session.ts'
import { dayOf } from '../../time.ts'
import { Note } from '../../ui/note.tsx'
import type { Calendar } from '../../wire.ts'
import { calendarQuery } from './queries.ts'

/** That the days are nearly over, or are: with what follows from it and what to do. */
export function CalendarWarning({ of }: { of: Calendar }) {
  const { t } = useTranslation()
  if (!of.isUsed || of.warning === null) return null
  const until = of.knownUntil === null ? '' : dayOf(of.knownUntil - 1)
  return (
    <Note
      tone={of.warning === 'over' ? 'red' : 'amber'}
      title={of.warning === 'over' ? t('calendar.over') : t('calendar.soon', { day: until })}
    >
      {t('calendar.todo')} {of.flagged > 0 ? t('calendar.flagged', { count: of.flagged }) : null}
    </Note>
  )
}

/** The same on another page, with the way to the calendar; nothing for who may not look there. */
export function CalendarWarningAside() {
  const { t } = useTranslation()
  const mayRead = useVerdict('calendar.read')?.allowed ?? false
  const calendar = useQuery({ ...calendarQuery, enabled: mayRead })
  if (!calendar.data?.isUsed || calendar.data.warning === null) return null
  return (
    <div className="stack stack-tight">
      <CalendarWarning of={calendar.data} />
      <p>
        <Link to="/calendar">{t('pages.calendar')}</Link>
      </p>
    </div>
  )
}
