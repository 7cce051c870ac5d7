import { CloseOutlined, ExpandOutlined } from '@ant-design/icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Tooltip } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { count } from '../../figures.ts'
import { MaskedText } from '../../ui/masked-text.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Shape, Tag } from '../../ui/parts.tsx'
import { ScopeLine } from '../../ui/scope-line.tsx'
import type { Hit } from '../../wire.ts'
import { conversationQuery } from './conversation-query.ts'
import { inOrder, talkRows } from './talk.ts'
import { Talk } from './talk-view.tsx'
import './conversation.css'

/** A conversation around one record, beside the hits or as a page of its own. */
export function ConversationPane({
  permit,
  conversation,
  record,
  time,
  hits = [],
  close,
}: {
  permit: string
  conversation: number
  record?: number | undefined
  time?: number | undefined
  hits?: readonly Hit[]
  close?: () => void
}) {
  const { t } = useTranslation()
  const talk = useInfiniteQuery(conversationQuery({ permit, conversation, record, time }))
  const rows = useMemo(() => talkRows(inOrder(talk.data?.pages ?? [])), [talk.data])
  const hitRecords = useMemo(
    () => new Map(hits.filter((hit) => hit.conversation === conversation).map((hit) => [hit.record, hit])),
    [hits, conversation],
  )
  const answer = talk.data?.pages[0]
  return (
    <section className="talk" aria-label={t('conversation.title')}>
      {talk.isPending ? <Shape lines={10} /> : null}
      {talk.isError && !answer ? (
        <div className="talk-problem">
          <ProblemNote error={talk.error} retry={() => talk.refetch()} />
        </div>
      ) : null}
      {answer ? (
        <>
          <header className="talk-head">
            <div className="talk-title">
              <h2>
                <MaskedText of={answer.title} />
              </h2>
              <Tag>{answer.platform}</Tag>
              <span className="quiet">
                {t('conversation.in_scope', { count: answer.total, n: count(answer.total) })}
              </span>
              {close ? (
                <span className="row talk-acts">
                  <Tooltip title={t('conversation.open_page')}>
                    <Link
                      to="/conversations/$no"
                      params={{ no: String(conversation) }}
                      search={{ permit, record }}
                      aria-label={t('conversation.open_page')}
                    >
                      <ExpandOutlined />
                    </Link>
                  </Tooltip>
                  <Button
                    size="small"
                    type="text"
                    icon={<CloseOutlined />}
                    aria-label={t('acts.close')}
                    onClick={close}
                  />
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
          </header>
          <Talk
            rows={rows}
            participants={answer.participants}
            hits={hitRecords}
            target={record ?? null}
            older={talk.hasPreviousPage && !talk.isFetchingPreviousPage ? () => talk.fetchPreviousPage() : undefined}
            newer={talk.hasNextPage && !talk.isFetchingNextPage ? () => talk.fetchNextPage() : undefined}
            loading={talk.isFetchingPreviousPage ? 'older' : talk.isFetchingNextPage ? 'newer' : null}
          />
        </>
      ) : null}
    </section>
  )
}
