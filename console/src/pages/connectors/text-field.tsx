import { Input } from 'antd'
import { Field } from '../../ui/parts.tsx'

export function TextField({
  label,
  hint,
  most,
  value,
  change,
}: {
  label: string
  hint?: string
  /** Letters at most, as the server allows. */
  most: number
  value: string
  change: (value: string) => void
}) {
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <Input {...control} value={value} maxLength={most} onChange={(event) => change(event.target.value)} />
      )}
    </Field>
  )
}
