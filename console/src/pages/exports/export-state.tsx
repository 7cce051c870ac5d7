import { useTranslation } from 'react-i18next'
import { Tag } from '../../ui/parts.tsx'
import type { ExportView } from '../../wire.ts'

const BAD: readonly ExportView['state'][] = ['failed', 'declined', 'refused', 'expired']

/** Where an export stands. */
export function ExportState({ state }: { state: ExportView['state'] }) {
  const { t } = useTranslation()
  const tone = state === 'ready' ? 'accent' : BAD.includes(state) ? 'red' : 'plain'
  return <Tag tone={tone}>{t(`exports.states.${state}`)}</Tag>
}
