import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useVerdict } from '../../session.ts'
import type { SearchState } from '../../states.ts'
import { Empty } from '../../ui/parts.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'

/** Nothing in scope: said the same way whether the word exists elsewhere or nowhere, with one click to ask for more. */
export function NoHits({ state }: { state: SearchState }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const ask = useVerdict('request.ask')
  return (
    <Empty
      title={t('search.none')}
      act={
        <VerdictButton
          type="primary"
          verdict={ask}
          onClick={() =>
            navigate({
              to: '/requests/new',
              search: { from: state.from, to: state.to, people: state.senders, conversations: state.in },
            })
          }
        >
          {t('search.ask_more')}
        </VerdictButton>
      }
    >
      {t('search.none_why')}
    </Empty>
  )
}

/** No window and no running grant: nothing may be found yet. */
export function NoPermit() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const ask = useVerdict('request.ask')
  return (
    <div className="page">
      <h1 className="only-heard">{t('pages.search')}</h1>
      <Empty
        title={t('search.no_permit')}
        act={
          <VerdictButton type="primary" verdict={ask} onClick={() => navigate({ to: '/requests/new', search: {} })}>
            {t('search.ask')}
          </VerdictButton>
        }
      >
        {t('search.no_permit_why')}
      </Empty>
    </div>
  )
}

/** Before the first search: how a query is written. */
export function NotAsked() {
  const { t } = useTranslation()
  const forms: [string, string][] = [
    [t('search.form_and'), t('search.form_and_means')],
    [t('search.form_or'), t('search.form_or_means')],
    [t('search.form_not'), t('search.form_not_means')],
    [t('search.form_phrase'), t('search.form_phrase_means')],
    [t('search.form_group'), t('search.form_group_means')],
  ]
  return (
    <div className="not-asked">
      <h2>{t('search.how')}</h2>
      <dl>
        {forms.map(([form, meaning]) => (
          <div key={form}>
            <dt>
              <code>{form}</code>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <p className="quiet">{t('search.audited')}</p>
    </div>
  )
}
