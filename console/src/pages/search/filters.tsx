import { useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { participantsQuery } from '../../api/queries.ts'
import { KINDS, type SearchState } from '../../states.ts'
import { Tag } from '../../ui/parts.tsx'
import { useSettled } from '../../ui/settled.ts'
import { TimeRange } from '../../ui/time-range.tsx'

/** Filters narrow what the permit already allows; each is kept in the address. */
export function Filters({ state, change }: { state: SearchState; change: (next: Partial<SearchState>) => void }) {
  const { t } = useTranslation()
  const any = state.from ?? state.to ?? state.kinds ?? state.senders ?? state.in
  return (
    <div className="filters">
      <TimeRange
        label={t('search.time')}
        value={{ from: state.from ?? null, to: state.to ?? null }}
        change={({ from, to }) => change({ from: from ?? undefined, to: to ?? undefined })}
      />
      <Select
        mode="multiple"
        className="filter"
        aria-label={t('search.kinds')}
        placeholder={t('search.kinds')}
        maxTagCount="responsive"
        allowClear
        value={state.kinds ?? []}
        options={KINDS.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
        optionFilterProp="label"
        onChange={(kinds) => change({ kinds: kinds.length > 0 ? kinds : undefined })}
      />
      <SenderFilter
        value={state.senders ?? []}
        change={(senders) => change({ senders: senders.length > 0 ? senders : undefined })}
      />
      <Select
        className="filter-order"
        aria-label={t('search.order')}
        value={state.order ?? 'newest'}
        options={[
          { value: 'newest', label: t('search.newest') },
          { value: 'oldest', label: t('search.oldest') },
        ]}
        onChange={(order) => change({ order: order === 'oldest' ? 'oldest' : undefined })}
      />
      {state.in?.map((no) => (
        <Tag key={no} tone="accent">
          {t('search.in_conversation', { no })}
        </Tag>
      ))}
      {any !== undefined ? (
        <Button
          type="link"
          size="small"
          onClick={() =>
            change({ from: undefined, to: undefined, kinds: undefined, senders: undefined, in: undefined })
          }
        >
          {t('search.clear')}
        </Button>
      ) : null}
    </div>
  )
}

/** Senders are found by what the house may show of them; the address holds their numbers only. */
function SenderFilter({ value, change }: { value: number[]; change: (senders: number[]) => void }) {
  const { t } = useTranslation()
  const [find, setFind] = useState('')
  const found = useQuery(participantsQuery(useSettled(find.trim())))
  return (
    <Select
      mode="multiple"
      className="filter"
      aria-label={t('search.senders')}
      placeholder={t('search.senders')}
      maxTagCount="responsive"
      allowClear
      showSearch={{ filterOption: false, onSearch: setFind }}
      value={value}
      loading={found.isFetching}
      notFoundContent={find.trim() === '' ? t('search.type_a_name') : t('search.nobody')}
      options={(found.data ?? []).map((one) => ({
        value: one.no,
        label: one.name ? `${one.name} · ${one.account}` : one.account,
      }))}
      labelRender={({ value: no, label }) => label ?? `#${no}`}
      onChange={change}
    />
  )
}
