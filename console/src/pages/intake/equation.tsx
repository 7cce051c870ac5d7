import { useTranslation } from 'react-i18next'
import { count } from '../../figures.ts'
import type { Counts } from '../../wire.ts'
import { missingItems } from './balance.ts'

/** archived + duplicates + quarantined = items: the promise of every import, shown as the sum that it is. */
export function Equation({ counts, large }: { counts: Counts; large?: boolean }) {
  const { t } = useTranslation()
  const missing = missingItems(counts)
  const term = (key: 'archived' | 'duplicates' | 'quarantined' | 'items', n: number) => (
    <span className={`term term-${key}`} title={t(`intake.${key}`)}>
      <b>{count(n)}</b>
      {large ? <em>{t(`intake.${key}`)}</em> : null}
    </span>
  )
  return (
    <span
      className={large ? 'equation equation-large' : 'equation'}
      role="img"
      aria-label={t('intake.equation', {
        archived: count(counts.archived),
        duplicates: count(counts.duplicates),
        quarantined: count(counts.quarantined),
        items: count(counts.items),
      })}
    >
      {term('archived', counts.archived)}
      <i>+</i>
      {term('duplicates', counts.duplicates)}
      <i>+</i>
      {term('quarantined', counts.quarantined)}
      <i>{missing === 0 ? '=' : '≠'}</i>
      {term('items', counts.items)}
    </span>
  )
}
