import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useVerdict } from '../../session.ts'
import { Empty } from '../../ui/parts.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import type { SearchForm } from '../../wire.ts'
import { numbersOf } from './form.ts'
import { Language } from './language-help.tsx'

const some = (numbers: number[]) => (numbers.length > 0 ? numbers : undefined)

/** Nothing in scope: said the same way whether the word exists elsewhere or nowhere, with one click to ask for more. */
export function NoHits({ form }: { form: SearchForm }) {
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
              search: {
                from: form.from ?? undefined,
                to: form.to ?? undefined,
                people: some(numbersOf([...form.senders, ...form.participants])),
                conversations: some(numbersOf([...form.conversations, ...form.groups])),
              },
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
  return (
    <div className="not-asked">
      <h2>{t('search.how')}</h2>
      <Language few />
      <p className="quiet">{t('search.audited')}</p>
    </div>
  )
}
