import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ConversationPane } from './conversation-pane.tsx'

const route = getRouteApi('/house/conversations/$no')

export function ConversationPage() {
  const { t } = useTranslation()
  const { no } = route.useParams()
  const { permit, record, time } = route.useSearch()
  return (
    <div className="talk-page">
      <div className="talk-page-head">
        <h1>{t('conversation.title')}</h1>
        <Link to="/search" search={{ permit, q: `conversation:#${Number(no)}` }}>
          {t('conversation.search_in')}
        </Link>
      </div>
      <ConversationPane
        key={`${no}/${record ?? ''}/${time ?? ''}`}
        permit={permit ?? 'window'}
        conversation={Number(no)}
        record={record}
        time={time}
      />
    </div>
  )
}
