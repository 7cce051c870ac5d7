import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { ConfigProvider } from 'antd'
import type { Locale } from 'antd/es/locale'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TokenContext } from './pages/session/token.ts'
import type { makeRouter } from './routes.tsx'
import { useCalm, usePreference } from './ui/preference.ts'
import { dress } from './ui/theme.ts'
import { Toasts } from './ui/toast.tsx'

const locales: Record<string, () => Promise<Locale>> = {
  zh: () => Promise.all([import('antd/es/locale/zh_CN'), import('dayjs/locale/zh-cn')]).then(([m]) => m.default),
  en: () => import('antd/es/locale/en_US').then((m) => m.default),
}

/** Everything around the pages: the look, the language of ready-made parts, the cache, the router. */
export function Console({
  queries,
  router,
  token,
}: {
  queries: QueryClient
  router: ReturnType<typeof makeRouter>
  token: string | null
}) {
  const { i18n } = useTranslation()
  const { shade, density } = usePreference()
  const calm = useCalm()
  const [locale, setLocale] = useState<Locale | undefined>()
  useEffect(() => {
    let current = true
    locales[i18n.language === 'en' ? 'en' : 'zh']?.().then((loaded) => {
      if (current) setLocale(loaded)
    })
    return () => {
      current = false
    }
  }, [i18n.language])
  return (
    <ConfigProvider
      theme={dress(shade, density, !calm)}
      {...(locale ? { locale } : {})}
      button={{ autoInsertSpace: false }}
      componentSize="medium"
      wave={{ disabled: true }}
    >
      <QueryClientProvider client={queries}>
        <TokenContext value={token}>
          <RouterProvider router={router} />
          <Toasts />
        </TokenContext>
      </QueryClientProvider>
    </ConfigProvider>
  )
}
