import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client.ts'
import { ProblemNote } from '../ui/note.tsx'
import { Field } from '../ui/parts.tsx'
import { NotYet } from '../ui/verdict-button.tsx'
import type { Me, SignIn } from '../wire.ts'

/** User name, password and the code of the authenticator, in one step: which of them was wrong is never told. */
export function SignInForm({ username: known, signedIn }: { username?: string; signedIn: (me: Me) => void }) {
  const { t } = useTranslation()
  const [username, setUsername] = useState(known ?? '')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const isComplete = username.trim() !== '' && password !== '' && code.length === 6
  const send = async () => {
    setBusy(true)
    setError(null)
    try {
      const input: SignIn = { username: username.trim(), password, code }
      signedIn(await api.send<Me>('/api/session', input))
    } catch (problem) {
      setError(problem)
      setCode('')
    }
    setBusy(false)
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (isComplete && !busy) send()
      }}
    >
      <Field label={t('sign_in.username')}>
        {(control) => (
          <Input
            {...control}
            size="large"
            value={username}
            onChange={(event) => setUsername(event.target.value)}
            autoComplete="username"
            autoFocus={known === undefined}
          />
        )}
      </Field>
      <Field label={t('sign_in.password')}>
        {(control) => (
          <Input.Password
            {...control}
            size="large"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            autoComplete="current-password"
          />
        )}
      </Field>
      <Field label={t('sign_in.code')} hint={t('sign_in.code_hint')}>
        {(control) => (
          <Input
            {...control}
            size="large"
            value={code}
            onChange={(event) => setCode(event.target.value.replace(/\D/g, '').slice(0, 6))}
            inputMode="numeric"
            autoComplete="one-time-code"
            className="code-input"
          />
        )}
      </Field>
      <ProblemNote error={error} />
      {isComplete ? (
        <Button type="primary" size="large" htmlType="submit" block loading={busy}>
          {t('sign_in.enter')}
        </Button>
      ) : (
        <NotYet size="large" block>
          {t('sign_in.enter')}
        </NotYet>
      )}
    </form>
  )
}
