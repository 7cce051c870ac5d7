import { useTranslation } from 'react-i18next'
import { count } from '../../figures.ts'
import type { Counts, Import } from '../../wire.ts'
import { isSettled, missingItems } from './balance.ts'

/**
 * archived + duplicates + quarantined = items: the promise of every import, shown as the sum that it is. Until the end,
 * what is read and not archived yet is a term of its own: an unequal sum always means that something is wrong.
 */
export function Equation({ counts, state, large }: { counts: Counts; state: Import['state']; large?: boolean }) {
  const { t } = useTranslation()
  const ahead = isSettled(state) ? 0 : Math.max(0, missingItems(counts))
  const missing = missingItems(counts) - ahead
  const term = (key: 'archived' | 'duplicates' | 'quarantined' | 'ahead' | 'items', n: number) => (
    <span className={`term term-${key}`} title={t(`intake.${key}`)}>
      <b>{count(n)}</b>
      {large ? <em>{t(`intake.${key}`)}</em> : null}
    </span>
  )
  return (
    <span
      className={large ? 'equation equation-large' : 'equation'}
      role="img"
      aria-label={t(ahead > 0 ? 'intake.equation_ahead' : 'intake.equation', {
        ahead: count(ahead),
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
      {ahead > 0 ? (
        <>
          <i>+</i>
          {term('ahead', ahead)}
        </>
      ) : null}
      <i>{missing === 0 ? '=' : '≠'}</i>
      {term('items', counts.items)}
    </span>
  )
}
