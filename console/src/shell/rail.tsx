import {
  AlertOutlined,
  ApiOutlined,
  AuditOutlined,
  CalendarOutlined,
  CloudUploadOutlined,
  DashboardOutlined,
  ExportOutlined,
  EyeInvisibleOutlined,
  FileAddOutlined,
  FileTextOutlined,
  IdcardOutlined,
  InboxOutlined,
  KeyOutlined,
  MenuFoldOutlined,
  MenuUnfoldOutlined,
  SafetyCertificateOutlined,
  SearchOutlined,
  TeamOutlined,
} from '@ant-design/icons'
import { Link, useRouterState } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe, useRunningGrants } from '../session.ts'
import { useRail } from '../ui/preference.ts'
import { useInboxCount, useOpenAlarms, useWaitingExports } from './inbox-count.ts'
import { GROUPS, isHere, type PageKey, pagesFor } from './rooms.ts'

const ICONS: Record<PageKey, ReactNode> = {
  search: <SearchOutlined aria-hidden />,
  customers: <IdcardOutlined aria-hidden />,
  requests: <FileTextOutlined aria-hidden />,
  new_request: <FileAddOutlined aria-hidden />,
  grants: <KeyOutlined aria-hidden />,
  inbox: <InboxOutlined aria-hidden />,
  exports: <ExportOutlined aria-hidden />,
  alarms: <AlertOutlined aria-hidden />,
  intake: <CloudUploadOutlined aria-hidden />,
  connectors: <ApiOutlined aria-hidden />,
  audit: <AuditOutlined aria-hidden />,
  ledgers: <SafetyCertificateOutlined aria-hidden />,
  people: <TeamOutlined aria-hidden />,
  masking: <EyeInvisibleOutlined aria-hidden />,
  calendar: <CalendarOutlined aria-hidden />,
  status: <DashboardOutlined aria-hidden />,
}

interface Drawer {
  readonly isOpen: boolean
  turn(): void
  shut(): void
}

/**
 * What this person can do, grouped by what people do. A group without a page is not there. `drawer`: where the window has
 * no room for names beside the icons, one button shows them over the page; a finger has no other way to learn them.
 */
export function Rail({ drawer }: { drawer: Drawer | null }) {
  const me = useMe()
  const { t } = useTranslation()
  const isOpen = useRail().isOpen || drawer?.isOpen
  const counts: Partial<Record<PageKey, number>> = {
    inbox: useInboxCount(),
    grants: useRunningGrants(),
    exports: useWaitingExports(),
    alarms: useOpenAlarms(),
  }
  const pages = pagesFor(me)
  const here = useRouterState({ select: (state) => state.location.pathname })
  useShutting(drawer, here)
  return (
    <nav className="rail" aria-label={t('shell.rail')}>
      {drawer ? (
        <button type="button" className="rail-link rail-turn" aria-expanded={drawer.isOpen} onClick={drawer.turn}>
          {drawer.isOpen ? <MenuFoldOutlined aria-hidden /> : <MenuUnfoldOutlined aria-hidden />}
          <span className="rail-name">{t(drawer.isOpen ? 'shell.fold_rail' : 'shell.unfold_rail')}</span>
        </button>
      ) : null}
      {GROUPS.map((group) => {
        const mine = pages.filter((page) => page.group === group)
        if (mine.length === 0) return null
        return (
          <div key={group}>
            <h2 className="rail-group">{t(`groups.${group}`)}</h2>
            <ul>
              {mine.map((page) => (
                <li key={page.key}>
                  <Link
                    to={page.to}
                    className={isHere(page, here) ? 'rail-link rail-here' : 'rail-link'}
                    activeProps={{}}
                    aria-current={isHere(page, here) ? 'page' : undefined}
                    title={isOpen ? undefined : t(`pages.${page.key}`)}
                  >
                    {ICONS[page.key]}
                    <span className="rail-name">{t(`pages.${page.key}`)}</span>
                    {counts[page.key] ? <span className="rail-count">{counts[page.key]}</span> : null}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        )
      })}
    </nav>
  )
}

/** The drawer is shut by Escape, and by going to another page. */
function useShutting(drawer: Drawer | null, here: string) {
  const isOpen = drawer?.isOpen === true
  const shut = drawer?.shut
  // biome-ignore lint/correctness/useExhaustiveDependencies: the place is what shuts it, though it is not read
  useEffect(() => shut?.(), [here, shut])
  useEffect(() => {
    if (!isOpen || !shut) return
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape') shut()
    }
    document.addEventListener('keydown', leave)
    return () => document.removeEventListener('keydown', leave)
  }, [isOpen, shut])
}
