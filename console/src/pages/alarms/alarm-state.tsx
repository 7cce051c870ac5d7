import { useTranslation } from 'react-i18next'
import { useMe } from '../../session.ts'
import { Tag } from '../../ui/parts.tsx'
import type { AlarmView } from '../../wire.ts'

/** Reported, waiting for its report, or past its time. */
export function AlarmState({ of }: { of: Pick<AlarmView, 'reportedAt' | 'reportDue'> }) {
  const { t } = useTranslation()
  const { now } = useMe().house
  const state = of.reportedAt !== null ? 'reported' : of.reportDue < now ? 'late' : 'open'
  return (
    <Tag tone={({ reported: 'accent', late: 'amber', open: 'amber' } as const)[state]}>
      {t(`alarms.states.${state}`)}
    </Tag>
  )
}
