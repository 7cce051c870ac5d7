import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Act } from '../../wire.ts'

/**
 * Who did it: a person, whoever signed in or opened their link, somebody not signed in (an address is known), or the house
 * itself. A try that was refused is nobody's act: it only names the account that it was for.
 */
export function Who({ of }: { of: Act }) {
  const { t } = useTranslation()
  if (of.byName !== null) return of.byName
  if (of.accountName !== null) {
    return of.outcome === 'allowed' ? (
      of.accountName
    ) : (
      <span className="quiet">{t('audit.stranger_as', { name: of.accountName })}</span>
    )
  }
  return <span className="quiet">{t(of.ip === null ? 'audit.house_itself' : 'audit.stranger')}</span>
}

/** Under what: one's own window, or a grant by its number. */
export function permitWord(t: TFunction, { permit, permitNumber }: Act): string {
  if (permit === null) return ''
  if (permit === 'window' || permit === 'indexing') return t(`audit.${permit}`)
  // what lies in quarantine is opened for its own sake; which piece it was stands in the act's content
  if (permit.startsWith('qrt_')) return t('audit.quarantined')
  return permitNumber ?? permit
}
