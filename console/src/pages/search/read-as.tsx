import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Expansion } from '../../wire.ts'

const SHOWN = 6

/** How the query was read, word by word: what each became, and by what rule. */
export function ReadAs({ expansion }: { expansion: readonly Expansion[] }) {
  const { t } = useTranslation()
  if (expansion.length === 0) return null
  return (
    <p className="read-as">
      <span className="quiet">{t('search.read_as')}</span>
      {expansion.map((one, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the words of one query in their order
        <One key={i} of={one} />
      ))}
    </p>
  )
}

function One({ of: { typed, kind, became, isNot } }: { of: Expansion }) {
  const { t } = useTranslation()
  const or = t('search.read.or')
  const more = became.length - SHOWN
  // a word is what it was folded to; a field that became what it says needs no second saying
  const isSaid = kind === 'word' || (kind === 'field' && typed.endsWith(`:${became.join(',')}`))
  return (
    <span className="read-as-one">
      {isNot ? <b>{t('search.read.not')}</b> : null}
      <code>{kind === 'word' ? became.join(or) : typed}</code>
      {isSaid ? null : (
        <>
          <span className="quiet">{t(`search.read.${kind}`)}</span>
          <Tooltip title={more > 0 ? became.join(or) : null}>
            <span>
              {became.slice(0, SHOWN).join(or)}
              {more > 0 ? t('search.read.more', { count: more }) : ''}
            </span>
          </Tooltip>
        </>
      )}
    </span>
  )
}
