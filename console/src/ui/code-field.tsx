import { Input } from 'antd'
import { Field } from './parts.tsx'

/** The six figures of a second factor; anything else that is typed is left out. */
export function CodeField({
  label,
  hint,
  value,
  change,
  autoFocus = false,
}: {
  label: string
  hint?: string
  value: string
  change: (code: string) => void
  autoFocus?: boolean
}) {
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <Input
          {...control}
          value={value}
          onChange={(event) => change(event.target.value.replace(/\D/g, '').slice(0, 6))}
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus={autoFocus}
          className="code-input"
          maxLength={6}
        />
      )}
    </Field>
  )
}
