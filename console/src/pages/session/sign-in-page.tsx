import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { safeNext } from '../../paths.ts'
import { Door } from '../../shell/door.tsx'
import { SignInForm } from '../../shell/sign-in-form.tsx'
import './session.css'

const route = getRouteApi('/sign-in')

export function SignInPage() {
  const { t } = useTranslation()
  const { next } = route.useSearch()
  const queries = useQueryClient()
  const router = useRouter()
  return (
    <Door title={t('sign_in.title')}>
      <SignInForm
        signedIn={(me) => {
          queries.clear()
          queries.setQueryData(['me'], me)
          router.history.push(safeNext(next))
        }}
      />
    </Door>
  )
}
