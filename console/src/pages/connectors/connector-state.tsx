import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { distance } from '../../time.ts'
import { Tag } from '../../ui/parts.tsx'
import type { ConnectorState } from './state.ts'

const TONES = { on: 'accent', silent: 'amber', off: 'plain', never: 'plain' } as const

export function ConnectorStateTag({ state }: { state: ConnectorState }) {
  const { t } = useTranslation()
  return <Tag tone={TONES[state]}>{t(`connectors.states.${state}`)}</Tag>
}

/** From a message's own time to its arrival. */
export function Lag({ of }: { of: number | null }) {
  const { t } = useTranslation()
  if (of === null) return '—'
  const { n, unit } = distance(of)
  return (
    <Tooltip title={t('connectors.lag_means')}>
      <span className="nowrap">{t(`connectors.lag_value.${unit}`, { n })}</span>
    </Tooltip>
  )
}
