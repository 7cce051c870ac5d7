import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { watchApi } from '../api/client.ts'
import { setupQuery } from '../api/queries.ts'
import { useMe } from '../session.ts'
import { Shape } from '../ui/parts.tsx'
import { useRail } from '../ui/preference.ts'
import { MissingPage } from './broken.tsx'
import { useKeys } from './keys.ts'
import { Rail } from './rail.tsx'
import { isAbsent, may, pagesFor } from './rooms.ts'
import { Top } from './top.tsx'

const StepUpBox = lazy(() => import('./step-up-box.tsx'))
const SignedOutBox = lazy(() => import('./signed-out-box.tsx'))
const HelpBox = lazy(() => import('./help-box.tsx'))

interface Waiting {
  done: () => void
  declined: (reason: Error) => void
}

/** The shell around every page: rail, top bar, and the boxes that may lie over any page. */
export function House() {
  const me = useMe()
  const { t } = useTranslation()
  const navigate = useNavigate()
  const rail = useRail()
  const [drawer, setDrawer] = useState(false)
  const [waiting, setWaiting] = useState<Waiting | null>(null)
  const [signedOut, setSignedOut] = useState(false)
  const [reached, setReached] = useState(true)
  const [help, setHelp] = useState(false)

  useEffect(() => {
    watchApi({
      stepUp: () => new Promise<void>((done, declined) => setWaiting({ done, declined })),
      signedOut: () => setSignedOut(true),
      reached: setReached,
    })
  }, [])

  const pages = pagesFor(me)
  const here = useRouterState({ select: (state) => state.location.pathname })
  useKeys({
    '?': () => setHelp(true),
    '/': () => focusSearch(() => navigate({ to: '/search', search: {} })),
    ...Object.fromEntries(pages.map((page) => [`g ${page.letter}`, () => navigate({ to: page.to })])),
  })
  // where the window has no room for the names, they lie over the page until a page is chosen or the drawer is left
  const isOver = drawer && !rail.hasRoom
  const shut = useCallback(() => setDrawer(false), [])
  const closeHelp = useCallback(() => setHelp(false), [])

  return (
    <div className={rail.isOpen ? 'house' : isOver ? 'house house-over' : 'house house-narrow'}>
      <button type="button" className="skip" onClick={() => document.getElementById('main')?.focus()}>
        {t('shell.skip')}
      </button>
      <Top help={() => setHelp(true)} />
      <Rail drawer={rail.hasRoom ? null : { isOpen: isOver, turn: () => setDrawer(!drawer), shut }} />
      {isOver ? <div className="rail-scrim" aria-hidden="true" onClick={shut} /> : null}
      <main id="main" className="main" tabIndex={-1}>
        {reached ? null : (
          <div className="strip strip-ink" role="status">
            {t('shell.unreachable')}
          </div>
        )}
        <KitReminder />
        <Suspense fallback={<Shape lines={10} style={{ padding: 24 }} />}>
          {isAbsent(me, here) ? <MissingPage /> : <Outlet />}
        </Suspense>
      </main>
      <Suspense>
        {waiting ? (
          <StepUpBox
            close={(error) => {
              setWaiting(null)
              if (error) waiting.declined(error)
              else waiting.done()
            }}
          />
        ) : null}
        {signedOut ? <SignedOutBox username={me.person.username} back={() => setSignedOut(false)} /> : null}
        {help ? <HelpBox pages={pages} close={closeHelp} /> : null}
      </Suspense>
    </div>
  )
}

/** The one search box of the page in view gets the focus; without one, the search page is opened. */
function focusSearch(open: () => void) {
  const box = document.querySelector<HTMLInputElement>('[data-search-box]')
  if (!box) return open()
  box.focus()
  box.select()
}

/** Until the recovery kit is confirmed, a lost key file is a lost house: the administrator sees this on every page. */
function KitReminder() {
  const me = useMe()
  const { t } = useTranslation()
  const queries = useQueryClient()
  const here = useRouterState({ select: (state) => state.location.pathname })
  const isFirst = may(me, 'house.setup')
  const setup = useQuery({ ...setupQuery, enabled: isFirst }, queries)
  if (!isFirst || setup.data?.kitConfirmed !== false || here === '/setup') return null
  return (
    <div className="strip strip-red" role="status">
      {t('setup.reminder')} <Link to="/setup">{t('setup.open')}</Link>
    </div>
  )
}
