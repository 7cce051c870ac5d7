import { Button, Input } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import { ProblemNote } from './note.tsx'
import { Field } from './parts.tsx'
import { textOf } from './text-file.ts'

/** Text that is pasted, or taken from a file: a table, a key. `pick` names the button that chooses the file. */
export function FileTextField({
  label,
  hint,
  pick,
  accept,
  value,
  change,
  placeholder,
  rows = 8,
  wrong = null,
}: {
  label: string
  hint?: ReactNode
  pick: string
  accept: string
  value: string
  change: (text: string) => void
  placeholder?: string
  rows?: number
  /** What is the matter with the text; null: nothing. */
  wrong?: string | null
}) {
  const input = useRef<HTMLInputElement>(null)
  const [error, setError] = useState<unknown>(null)
  const take = (file: File | undefined) => {
    if (!file) return
    setError(null)
    textOf(file).then(change, setError)
    if (input.current) input.current.value = '' // so that the same file, corrected, can be chosen again
  }
  return (
    <>
      <div className="row">
        <input
          ref={input}
          type="file"
          accept={accept}
          className="only-heard"
          tabIndex={-1}
          aria-label={pick}
          onChange={(event) => take(event.target.files?.[0])}
        />
        <Button onClick={() => input.current?.click()}>{pick}</Button>
      </div>
      <ProblemNote error={error} />
      <Field label={label} hint={hint} error={wrong}>
        {(control) => (
          <Input.TextArea
            {...control}
            className="mono"
            rows={rows}
            value={value}
            onChange={(event) => change(event.target.value)}
            placeholder={placeholder}
            spellCheck={false}
            autoComplete="off"
          />
        )}
      </Field>
    </>
  )
}
