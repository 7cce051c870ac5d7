import { Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { Field } from '../../ui/parts.tsx'

const LEAST = 2

/** Whether a reason says anything: the server wants as much. */
export const isReason = (reason: string) => reason.trim().length >= LEAST

/** Why accounts are joined or parted: owed with each such act, and kept with it. */
export function ReasonField({
  value,
  change,
  autoFocus = false,
}: {
  value: string
  change: (reason: string) => void
  autoFocus?: boolean
}) {
  const { t } = useTranslation()
  return (
    <Field label={t('customers.reason')} hint={t('customers.reason_hint')}>
      {(control) => (
        <Input.TextArea
          {...control}
          value={value}
          rows={2}
          maxLength={2000}
          autoFocus={autoFocus}
          onChange={(event) => change(event.target.value)}
        />
      )}
    </Field>
  )
}
