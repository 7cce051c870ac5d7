import { QuestionCircleOutlined } from '@ant-design/icons'
import { Button, Popover } from 'antd'
import { useTranslation } from 'react-i18next'

const FORMS = [
  'and',
  'or',
  'not',
  'phrase',
  'group',
  'whole',
  'loose',
  'pinyin',
  'sound',
  'evasive',
  'sender',
  'participant',
  'subject',
  'department',
  'title',
  'platform',
  'kind',
  'file',
  'class',
  'mark',
  'time',
] as const

/** The query language by examples. `few`: the first ones, for whoever has not asked yet. */
export function Language({ few = false }: { few?: boolean }) {
  const { t } = useTranslation()
  return (
    <dl className="language">
      {(few ? FORMS.slice(0, 9) : FORMS).map((form) => (
        <div key={form}>
          <dt>
            <code>{t(`search.language.${form}`)}</code>
          </dt>
          <dd>{t(`search.language.${form}_means`)}</dd>
        </div>
      ))}
    </dl>
  )
}

export function LanguageHelp() {
  const { t } = useTranslation()
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      title={t('search.how')}
      content={
        // biome-ignore lint/a11y/noNoninteractiveTabindex: longer than the page, it is scrolled by keyboard too
        <section className="language-box" aria-label={t('search.how')} tabIndex={0}>
          <Language />
          <p className="quiet">{t('search.audited')}</p>
        </section>
      }
    >
      <Button size="large" icon={<QuestionCircleOutlined />} aria-label={t('search.how')} />
    </Popover>
  )
}
