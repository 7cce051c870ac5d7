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

/** The words of ready-made parts. */
export function loadLocale(language: string): Promise<Locale> {
  return locales[language]?.() ?? loadLocale('zh')
}

/**
 * Everything around the pages: the look, the language of ready-made parts, the cache, the router. `firstLocale` is there
 * from the first picture on: ConfigProvider mounts everything anew when it gets its first, and what was typed is lost.
 */
export function Console({
  queries,
  router,
  token,
  firstLocale,
}: {
  queries: QueryClient
  router: ReturnType<typeof makeRouter>
  token: string | null
  firstLocale: Locale
}) {
  const { i18n } = useTranslation()
  const { shade, density } = usePreference()
  const calm = useCalm()
  const [locale, setLocale] = useState(firstLocale)
  useEffect(() => {
    let current = true
    loadLocale(i18n.language).then((loaded) => {
      if (current) setLocale(loaded)
    })
    return () => {
      current = false
    }
  }, [i18n.language])
  return (
    <ConfigProvider
      theme={dress(shade, density, !calm)}
      locale={locale}
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
