import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem, StepUpDeclined } from '../api/client.ts'
import type { Problem } from '../wire.ts'
import { knowsWord, wordOf } from '../words.ts'
import type { Tone } from './parts.tsx'

/** A notice in the page. `red` refusal or destruction, `amber` a clock, `ink` to be noticed, otherwise quiet. */
export function Note({
  tone = 'plain',
  title,
  children,
  act,
}: {
  tone?: Tone
  title?: ReactNode
  children?: ReactNode
  act?: ReactNode
}) {
  return (
    <div className={`note note-${tone}`} role={tone === 'red' ? 'alert' : 'note'}>
      <div className="note-text">
        {title ? <strong>{title}</strong> : null}
        {children ? <div>{children}</div> : null}
      </div>
      {act ? <div className="note-act">{act}</div> : null}
    </div>
  )
}

/**
 * A part of the console could not be loaded: the house was given a newer console while this page was open, and what was
 * not loaded yet is gone; or the house cannot be reached (`broken.tsx` finds out which).
 */
export function isPartMissing(error: unknown): boolean {
  return error instanceof Error && /dynamically imported module|module script failed|preload CSS/i.test(error.message)
}

/** The problem in an error; what is not from the API is our own bug and is said so. Null: the person backed out. */
export function problemIn(error: unknown): Problem | null {
  if (error === null || error === undefined || error instanceof StepUpDeclined) return null
  if (error instanceof ApiProblem) return error.problem
  const code = isPartMissing(error) ? 'console_renewed' : 'console_broken'
  return { code, kind: 'unavailable', detail: {}, hint: '' }
}

/** Refusals that stay the same however often one asks. */
const SETTLED: ReadonlySet<string> = new Set(['invalid', 'forbidden', 'not_found'])

/** What happened, whether anything was lost, and what to do: every failure in the console is shown by this one part. */
export function ProblemNote({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation()
  const problem = problemIn(error)
  if (!problem) return null
  const { code } = problem
  // A refusal's code may be one of its own, or the reason that a verdict gives for the same no.
  const what = knowsWord('problems.what', code)
    ? wordOf(t, 'problems.what', code, problem.detail)
    : knowsWord('reasons', code)
      ? wordOf(t, 'reasons', code)
      : t('problems.unknown', { kind: wordOf(t, 'problems.kinds', problem.kind || 'unavailable') })
  const todo = knowsWord('problems.todo', code)
    ? wordOf(t, 'problems.todo', code)
    : wordOf(t, 'problems.kind_todo', problem.kind || 'unavailable')
  const facts = Object.entries(problem.detail).filter(([, value]) => value !== null)
  return (
    <Note
      tone="red"
      title={what}
      act={
        retry && !SETTLED.has(problem.kind) ? (
          <Button size="small" onClick={code === 'console_renewed' ? () => window.location.reload() : retry}>
            {t('acts.again')}
          </Button>
        ) : null
      }
    >
      <p>{todo}</p>
      <p className="quiet mono note-code">
        {t('problems.code')} {code}
        {facts.map(([key, value]) => ` · ${key}=${value}`)}
      </p>
    </Note>
  )
}
