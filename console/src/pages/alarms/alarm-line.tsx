import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { alarmsQuery } from '../../api/queries.ts'
import { count } from '../../figures.ts'
import { useMe } from '../../session.ts'
import { may } from '../../shell/rooms.ts'
import { Note } from '../../ui/note.tsx'

/** On pages of those who watch: how many alarms wait for their report. Nothing where none does, or nobody may know. */
export function AlarmLine() {
  const { t } = useTranslation()
  const isShown = may(useMe(), 'alarm.read')
  const alarms = useQuery({ ...alarmsQuery, enabled: isShown })
  const open = (isShown ? (alarms.data ?? []) : []).filter(({ reportedAt }) => reportedAt === null)
  if (open.length === 0) return null
  const overdue = open.filter(({ reportDue }) => reportDue < Date.now()).length
  return (
    <Note tone="amber" title={t('alarms.wait', { open: count(open.length), overdue: count(overdue) })}>
      <Link to="/alarms">{t('alarms.see')}</Link>
    </Note>
  )
}
