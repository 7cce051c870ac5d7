import { Input } from 'antd'
import { useState } from 'react'
import { ActForm } from './act-form.tsx'
import { Box } from './box.tsx'
import { Field } from './parts.tsx'

/** An act that cannot be taken back names the thing and the consequence; where a reason is owed, it asks for it. */
export function ConfirmBox({
  title,
  consequence,
  act,
  reason,
  calm = false,
  busy,
  error,
  confirm,
  close,
}: {
  title: string
  consequence: string
  act: string
  /** Label of the mandatory reason; without it none is asked. */
  reason?: string
  /** Nothing is destroyed or refused by it. */
  calm?: boolean
  busy: boolean
  error: unknown
  confirm: (reason: string) => void
  close: () => void
}) {
  const [why, setWhy] = useState('')
  const isComplete = reason === undefined || why.trim().length >= 2
  return (
    <Box open title={title} onCancel={close} width={460} destroyOnHidden>
      <ActForm
        act={act}
        danger={!calm}
        isReady={isComplete}
        busy={busy}
        error={error}
        send={() => confirm(why.trim())}
        close={close}
      >
        <p>{consequence}</p>
        {reason === undefined ? null : (
          <Field label={reason}>
            {(control) => (
              <Input.TextArea
                {...control}
                value={why}
                onChange={(event) => setWhy(event.target.value)}
                rows={3}
                autoFocus
              />
            )}
          </Field>
        )}
      </ActForm>
    </Box>
  )
}
