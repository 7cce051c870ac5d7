import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SearchState } from '../../states.ts'
import { ProblemNote } from '../../ui/note.tsx'
import { useSettled } from '../../ui/settled.ts'
import type { SearchAnswer, SearchForm } from '../../wire.ts'
import { explainQuery, writeQuery } from './explain.ts'
import { FacetLists } from './facets.tsx'
import { EMPTY_FORM } from './form.ts'
import { QueryForm } from './query-form.tsx'
import { SavedSearches } from './saved.tsx'

interface SideProps {
  asForm: AsForm
  state: SearchState
  permit: string
  answer: SearchAnswer | undefined
  change: (next: Partial<SearchState>) => void
}

/** Beside the hits: the question as a form, how the hits fall, and what was kept. */
export function Side({ asForm, state, permit, answer, change }: SideProps) {
  const { t } = useTranslation()
  const { form, problem, write } = asForm
  const id = useId()
  return (
    <aside className="search-side" aria-label={t('search.side')}>
      <QueryForm form={form} write={write} />
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
      {answer ? <FacetLists facets={answer.facets} narrow={(only) => write({ ...form, ...only })} /> : null}
      <SavedSearches state={state} permit={permit} change={change} />
    </aside>
  )
}

export interface AsForm {
  form: SearchForm
  problem: unknown
  write: (form: SearchForm) => Promise<void>
}

/** The form of what is typed; changing it writes the box and asks anew. What cannot be read yet leaves the form as it was. */
export function useForm(typed: string, state: SearchState, change: (next: Partial<SearchState>) => void): AsForm {
  const mode = state.mode ?? 'normal'
  const explained = useQuery(explainQuery(useSettled(typed.trim()), mode))
  const last = useRef(EMPTY_FORM)
  if (explained.data) last.current = explained.data.form
  const [problem, setProblem] = useState<unknown>(null)
  const write = async (form: SearchForm) => {
    try {
      const q = await writeQuery(form, mode)
      setProblem(null)
      change({ q: q === '' ? undefined : q })
    } catch (error) {
      setProblem(error)
    }
  }
  return { form: last.current, problem, write }
}
