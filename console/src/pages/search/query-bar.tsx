import { SearchOutlined } from '@ant-design/icons'
import { Button, Input, Segmented, Select, Tooltip } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { scopeParts } from '../../scope-words.ts'
import type { SearchState } from '../../states.ts'
import type { ScopeWords } from '../../wire.ts'

/** The one box: by what right, what, and how strictly. */
export function QueryBar({
  state,
  permits,
  permit,
  change,
}: {
  state: SearchState
  permits: ScopeWords[]
  permit: string
  change: (next: Partial<SearchState>) => void
}) {
  const { t } = useTranslation()
  const [q, setQ] = useState(state.q ?? '')
  useEffect(() => setQ(state.q ?? ''), [state.q])
  return (
    <search>
      <form
        className="query-bar"
        onSubmit={(event) => {
          event.preventDefault()
          const words = q.trim()
          change({ q: words === '' ? undefined : words })
        }}
      >
        <Select
          aria-label={t('search.permit')}
          className="query-permit"
          size="large"
          value={permit}
          popupMatchSelectWidth={false}
          options={permits.map((one) => ({
            value: one.permit,
            label:
              one.kind === 'window' ? t('search.my_window') : t('scope.grant', { number: one.number ?? one.permit }),
            title: scopeParts(t, one, Date.now()).join(' · '),
          }))}
          onChange={(value) => change({ permit: value })}
        />
        <Input
          data-search-box
          size="large"
          value={q}
          onChange={(event) => setQ(event.target.value)}
          prefix={<SearchOutlined />}
          suffix={<kbd>/</kbd>}
          placeholder={t('search.placeholder')}
          aria-label={t('search.box')}
          autoComplete="off"
          spellCheck={false}
        />
        <Tooltip title={t(state.mode === 'exact' ? 'search.exact_means' : 'search.normal_means')}>
          <div>
            <Segmented
              size="large"
              aria-label={t('search.mode')}
              value={state.mode ?? 'normal'}
              options={[
                { value: 'normal', label: t('search.normal') },
                { value: 'exact', label: t('search.exact') },
              ]}
              onChange={(value) => change({ mode: value === 'exact' ? 'exact' : undefined })}
            />
          </div>
        </Tooltip>
        <Button type="primary" size="large" htmlType="submit">
          {t('search.run')}
        </Button>
      </form>
    </search>
  )
}
