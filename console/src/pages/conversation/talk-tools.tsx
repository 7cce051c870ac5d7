import { DownOutlined, FlagOutlined, UpOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, DatePicker, Input } from 'antd'
import type { Dayjs } from 'dayjs'
import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { count } from '../../figures.ts'
import { fromWallClock } from '../../time.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import type { Hit, SearchAnswer, SearchInput } from '../../wire.ts'
import { ExtractBox } from '../marks/extract-box.tsx'

/** Hits of one conversation that can be walked through. */
const MOST = 1000

interface ToolsProps {
  permit: string
  conversation: number
  go: (place: { record?: number; time?: number }) => void
  found: (hits: readonly Hit[]) => void
}

/** To a time, from hit to hit, and what is marked. */
export const TalkTools = memo(function TalkTools({ permit, conversation, go, found }: ToolsProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [extracting, setExtracting] = useState(false)
  return (
    <div className="talk-tools">
      <DatePicker
        size="small"
        showTime
        aria-label={t('talk.to_time')}
        placeholder={t('talk.to_time')}
        onChange={(day: Dayjs | null) => {
          if (day) go({ time: fromWallClock(day.toDate()) })
        }}
      />
      <FindInside permit={permit} conversation={conversation} go={go} found={found} />
      <Button size="small" icon={<FlagOutlined aria-hidden />} onClick={() => setExtracting(true)}>
        {t('marks.extract')}
      </Button>
      {extracting ? (
        <ExtractBox
          permit={permit}
          open={(row) => {
            if (row.conversation === conversation) go({ record: row.record })
            else {
              const search = { permit, record: row.record }
              navigate({ to: '/conversations/$no', params: { no: String(row.conversation) }, search })
            }
          }}
          close={() => setExtracting(false)}
        />
      ) : null}
    </div>
  )
})

function FindInside({ permit, conversation, go, found }: ToolsProps) {
  const { t } = useTranslation()
  const [at, setAt] = useState(0)
  const search = useMutation({
    mutationFn: (query: string) =>
      api.send<SearchAnswer>('/api/search', {
        permit,
        query,
        conversations: [conversation],
        order: 'oldest',
        open: false,
        limit: MOST,
      } satisfies SearchInput),
    onSuccess: ({ hits }) => {
      found(hits)
      show(hits, 0)
    },
  })
  const show = (hits: readonly Hit[], place: number) => {
    const hit = hits[place]
    setAt(place)
    if (hit) go({ record: hit.record })
  }
  const hits = search.data?.hits ?? []
  const total = search.data?.total ?? 0
  const step = (by: 1 | -1) => show(hits, (at + by + hits.length) % hits.length)
  return (
    <>
      <Input.Search
        size="small"
        className="talk-find"
        allowClear
        maxLength={1000}
        aria-label={t('talk.find')}
        placeholder={t('talk.find')}
        loading={search.isPending}
        onSearch={(query) => {
          if (query.trim() !== '') search.mutate(query)
          else {
            search.reset()
            found([])
          }
        }}
      />
      {search.data ? (
        <span className="row" role="status">
          {hits.length === 0 ? t('talk.hit_none') : t('talk.hit_of', { at: count(at + 1), n: count(total) })}
          {total > hits.length ? <span className="quiet">{t('talk.hits_most', { n: count(hits.length) })}</span> : null}
          {hits.length === 0 ? null : (
            <>
              <IconButton label={t('talk.hit_before')} icon={<UpOutlined aria-hidden />} press={() => step(-1)} />
              <IconButton label={t('talk.hit_next')} icon={<DownOutlined aria-hidden />} press={() => step(1)} />
            </>
          )}
        </span>
      ) : null}
      <ProblemNote error={search.error} />
    </>
  )
}
