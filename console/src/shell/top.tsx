import {
  BulbOutlined,
  MenuFoldOutlined,
  MenuUnfoldOutlined,
  QuestionCircleOutlined,
  SearchOutlined,
} from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useRouterState } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client.ts'
import { useMe } from '../session.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu } from '../ui/menu.tsx'
import { prefer, usePreference, useRail } from '../ui/preference.ts'
import { switchLanguage } from '../words.ts'
import { useInboxCount } from './inbox-count.ts'
import { may } from './rooms.ts'

export function Top({ help }: { help: () => void }) {
  const me = useMe()
  const { t, i18n } = useTranslation()
  const { shade } = usePreference()
  const { hasRoom, isOpen } = useRail()
  const inbox = useInboxCount()
  const other = i18n.language === 'zh' ? 'en' : 'zh'
  return (
    <header className="top">
      <div className="top-left">
        {hasRoom ? (
          <IconButton
            label={t(isOpen ? 'shell.fold_rail' : 'shell.unfold_rail')}
            icon={isOpen ? <MenuFoldOutlined aria-hidden /> : <MenuUnfoldOutlined aria-hidden />}
            press={() => prefer({ railOpen: !isOpen })}
          />
        ) : null}
        <Link to="/" className="brand" title={t('shell.home')}>
          <Seal />
          <span className="brand-name">{t('shell.product')}</span>
          <span className="brand-house">{me.house.name}</span>
        </Link>
        {me.house.demo ? <span className="tag tag-ink">{t('shell.demo')}</span> : null}
      </div>
      <QuickSearch />
      <div className="top-right">
        {may(me, 'request.decide') ? (
          <Link to="/inbox" className="top-inbox" title={t('shell.inbox_count', { count: inbox })}>
            <span className="top-inbox-word">{t('pages.inbox')}</span>{' '}
            <b className={inbox > 0 ? 'count' : 'count count-none'}>{inbox}</b>
          </Link>
        ) : null}
        <IconButton label={t('shell.help')} icon={<QuestionCircleOutlined aria-hidden />} press={help} />
        <IconButton
          label={t(shade === 'dark' ? 'shell.to_light' : 'shell.to_dark')}
          icon={<BulbOutlined aria-hidden />}
          press={() => prefer({ shade: shade === 'dark' ? 'light' : 'dark' })}
        />
        <Button
          type="text"
          size="small"
          lang={other === 'zh' ? 'zh-CN' : 'en'}
          aria-label={t('shell.other_language_label')}
          onClick={() => switchLanguage(other)}
        >
          {t('shell.other_language')}
        </Button>
        <PersonMenu />
      </div>
    </header>
  )
}

/** The search box of every page but the search page, which has its own. */
function QuickSearch() {
  const me = useMe()
  const { t } = useTranslation()
  const navigate = useNavigate()
  const here = useRouterState({ select: (state) => state.location.pathname })
  const [q, setQ] = useState('')
  if (here === '/search' || !(may(me, 'search.window') || may(me, 'search.grant')))
    return <div className="top-search" />
  return (
    <search className="top-search">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          navigate({ to: '/search', search: q.trim() === '' ? {} : { q: q.trim() } })
          setQ('')
        }}
      >
        <Input
          data-search-box
          value={q}
          onChange={(event) => setQ(event.target.value)}
          prefix={<SearchOutlined aria-hidden />}
          suffix={<kbd>/</kbd>}
          placeholder={t('search.placeholder')}
          aria-label={t('search.box')}
          autoComplete="off"
        />
      </form>
    </search>
  )
}

function PersonMenu() {
  const me = useMe()
  const { t } = useTranslation()
  const { density } = usePreference()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const signOut = async () => {
    await api.remove('/api/session').catch(() => undefined) // an ended session is what was wanted
    queries.clear()
    navigate({ to: '/sign-in', search: {} })
  }
  return (
    <Menu
      label={t('shell.person_menu', { name: me.person.name })}
      face={
        <>
          <span className="avatar" aria-hidden="true">
            {[...me.person.name].at(0)}
          </span>
          <span className="person-name">{me.person.name}</span>
        </>
      }
      head={`${me.person.username} · ${me.person.roles.map((role) => t(`roles.${role}`)).join(t('words.and'))}`}
      items={[
        {
          name: t(density === 'compact' ? 'shell.to_comfortable' : 'shell.to_compact'),
          act: () => prefer({ density: density === 'compact' ? 'comfortable' : 'compact' }),
        },
        { name: t('shell.sign_out'), act: signOut },
      ]}
    />
  )
}

/** The mark: a sealed drawer with its tick. */
export function Seal({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="5" fill="var(--accent)" />
      <g fill="none" stroke="var(--accent-ink)" strokeWidth="2.2" strokeLinecap="square">
        <path d="M7 8h18v16H7z" />
        <path d="M7 13.5h18M12.5 13.5V24" />
        <path d="m15.8 19 2.4 2.4 4.2-4.6" />
      </g>
    </svg>
  )
}
