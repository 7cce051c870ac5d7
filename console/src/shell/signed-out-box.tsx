import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Box } from '../ui/box.tsx'
import type { Me } from '../wire.ts'
import { SignInForm } from './sign-in-form.tsx'

/**
 * The session ended while somebody was working. They sign in again over the page, which keeps what they typed; somebody
 * else who signs in here starts from the first page, because what lies under the box was not theirs to see.
 */
export default function SignedOutBox({ username, back }: { username: string; back: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const signedIn = (me: Me) => {
    if (me.person.username !== username) {
      window.location.assign('/')
      return
    }
    queries.setQueryData(['me'], me)
    queries.invalidateQueries()
    back()
  }
  return (
    <Box open title={t('session.ended')} closable={false} width={400} mask={{ closable: false }} keyboard={false}>
      <div className="stack">
        <p className="quiet">{t('session.ended_why')}</p>
        <SignInForm username={username} signedIn={signedIn} />
      </div>
    </Box>
  )
}
