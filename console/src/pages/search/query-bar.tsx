import { SearchOutlined } from '@ant-design/icons'
import { Button, Input, Segmented, Select, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { scopeParts } from '../../scope-words.ts'
import type { SearchState } from '../../states.ts'
import type { ScopeWords } from '../../wire.ts'
import { LanguageHelp } from './language-help.tsx'

/** The one box: by what right, what, and how strictly. The form beside it follows what is typed. */
export function QueryBar({
  typed,
  type,
  state,
  permits,
  permit,
  change,
  sent,
}: {
  typed: string
  type: (query: string) => void
  state: SearchState
  permits: ScopeWords[]
  permit: string
  change: (next: Partial<SearchState>) => void
  /** What was asked by hand: whoever pressed Enter goes on among the hits. */
  sent: (query: string) => void
}) {
  const { t } = useTranslation()
  return (
    <search>
      <form
        className="query-bar"
        onSubmit={(event) => {
          event.preventDefault()
          const words = typed.trim()
          change({ q: words === '' ? undefined : words })
          sent(words)
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
          value={typed}
          onChange={(event) => type(event.target.value)}
          prefix={<SearchOutlined aria-hidden />}
          suffix={<kbd>/</kbd>}
          placeholder={t('search.placeholder')}
          aria-label={t('search.box')}
          autoComplete="off"
          spellCheck={false}
        />
        <LanguageHelp />
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
