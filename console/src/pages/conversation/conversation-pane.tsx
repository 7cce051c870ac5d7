import { CloseOutlined, ExpandOutlined } from '@ant-design/icons'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Tooltip } from 'antd'
import { type ReactNode, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { count } from '../../figures.ts'
import { MaskedText } from '../../ui/masked-text.tsx'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { Shape, Tag } from '../../ui/parts.tsx'
import { ScopeLine } from '../../ui/scope-line.tsx'
import type { ConversationAnswer, Hit, OriginalAnswer } from '../../wire.ts'
import { wordOf } from '../../words.ts'
import { useMarksByRecord } from '../marks/marks-query.ts'
import { conversationQuery, type TalkPage } from './conversation-query.ts'
import { inOrder, rightOf, speakersIn, talkRows } from './talk.ts'
import { type TalkActs, TalkActsProvider } from './talk-acts.ts'
import { TalkTools } from './talk-tools.tsx'
import { Talk } from './talk-view.tsx'
import '../search/search.css'
import './conversation.css'

/** Where the conversation is entered; a new place loads what lies around it. */
interface Place {
  readonly record?: number | undefined
  readonly time?: number | undefined
}

interface PaneProps {
  permit: string
  conversation: number
  record?: number | undefined
  time?: number | undefined
  hits?: readonly Hit[]
  close?: () => void
}

const NO_HITS: readonly Hit[] = []

const NO_PAGES: readonly TalkPage[] = []

/** A conversation around one record, beside the hits or as a page of its own. */
export function ConversationPane({ permit, conversation, record, time, hits = NO_HITS, close }: PaneProps) {
  const { t } = useTranslation()
  const [place, setPlace] = useState<Place>({ record, time })
  const [found, setFound] = useState<readonly Hit[]>([])
  const talk = useInfiniteQuery(conversationQuery({ permit, conversation, ...place }))
  const pages = talk.data?.pages ?? NO_PAGES
  const rows = useMemo(() => talkRows(inOrder(pages)), [pages])
  const right = useMemo(() => rightOf(speakersIn(pages)), [pages])
  const hitRecords = useMemo(
    () =>
      new Map([...hits, ...found].filter((hit) => hit.conversation === conversation).map((hit) => [hit.record, hit])),
    [hits, found, conversation],
  )
  // a record that is loaded is gone to without reading again: each reading is an act
  const [focus, setFocus] = useState<number | null>(null)
  const loaded = useRef(rows)
  useLayoutEffect(() => {
    loaded.current = rows
  }, [rows])
  const enter = useCallback((next: Place) => {
    const isLoaded = next.record !== undefined && loaded.current.some(({ key }) => key === String(next.record))
    setFocus(isLoaded ? (next.record ?? null) : null)
    if (!isLoaded) setPlace(next)
  }, [])
  const { acts, notFound } = useActs(permit, enter)
  const held = useRef(false)
  const { fetchPreviousPage, fetchNextPage } = talk
  // one that is on its way is waited for: each is an act
  const older = useCallback(() => void fetchPreviousPage({ cancelRefetch: false }), [fetchPreviousPage])
  const newer = useCallback(() => void fetchNextPage({ cancelRefetch: false }), [fetchNextPage])
  // the head says what the first answer said, whichever pages came since
  const answer = pages.find((_, i) => talk.data?.pageParams[i] === null) ?? pages[0]
  return (
    <section className="talk" aria-label={t('conversation.title')}>
      {answer ? (
        <TalkHead answer={answer} permit={permit} record={place.record} close={close}>
          <TalkTools permit={permit} conversation={conversation} go={enter} found={setFound} />
          {notFound}
        </TalkHead>
      ) : null}
      {talk.isPending ? <Shape lines={10} /> : null}
      {talk.isError ? (
        <div className="talk-problem">
          <ProblemNote error={talk.error} retry={() => talk.refetch()} />
        </div>
      ) : null}
      {answer ? (
        <TalkActsProvider value={acts}>
          <Talk
            key={`${answer.entered.record ?? ''}/${answer.entered.time ?? ''}`}
            rows={rows}
            right={right}
            hits={hitRecords}
            target={focus ?? answer.entered.record}
            around={answer.entered.time}
            older={talk.hasPreviousPage ? older : undefined}
            newer={talk.hasNextPage ? newer : undefined}
            loading={talk.isFetchingPreviousPage ? 'older' : talk.isFetchingNextPage ? 'newer' : null}
            held={held}
          />
        </TalkActsProvider>
      ) : null}
    </section>
  )
}

/** What the lines may ask: to go somewhere, and to find what they answer. */
function useActs(permit: string, enter: (place: Place) => void): { acts: TalkActs; notFound: ReactNode } {
  const { t } = useTranslation()
  const marks = useMarksByRecord(permit)
  const {
    mutate: look,
    data: original,
    error,
    isPending,
    variables,
  } = useMutation({
    mutationFn: (of: number) => api.send<OriginalAnswer>('/api/search/original', { permit, record: of }),
    onSuccess: (answer) => {
      if (answer.record !== null) enter({ record: answer.record })
    },
  })
  const looking = isPending ? (variables ?? null) : null
  const acts = useMemo<TalkActs>(
    () => ({ permit, marks, go: (to) => enter({ record: to }), toOriginal: look, looking }),
    [permit, marks, enter, look, looking],
  )
  const notFound =
    original && original.record === null ? (
      <Note>{t('talk.original_gone', { n: count(original.looked) })}</Note>
    ) : (
      <ProblemNote error={error} />
    )
  return { acts, notFound }
}

function TalkHead({
  answer,
  permit,
  record,
  close,
  children,
}: {
  answer: ConversationAnswer
  permit: string
  record: number | undefined
  close: (() => void) | undefined
  children: ReactNode
}) {
  const { t } = useTranslation()
  return (
    <header className="talk-head">
      <div className="talk-title">
        <h2>
          <MaskedText of={answer.title} />
        </h2>
        <Tag>{wordOf(t, 'platforms', answer.platform)}</Tag>
        <span className="quiet">{t('conversation.in_scope', { count: answer.total, n: count(answer.total) })}</span>
        {close ? (
          <span className="row talk-acts">
            <Tooltip title={t('conversation.open_page')}>
              <Link
                to="/conversations/$no"
                params={{ no: String(answer.conversation) }}
                search={{ permit, record }}
                aria-label={t('conversation.open_page')}
              >
                <ExpandOutlined />
              </Link>
            </Tooltip>
            <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t('acts.close')} onClick={close} />
          </span>
        ) : null}
      </div>
      {answer.participants.length > 2 ? (
        <ul className="talk-people">
          {answer.participants.map((one) => (
            <li key={one.no}>
              <MaskedText of={one.name} />
            </li>
          ))}
        </ul>
      ) : null}
      {close ? null : <ScopeLine scope={answer.scope} />}
      {children}
    </header>
  )
}
