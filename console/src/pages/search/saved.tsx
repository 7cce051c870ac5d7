import { DeleteOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { savedSearchesQuery } from '../../api/queries.ts'
import { useVerdict } from '../../session.ts'
import type { SearchState } from '../../states.ts'
import { ConfirmBox } from '../../ui/confirm-box.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import type { NewSavedSearch, SavedSearch } from '../../wire.ts'

/** One's own saved searches under the permit in use; choosing one is a search like any other. */
export function SavedSearches({
  state,
  permit,
  change,
}: {
  state: SearchState
  permit: string
  change: (next: Partial<SearchState>) => void
}) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const saved = useQuery(savedSearchesQuery)
  const verdict = useVerdict('search.save')
  const [name, setName] = useState('')
  const [leaving, setLeaving] = useState<SavedSearch | null>(null)
  const renew = () => queries.invalidateQueries(savedSearchesQuery)
  const save = useMutation({
    mutationFn: () => {
      const asked = { query: state.q ?? '', mode: state.mode ?? 'normal', order: state.order ?? 'newest' } as const
      return api.send<SavedSearch>('/api/search/saved', { permit, name, asked } satisfies NewSavedSearch)
    },
    onSuccess: () => {
      setName('')
      return renew()
    },
  })
  const forget = useMutation({
    mutationFn: (one: SavedSearch) => api.remove(`/api/search/saved/${one.id}`),
    onSuccess: () => {
      setLeaving(null)
      return renew()
    },
  })
  const own = (saved.data ?? []).filter((one) => one.permit === permit)
  const run = ({ asked }: SavedSearch) =>
    change({
      q: asked.query === '' ? undefined : asked.query,
      mode: asked.mode === 'exact' ? 'exact' : undefined,
      order: asked.order === 'oldest' ? 'oldest' : undefined,
    })
  return (
    <section className="saved" aria-label={t('search.saved.title')}>
      <div className="side-head">
        <h2>{t('search.saved.title')}</h2>
      </div>
      {saved.isError ? <ProblemNote error={saved.error} retry={() => saved.refetch()} /> : null}
      {saved.isSuccess && own.length === 0 ? <p className="quiet">{t('search.saved.none')}</p> : null}
      <ul>
        {own.map((one) => (
          <li key={one.id}>
            <Button type="link" size="small" onClick={() => run(one)} title={one.asked.query}>
              {one.name}
            </Button>
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={t('search.saved.delete', { name: one.name })}
              onClick={() => setLeaving(one)}
            />
          </li>
        ))}
      </ul>
      <form
        className="saved-new"
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '' && !save.isPending) save.mutate()
        }}
      >
        <Input
          size="small"
          value={name}
          maxLength={80}
          onChange={(event) => setName(event.target.value)}
          aria-label={t('search.saved.name')}
          placeholder={t('search.saved.name')}
        />
        <VerdictButton
          size="small"
          htmlType="submit"
          verdict={verdict}
          disabled={name.trim() === ''}
          loading={save.isPending}
        >
          {t('search.saved.save')}
        </VerdictButton>
      </form>
      {save.isError ? <ProblemNote error={save.error} /> : null}
      {leaving ? (
        <ConfirmBox
          title={t('search.saved.delete', { name: leaving.name })}
          consequence={t('search.saved.consequence')}
          act={t('search.saved.delete_act')}
          busy={forget.isPending}
          error={forget.error}
          confirm={() => forget.mutate(leaving)}
          close={() => setLeaving(null)}
        />
      ) : null}
    </section>
  )
}
