import { SafetyOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { scopeParts } from '../scope-words.ts'
import type { ScopeWords } from '../wire.ts'

/** The scope in force, in words, above whatever it lets through. */
export function ScopeLine({ scope }: { scope: ScopeWords }) {
  const { t } = useTranslation()
  return (
    <p className="scope-line">
      <SafetyOutlined aria-hidden />
      <span className="only-heard">{t('scope.in_force')}</span>
      {scopeParts(t, scope, Date.now()).map((part, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts stand in a fixed order
        <span key={i}>{part}</span>
      ))}
    </p>
  )
}
