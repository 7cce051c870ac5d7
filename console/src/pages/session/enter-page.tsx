import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useContext, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { Door } from '../../shell/door.tsx'
import { CodeField } from '../../ui/code-field.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Copyable, Field, Shape } from '../../ui/parts.tsx'
import { NotYet } from '../../ui/verdict-button.tsx'
import type { Enrol, LinkAnswer, Me } from '../../wire.ts'
import { problemOfLink } from './link-problem.ts'
import { TokenContext } from './token.ts'
import './session.css'

type Enrolment = Extract<LinkAnswer, { needs: 'enrolment' }>

// A one-time link may be opened once only, so that opening it is not left to an effect that React may run twice.
const opened = new Map<string, Promise<LinkAnswer>>()

function openOnce(token: string): Promise<LinkAnswer> {
  const answer = opened.get(token) ?? api.send<LinkAnswer>('/api/session/link', { token })
  opened.set(token, answer)
  return answer
}

/** The page of a one-time link: a new person sets up password and authenticator; in a demo house it signs in. */
export function EnterPage() {
  const { t } = useTranslation()
  const token = useContext(TokenContext)
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [answer, setAnswer] = useState<Enrolment | null>(null)
  const [error, setError] = useState<unknown>(null)

  useEffect(() => {
    if (token === null) return
    openOnce(token).then(
      (link) => {
        if (link.needs === 'enrolment') return setAnswer(link)
        queries.clear()
        navigate({ to: '/', replace: true })
      },
      (problem: unknown) => setError(problemOfLink(problem)),
    )
  }, [token, navigate, queries])

  const enrolled = (me: Me) => {
    queries.clear()
    queries.setQueryData(['me'], me)
    navigate({ to: me.can['house.setup']?.allowed ? '/setup' : '/', replace: true })
  }

  return (
    <Door title={answer ? t('enrol.title', { name: answer.name }) : t('enrol.opening')} wide={answer !== null}>
      {token === null ? (
        <div className="stack">
          <p>{t('enrol.no_token')}</p>
          <Link to="/sign-in" search={{}}>
            {t('enrol.to_sign_in')}
          </Link>
        </div>
      ) : null}
      {error ? (
        <div className="stack">
          <ProblemNote error={error} />
          <Link to="/sign-in" search={{}}>
            {t('enrol.to_sign_in')}
          </Link>
        </div>
      ) : null}
      {token !== null && !answer && !error ? <Shape lines={3} /> : null}
      {answer && token !== null ? <EnrolForm token={token} link={answer} enrolled={enrolled} /> : null}
    </Door>
  )
}

function EnrolForm({ token, link, enrolled }: { token: string; link: Enrolment; enrolled: (me: Me) => void }) {
  const { t } = useTranslation()
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const differ = again !== '' && again !== password
  const isComplete = password.length >= 10 && again === password && code.length === 6
  const send = async () => {
    setBusy(true)
    setError(null)
    try {
      const input: Enrol = { token, password, code }
      enrolled(await api.send<Me>('/api/session/enrol', input))
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  return (
    <form
      className="enrol"
      onSubmit={(event) => {
        event.preventDefault()
        if (isComplete && !busy) send()
      }}
    >
      <section className="stack">
        <h2>{t('enrol.password_step')}</h2>
        <Field label={t('sign_in.username')}>
          {(control) => <Input {...control} value={link.username} readOnly autoComplete="username" />}
        </Field>
        <Field label={t('sign_in.password')} hint={t('enrol.password_hint')}>
          {(control) => (
            <Input.Password
              {...control}
              value={password}
              onChange={(event) => setPassword(event.target.value)}
              autoComplete="new-password"
              autoFocus
            />
          )}
        </Field>
        <Field label={t('enrol.again')} error={differ ? t('enrol.differ') : null}>
          {(control) => (
            <Input.Password
              {...control}
              value={again}
              onChange={(event) => setAgain(event.target.value)}
              autoComplete="new-password"
            />
          )}
        </Field>
      </section>
      <section className="stack">
        <h2>{t('enrol.code_step')}</h2>
        <p className="quiet">{t('enrol.code_how')}</p>
        <div className="field">
          <span className="field-label">{t('enrol.secret')}</span>
          <Copyable
            value={link.totpSecret}
            shown={link.totpSecret.replace(/(.{4})(?=.)/g, '$1 ')}
            label={t('enrol.secret')}
          />
        </div>
        <p>
          <a href={link.totpUri}>{t('enrol.open_app')}</a>
        </p>
        <CodeField label={t('sign_in.code')} hint={t('sign_in.code_hint')} value={code} change={setCode} />
      </section>
      <div className="enrol-end stack">
        <ProblemNote error={error} />
        {isComplete ? (
          <Button type="primary" size="large" htmlType="submit" loading={busy}>
            {t('enrol.finish')}
          </Button>
        ) : (
          <NotYet size="large">{t('enrol.finish')}</NotYet>
        )}
      </div>
    </form>
  )
}
