import { Link, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ApiProblem } from '../api/client.ts'
import { ProblemNote } from '../ui/note.tsx'
import { Empty } from '../ui/parts.tsx'

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
  if (error instanceof ApiProblem && error.status === 404) return <MissingPage />
  const again = () => {
    reset?.()
    router.invalidate()
  }
  return (
    <div className="page stack">
      <h1>{t(error instanceof ApiProblem && error.status === 403 ? 'broken.forbidden' : 'broken.title')}</h1>
      <ProblemNote error={error} retry={again} />
      <p>
        <Link to="/">{t('broken.home')}</Link>
      </p>
    </div>
  )
}
