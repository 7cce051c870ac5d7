import { Tooltip } from 'antd'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { runsOf } from '../masked.ts'
import type { MaskedText as Masked } from '../wire.ts'
import { wordOf } from '../words.ts'

/** Text as the policy shows it: masks look masked and say by which rule; hits are marked. */
export function MaskedText({ of }: { of: Masked }) {
  const { t } = useTranslation()
  return (
    <>
      {runsOf(of).map((run, i) => {
        const text = run.hit ? <mark>{run.text}</mark> : run.text
        // biome-ignore lint/suspicious/noArrayIndexKey: runs have no name of their own and never move
        if (run.mask === null) return <Fragment key={i}>{text}</Fragment>
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <Tooltip key={i} title={t('masks.by', { rule: wordOf(t, 'masks', run.mask) })}>
            <span className="masked">{text}</span>
          </Tooltip>
        )
      })}
    </>
  )
}
