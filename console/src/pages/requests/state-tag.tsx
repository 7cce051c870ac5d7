import { useTranslation } from 'react-i18next'
import { Tag } from '../../ui/parts.tsx'
import type { RequestView } from '../../wire.ts'

export function StateTag({ state }: { state: RequestView['state'] }) {
  const { t } = useTranslation()
  const tone = state === 'granted' ? 'accent' : state === 'refused' || state === 'revoked' ? 'red' : 'plain'
  return <Tag tone={tone}>{t(`states.${state}`)}</Tag>
}

/** High risk is said in words; amber is for clocks and red for refusals, so it has neither. */
export function RiskTag({ risk }: { risk: RequestView['risk'] }) {
  const { t } = useTranslation()
  return <Tag tone={risk === 'high' ? 'accent' : 'plain'}>{t(`risks.${risk}`)}</Tag>
}
