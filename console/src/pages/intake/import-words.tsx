import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { Tag } from '../../ui/parts.tsx'
import type { Import } from '../../wire.ts'
import { isSettled } from './balance.ts'

/** The format as it was found; before anything was read, that nobody knows yet. */
export function formatWord(t: TFunction, of: Import): string {
  if (of.format) return t(`formats.${of.format}`)
  return t(isSettled(of.state) ? 'formats.unknown' : 'intake.not_yet')
}

/** Where an import stands. */
export function ImportState({ state }: { state: Import['state'] }) {
  const { t } = useTranslation()
  const tone = state === 'finished' ? 'accent' : state === 'failed' ? 'red' : 'plain'
  return <Tag tone={tone}>{t(`intake.states.${state}`)}</Tag>
}
