import { createContext, useContext } from 'react'
import type { MarksByRecord } from '../marks/marks-query.ts'

/** What a line of the conversation can ask of the pane it stands in. */
export interface TalkActs {
  readonly permit: string
  readonly marks: MarksByRecord
  /** Goes to a record of this conversation, loaded or not. */
  go: (record: number) => void
  /** Looks for what a record answers, and goes there. */
  toOriginal: (record: number) => void
  /** The record whose original is being looked for. */
  readonly looking: number | null
}

const Acts = createContext<TalkActs>({
  permit: 'window',
  marks: new Map(),
  go: () => {},
  toOriginal: () => {},
  looking: null,
})

export const TalkActsProvider = Acts.Provider
export const useTalkActs = (): TalkActs => useContext(Acts)
