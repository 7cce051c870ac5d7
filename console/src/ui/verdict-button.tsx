import { Button, type ButtonProps, Tooltip } from 'antd'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Verdict } from '../wire.ts'
import { wordOf } from '../words.ts'

/** A missing second factor is no obstacle here: the act asks for it in place and then goes on. */
export function isOpenTo(verdict: Verdict | undefined): boolean {
  return verdict !== undefined && (verdict.allowed || verdict.reason === 'step_up_needed')
}

/**
 * A button for one act. Where the server says no, it stays in place, can be reached by keyboard and says why; the server
 * decides again when it is pressed. `verdict` undefined = the server did not say, which is a no. With `disabled` the act
 * lacks something yet: `why`, or a field that is empty.
 */
export function VerdictButton({
  verdict,
  disabled = false,
  why,
  ...rest
}: { verdict: Verdict | undefined; why?: string | undefined } & ButtonProps) {
  const { t } = useTranslation()
  if (!isOpenTo(verdict)) return <NotYet {...rest} why={wordOf(t, 'reasons', verdict?.reason ?? 'role_missing')} />
  return disabled ? <NotYet {...rest} why={why} /> : <Button {...rest} />
}

/** An act that cannot be done: it stays in its place, can be reached, and says what is the matter. */
export function NotYet({
  children,
  why,
  htmlType: _,
  onClick: __,
  ...rest
}: { why?: string | undefined } & ButtonProps) {
  const { t } = useTranslation()
  const id = useId()
  const reason = why ?? t('words.not_filled')
  return (
    <Tooltip title={reason}>
      <Button {...rest} type="default" danger={false} className="refused" aria-disabled aria-describedby={id}>
        {children}
        <span id={id} className="only-heard" aria-hidden="true">
          {reason}
        </span>
      </Button>
    </Tooltip>
  )
}
