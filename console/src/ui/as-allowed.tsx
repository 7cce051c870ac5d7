import { ConfigProvider } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Verdict } from '../wire.ts'
import { wordOf } from '../words.ts'
import { isOpenTo } from './verdict-button.tsx'

/** Fields of an act: whoever may not do it reads them, is told why, and types nothing that could not be kept. */
export function AsAllowed({ verdict, children }: { verdict: Verdict | undefined; children: ReactNode }) {
  const { t } = useTranslation()
  const isOpen = isOpenTo(verdict)
  return (
    <>
      {isOpen ? null : (
        <p className="quiet">
          {t('words.only_read', { why: wordOf(t, 'reasons', verdict?.reason ?? 'role_missing') })}
        </p>
      )}
      <ConfigProvider componentDisabled={!isOpen}>{children}</ConfigProvider>
    </>
  )
}
