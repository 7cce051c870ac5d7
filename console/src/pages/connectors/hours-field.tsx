import { InputNumber } from 'antd'
import { useTranslation } from 'react-i18next'
import { Field } from '../../ui/parts.tsx'

/** After how many hours without a message a connector is alarmed. */
export function HoursField({ value, change }: { value: number; change: (hours: number) => void }) {
  const { t } = useTranslation()
  return (
    <Field label={t('connectors.silence')} hint={t('connectors.silence_hint')}>
      {(control) => (
        <InputNumber
          {...control}
          min={1}
          max={720}
          precision={0}
          value={value}
          onChange={(next) => change(next ?? value)}
        />
      )}
    </Field>
  )
}
