import { useTranslation } from 'react-i18next'
import { Empty } from '../../ui/parts.tsx'

/** Signed in, but no role that opens a page yet. */
export function NothingPage() {
  const { t } = useTranslation()
  return (
    <div className="page">
      <Empty title={t('nothing.title')}>{t('nothing.why')}</Empty>
    </div>
  )
}
