import { Tooltip } from 'antd'
import { Fragment, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { runsOf } from '../masked.ts'
import type { MaskedText as Masked } from '../wire.ts'
import { wordOf } from '../words.ts'

/** Text as the policy shows it: masks look masked and say by which rule; hits are marked. */
export function MaskedText({ of }: { of: Masked }) {
  if (of.masks.length === 0 && !of.highlights?.length) return of.text
  return runsOf(of).map((run, i) => {
    const text = run.hit ? <mark>{run.text}</mark> : run.text
    // biome-ignore lint/suspicious/noArrayIndexKey: runs have no name of their own and never move
    if (run.mask === null) return <Fragment key={i}>{text}</Fragment>
    // biome-ignore lint/suspicious/noArrayIndexKey: as above
    return <Mask key={i} rule={run.mask} text={text} />
  })
}

/** Hundreds of these are drawn while a conversation is scrolled: the word is made for the one that is pointed at. */
function Mask({ rule, text }: { rule: string; text: ReactNode }) {
  const [isPointedAt, setPointedAt] = useState(false)
  const shown = (
    <span className="masked" onPointerEnter={() => setPointedAt(true)}>
      {text}
    </span>
  )
  return isPointedAt ? <Why rule={rule}>{shown}</Why> : shown
}

function Why({ rule, children }: { rule: string; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <Tooltip defaultOpen title={t('masks.by', { rule: wordOf(t, 'masks', rule) })}>
      {children}
    </Tooltip>
  )
}
