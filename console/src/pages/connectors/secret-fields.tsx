import { Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { Field } from '../../ui/parts.tsx'
import type { ConnectorKind } from '../../wire.ts'
import { SECRETS } from './how-to.ts'

/** What the other platform made and shows to whoever administers it there. */
export function SecretFields({
  kind,
  typed,
  change,
  hint,
}: {
  kind: ConnectorKind
  typed: Record<string, string>
  change: (typed: Record<string, string>) => void
  hint?: string
}) {
  const { t } = useTranslation()
  return SECRETS[kind].map((name) => (
    <Field key={name} label={t(`connectors.secrets.${name}`)} hint={hint ?? t('connectors.secret_hint')}>
      {(control) => (
        <Input.Password
          {...control}
          autoComplete="off"
          maxLength={500}
          value={typed[name] ?? ''}
          onChange={(event) => change({ ...typed, [name]: event.target.value })}
        />
      )}
    </Field>
  ))
}
