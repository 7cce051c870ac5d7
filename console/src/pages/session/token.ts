import { createContext } from 'react'

/** The one-time token that this page was opened with, held in memory only; null when there was none. */
export const TokenContext = createContext<string | null>(null)
