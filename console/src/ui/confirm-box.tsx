import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from './note.tsx'
import { Field } from './parts.tsx'

/** An act that cannot be taken back names the thing and the consequence; where a reason is owed, it asks for it. */
export function ConfirmBox({
  title,
  consequence,
  act,
  reason,
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
  busy: boolean
  error: unknown
  confirm: (reason: string) => void
  close: () => void
}) {
  const { t } = useTranslation()
  const [why, setWhy] = useState('')
  const isComplete = reason === undefined || why.trim().length >= 2
  return (
    <Modal open title={title} onCancel={close} footer={null} width={460} destroyOnHidden>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (isComplete) confirm(why.trim())
        }}
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
        <ProblemNote error={error} />
        <div className="row row-end">
          <Button onClick={close}>{t('acts.back')}</Button>
          <Button danger type="primary" htmlType="submit" loading={busy} disabled={!isComplete}>
            {act}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
