import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { prefer, usePreference } from '../ui/preference.ts'
import { switchLanguage } from '../words.ts'
import { Seal } from './top.tsx'

/** The pages before the house: sign-in, enrolment. */
export function Door({ title, wide, children }: { title: string; wide?: boolean; children: ReactNode }) {
  const { t, i18n } = useTranslation()
  const { shade } = usePreference()
  const other = i18n.language === 'zh' ? 'en' : 'zh'
  return (
    <div className="door">
      <main className={wide ? 'door-box door-wide' : 'door-box'}>
        <div className="door-brand">
          <Seal size={30} />
          <strong>{t('shell.product')}</strong>
          <span className="quiet">{t('shell.motto')}</span>
        </div>
        <h1 className="door-title">{title}</h1>
        {children}
      </main>
      <footer className="door-foot">
        <Button
          type="text"
          size="small"
          aria-label={t('shell.other_language_label')}
          onClick={() => switchLanguage(other)}
        >
          {t('shell.other_language')}
        </Button>
        <Button type="text" size="small" onClick={() => prefer({ shade: shade === 'dark' ? 'light' : 'dark' })}>
          {t(shade === 'dark' ? 'shell.to_light' : 'shell.to_dark')}
        </Button>
      </footer>
    </div>
  )
}
