import i18next, { type TFunction } from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { zh } from './words/zh/index.ts'

export type Language = 'zh' | 'en'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'words'
    resources: { words: typeof zh }
  }
}

const books: Record<Language, () => Promise<object>> = {
  zh: () => import('./words/zh/index.ts').then((m) => m.zh),
  en: () => import('./words/en/index.ts').then((m) => m.en),
}

const KEPT = 'cunzhen.language'

/** The language kept on this machine, else the browser's first Chinese or English, else Chinese. */
export function firstLanguage(): Language {
  const kept = localStorage.getItem(KEPT)
  if (kept === 'zh' || kept === 'en') return kept
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh'
}

function mark(language: Language): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
}

/** Loads one language's words only; the other comes when it is asked for. */
export async function startWords(language: Language): Promise<void> {
  const words = await books[language]()
  await i18next.use(initReactI18next).init({
    lng: language,
    defaultNS: 'words',
    ns: ['words'],
    resources: { [language]: { words } },
    interpolation: { escapeValue: false }, // React escapes; escaping twice would garble names
    returnNull: false,
  })
  mark(language)
}

export async function switchLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'words')) {
    i18next.addResourceBundle(language, 'words', await books[language]())
  }
  localStorage.setItem(KEPT, language)
  await i18next.changeLanguage(language)
  mark(language)
}

type Values = Readonly<Record<string, string | number | boolean | null>>

/**
 * The word for a code that the server owns (an act, a reason, a rule): the code itself where this console is older than
 * the server and does not know it yet, so that nothing is ever blank.
 */
export function wordOf(t: TFunction, group: string, code: string, values: Values = {}): string {
  const key = `${group}.${code.replaceAll('.', '_')}`
  // the key is made at run time, so the typed overloads cannot see it
  const look = t as unknown as (key: string, options: Values) => string // what all of them are; a missing key answers with the code
  return look(key, { ...values, defaultValue: code })
}

export function knowsWord(group: string, code: string): boolean {
  return i18next.exists(`${group}.${code.replaceAll('.', '_')}`)
}

/** Why somebody was refused, told to another person. A reason may also be what went wrong, told as it was told to them. */
export function reasonOf(t: TFunction, code: string): string {
  const group = ['reasons_of_others', 'reasons', 'problems.what'].find((one) => knowsWord(one, code))
  return wordOf(t, group ?? 'reasons', code)
}
