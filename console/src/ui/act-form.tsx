import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useVerdict } from '../session.ts'
import { ProblemNote } from './note.tsx'
import { NotYet, VerdictButton } from './verdict-button.tsx'

interface ActFormProps {
  /** What the one act of the form is called. */
  act: ReactNode
  /** The act as the server knows it: where the person may not, the button says why. */
  needs?: string
  isReady: boolean
  busy: boolean
  error?: unknown
  send: () => void
  /** The way out; null where there is nothing to leave. */
  close: (() => void) | null
  /**
   * What leaving is called: back, wherever the act is not done then; close, where the form is part of what is looked at; reset,
   * where the form stays and its fields are as they were.
   * Never “cancel”: some acts cancel something, and nobody may take the way out for the act.
   */
  leave?: 'back' | 'close' | 'reset'
  /** For what cannot be taken back. */
  danger?: boolean
  /** Beside the two buttons, for other acts on the same thing. */
  besides?: ReactNode
  panel?: boolean
  children: ReactNode
}

/** A form with one act: its fields, what went wrong, the way out, and the act. Sent once, however often Enter is pressed. */
export function ActForm({
  act,
  needs,
  isReady,
  busy,
  error = null,
  send,
  close,
  leave = 'back',
  danger = false,
  besides,
  panel = false,
  children,
}: ActFormProps) {
  const { t } = useTranslation()
  const button = { type: 'primary', htmlType: 'submit', loading: busy, danger } as const
  return (
    <form
      className={panel ? 'panel stack' : 'stack'}
      onSubmit={(event) => {
        event.preventDefault()
        event.stopPropagation() // a box over a form is its child to React: what is sent there is not sent here
        if (isReady && !busy) send()
      }}
    >
      {children}
      <ProblemNote error={error} />
      <div className="row row-end">
        {besides}
        {close === null ? null : <Button onClick={close}>{t(`acts.${leave}`)}</Button>}
        {!isReady && !busy ? (
          <NotYet>{act}</NotYet>
        ) : needs === undefined ? (
          <Button {...button}>{act}</Button>
        ) : (
          <Allowed needs={needs} button={button}>
            {act}
          </Allowed>
        )}
      </div>
    </form>
  )
}

function Allowed({
  needs,
  button,
  children,
}: {
  needs: string
  button: Omit<Parameters<typeof VerdictButton>[0], 'verdict'>
  children: ReactNode
}) {
  return (
    <VerdictButton {...button} verdict={useVerdict(needs)}>
      {children}
    </VerdictButton>
  )
}
