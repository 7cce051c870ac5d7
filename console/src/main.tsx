import './ui/tokens.css'
import './ui/base.css'
import './ui/ui.css'
import './ui/table.css'
import './shell/shell.css'
import { QueryClient } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiProblem } from './api/client.ts'
import { Console, loadLocale } from './console.tsx'
import { takeToken } from './paths.ts'
import { makeRouter } from './routes.tsx'
import { firstLanguage, startWords } from './words.ts'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal stays a refusal; only a lost connection or a house that is starting is worth another try.
      retry: (tries, error) => tries < 2 && error instanceof ApiProblem && (error.status === 0 || error.status === 503),
      staleTime: 5_000,
      networkMode: 'always', // without a network a page says so, instead of waiting in silence
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})

const token = takeToken(window.location, (path) => window.history.replaceState(null, '', path))
const element = document.getElementById('root')

if (element) {
  const language = firstLanguage()
  Promise.all([loadLocale(language), startWords(language)]).then(([locale]) => {
    createRoot(element).render(
      <StrictMode>
        <Console queries={queries} router={makeRouter(queries)} token={token} firstLocale={locale} />
      </StrictMode>,
    )
  })
}
