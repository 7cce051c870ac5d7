import { Link, useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem, unreachable } from '../api/client.ts'
import { isPartMissing, ProblemNote } from '../ui/note.tsx'
import { Empty } from '../ui/parts.tsx'

const LOOK_EVERY = 3000

/**
 * Whether a part is missing because the house cannot be reached. It is looked for until it can be; then the page is loaded
 * again by itself, for nothing stands on it that could be lost.
 */
function useWayBack(isMissing: boolean): boolean {
  const [isAway, setIsAway] = useState(() => isMissing && !navigator.onLine)
  useEffect(() => {
    if (!isMissing) return
    let wasAway = false
    const look = () =>
      fetch('/', { cache: 'no-store' }).then(
        () => (wasAway ? window.location.reload() : clearInterval(timer)),
        () => {
          wasAway = true
          setIsAway(true)
        },
      )
    const timer = setInterval(look, LOOK_EVERY)
    look()
    return () => clearInterval(timer)
  }, [isMissing])
  return isAway
}

/** A page that is not there, or not yours: one answer for both. */
export function MissingPage() {
  const { t } = useTranslation()
  return (
    <div className="page">
      <Empty title={<h1>{t('broken.missing')}</h1>} act={<Link to="/">{t('broken.home')}</Link>}>
        {t('broken.missing_why')}
      </Empty>
    </div>
  )
}

/** A failure before there is a shell to show it in. */
export function LonePage(props: { error: unknown; reset?: () => void }) {
  return (
    <main>
      <BrokenPage {...props} />
    </main>
  )
}

/** A page that could not be shown. A refusal is told as one; anything else is our own bug. */
export function BrokenPage({ error, reset }: { error: unknown; reset?: () => void }) {
  const { t } = useTranslation()
  const router = useRouter()
  const isAway = useWayBack(isPartMissing(error))
  if (error instanceof ApiProblem && error.status === 404) return <MissingPage />
  const again = () => {
    reset?.()
    router.invalidate()
  }
  return (
    <div className="page stack">
      <h1>{t(error instanceof ApiProblem && error.status === 403 ? 'broken.forbidden' : 'broken.title')}</h1>
      <ProblemNote error={isAway ? unreachable() : error} retry={again} />
      <p>
        <Link to="/">{t('broken.home')}</Link>
      </p>
    </div>
  )
}
