import { DownOutlined, UpOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { count } from '../../figures.ts'
import type { SearchState } from '../../states.ts'
import { ProblemNote } from '../../ui/note.tsx'
import { useSettled } from '../../ui/settled.ts'
import type { SearchAnswer, SearchForm } from '../../wire.ts'
import { explainQuery, writeQuery } from './explain.ts'
import { FacetLists } from './facets.tsx'
import { EMPTY_FORM, setIn } from './form.ts'
import { QueryForm } from './query-form.tsx'
import { SavedSearches } from './saved.tsx'
import { NOTHING_TOLD, toldBy } from './told.ts'

interface SideProps {
  asForm: AsForm
  state: SearchState
  permit: string
  answer: SearchAnswer | undefined
  change: (next: Partial<SearchState>) => void
}

/** Beside the hits, and before them behind one button where there is no room beside them: the question as a form, how the hits fall, and what was kept. */
export function Side({ asForm, state, permit, answer, change }: SideProps) {
  const { t } = useTranslation()
  const { form, follows, classes, problem, write, narrow } = asForm
  const id = useId()
  const [isOpen, setIsOpen] = useState(false)
  const set = setIn(form)
  const told = useRef(NOTHING_TOLD)
  told.current = toldBy(answer?.facets, told.current)
  return (
    <aside className={isOpen ? 'search-side' : 'search-side search-side-shut'} aria-label={t('search.side')}>
      <Button
        className="side-toggle"
        icon={isOpen ? <UpOutlined aria-hidden /> : <DownOutlined aria-hidden />}
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        {set > 0 ? t('search.form.title_set', { n: count(set) }) : t('search.form.title')}
      </Button>
      {follows ? null : (
        <p className="side-behind" role="status">
          {t('search.form.behind')}
        </p>
      )}
      <QueryForm form={form} classes={classes} told={told.current} write={write} />
      <div className="side-field">
        <label htmlFor={id}>{t('search.order')}</label>
        <Select
          id={id}
          value={state.order ?? 'newest'}
          options={[
            { value: 'newest', label: t('search.newest') },
            { value: 'oldest', label: t('search.oldest') },
          ]}
          onChange={(order) => change({ order: order === 'oldest' ? 'oldest' : undefined })}
        />
      </div>
      {problem ? <ProblemNote error={problem} /> : null}
      {answer ? <FacetLists facets={answer.facets} narrow={narrow} /> : null}
      <SavedSearches state={state} permit={permit} change={change} />
    </aside>
  )
}

export interface AsForm {
  form: SearchForm
  /** Whether the form says what the box says; not while that cannot be read. */
  follows: boolean
  classes: readonly string[]
  problem: unknown
  write: (form: SearchForm) => Promise<void>
  /** One thing more, on top of what the box says now: also where the form has not followed it yet. */
  narrow: (only: Partial<SearchForm>) => Promise<void>
}

/** A form that was changed, until the box says the same. */
interface Changed {
  form: SearchForm
  /** What was in the box when it was changed. */
  before: string
  /** What it reads in the box; null: not written yet. */
  query: string | null
}

/**
 * The form of what is typed; changing it writes the box and asks anew. What cannot be read yet leaves the form as it was.
 * Between a change and the box that follows it the form is the changed one, so that a second change builds on the first.
 */
export function useForm(typed: string, state: SearchState, change: (next: Partial<SearchState>) => void): AsForm {
  const mode = state.mode ?? 'normal'
  const asked = useSettled(typed.trim())
  const queries = useQueryClient()
  const explained = useQuery(explainQuery(asked, mode))
  const last = useRef(EMPTY_FORM)
  const classes = useRef<readonly string[]>([])
  const newest = useRef<SearchForm | null>(null)
  const [changed, setChanged] = useState<Changed | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  if (explained.data) {
    last.current = explained.data.form
    classes.current = explained.data.classes
  }
  const hasArrived = changed !== null && changed.query === asked && explained.isFetched
  useEffect(() => {
    if (hasArrived) setChanged(null)
  }, [hasArrived])
  const write = async (form: SearchForm) => {
    newest.current = form
    setChanged({ form, before: typed.trim(), query: null })
    try {
      const query = await writeQuery(form, mode)
      if (newest.current !== form) return // changed again meanwhile: the later one writes the box
      setProblem(null)
      setChanged({ form, before: typed.trim(), query })
      change({ q: query === '' ? undefined : query })
    } catch (error) {
      if (newest.current !== form) return
      setChanged(null)
      setProblem(error)
    }
  }
  const holds = changed !== null && !hasArrived && [null, typed.trim()].some((text) => text === changed.query)
  const waits = changed !== null && !hasArrived && changed.before === typed.trim()
  const form = holds || waits ? changed.form : last.current
  const narrow = async (only: Partial<SearchForm>) => {
    if (holds || waits) return write({ ...form, ...only })
    try {
      const said = await queries.ensureQueryData(explainQuery(typed.trim(), mode))
      await write({ ...said.form, ...only })
    } catch (error) {
      setProblem(error)
    }
  }
  const follows = holds || waits || !explained.isError
  return { form, follows, classes: classes.current, problem, write, narrow }
}
